// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlconnection.h"

#include "mysqlfacts.h"
#include "mysqlrights.h"
#include "sqlconnection_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

MysqlConnection::MysqlConnection(std::unique_ptr<MysqlLink> link, MysqlOptions options)
    : SqlConnection(std::move(link), options.access)
    , m_options(std::move(options))
{ }

bool MysqlConnection::attachToThread()
{
    // A server closes connections that were idle for too long: the next one, please.
    return !link().wasClosed() && SqlConnection::attachToThread();
}

Result<void> MysqlConnection::initSchema()
{
    return alone([this] { return SqlConnection::initSchema(); });
}

Result<void> MysqlConnection::upgradeSchema()
{
    return alone(
        [this] { return SqlConnection::upgradeSchema().and_then([this] { return makeMissingIndexes(); }); });
}

// Part of their tables there, which stand already.
Result<void> MysqlConnection::makeMissingIndexes()
{
    return reading({}, [&](SqlLink &any) -> Result<void> {
        const auto missing = MysqlFacts(link()).missingIndexes();
        if (!missing)
            return std::unexpected(missing.error());
        for (const QString &statement : *missing) {
            if (const auto made = any.run(statement); !made)
                return made;
        }
        return {};
    });
}

Result<void> MysqlConnection::alone(const std::function<Result<void>()> &work)
{
    // Each change of a table is committed at once, so that no transaction keeps others away.
    const QString name = u"LEFT(CONCAT('axess schema ', DATABASE()), 64)"_s;
    const auto locked = reading({}, [&](SqlLink &any) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(any.deadline().remaining());
        return any.number(u"SELECT GET_LOCK(%1, %2)"_s.arg(name).arg(seconds.count()));
    });
    if (!locked)
        return std::unexpected(locked.error());
    if (locked->value_or(0) != 1)
        return std::unexpected(Error(ErrorCode::Unavailable,
                                     u"Another program changed the schema until the call's time was up."_s));
    const auto done = work();
    const auto released
        = reading({}, [&](SqlLink &any) { return any.number(u"SELECT RELEASE_LOCK(%1)"_s.arg(name)); });
    // The lock ends with the connection.
    if (!released)
        link().discard();
    return done;
}

Result<QList<Fact>> MysqlConnection::inspect()
{
    return reading({}, [&](SqlLink &) { return MysqlFacts(link()).read(); });
}

Result<QList<Fact>> MysqlConnection::vitals()
{
    return reading({}, [&](SqlLink &) { return MysqlFacts(link()).vitals(); });
}

Result<AccountRights> MysqlConnection::rights()
{
    return reading({}, [&](SqlLink &any) -> Result<AccountRights> {
        if (m_options.access == AccessMode::ReadWrite)
            return MysqlRights(link()).read();
        // What a session may that only reads says nothing of the account. Nothing that is explained is run.
        if (const auto free = any.run(u"SET SESSION TRANSACTION READ WRITE"_s); !free)
            return std::unexpected(free.error());
        const auto rights = MysqlRights(link()).read();
        if (!any.run(u"SET SESSION TRANSACTION READ ONLY"_s))
            link().discard();
        return rights;
    });
}

} // namespace Axess
