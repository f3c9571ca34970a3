// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlconnection.h"

#include "sqlconnection_p.h"
#include "sqldocuments.h"
#include "sqlends.h"
#include "sqlevents.h"
#include "sqlfollower.h"
#include "sqllists.h"
#include "sqlschema.h"
#include "sqlsessions.h"
#include "sqlsweep.h"

using namespace Qt::StringLiterals;

namespace Axess {

SqlGateEntry::SqlGateEntry(SqlWriteGate &gate, SqlInterruptor::Call &call, const Deadline &deadline,
                           qint64 &roundTrips)
    : m_gate(gate)
    , m_call(call)
    , m_roundTrips(roundTrips)
    , m_link(gate.enter(deadline, call))
{
    if (!m_link)
        return;
    m_roundTrips -= (*m_link)->roundTrips();
    (*m_link)->beginCall(deadline);
    m_call.workOn(*m_link);
}

SqlGateEntry::~SqlGateEntry()
{
    if (!m_link)
        return;
    m_call.workOn(nullptr);
    m_roundTrips += (*m_link)->roundTrips();
    m_gate.leave();
}

Error callCameLate()
{
    return Error(ErrorCode::Unavailable, u"The call's time was up before it began."_s);
}

SqlConnection::SqlConnection(std::unique_ptr<SqlLink> link, std::shared_ptr<SqlWriteGate> gate)
    : m_link(std::move(link))
    , m_gate(std::move(gate))
{ }

SqlConnection::SqlConnection(std::unique_ptr<SqlLink> link, AccessMode access)
    : m_link(std::move(link))
    , m_writesElsewhere(false)
{
    if (access == AccessMode::ReadOnly)
        m_gate = std::make_shared<SqlShutGate>();
    else
        m_gate = std::make_shared<SqlOwnGate>(*m_link);
}

SqlConnection::~SqlConnection() = default;

Result<QList<WriteOutcome>> SqlConnection::create(std::span<const NewRow> rows, const Horizon &horizon)
{
    return writingBatch(
        rows, [&](SqlLink &link) { return SqlSessions(link, horizon).create(rows); }, horizon);
}

Result<QList<SealedRow>> SqlConnection::load(std::span<const SessionId> ids)
{
    if (ids.empty())
        return {};
    return reading(CallRules::check(ids), [&](SqlLink &link) { return SqlLists(link).load(ids); });
}

Result<QList<SealedRow>> SqlConnection::describe(std::span<const SessionId> ids)
{
    if (ids.empty())
        return {};
    return reading(CallRules::check(ids), [&](SqlLink &link) { return SqlLists(link).describe(ids); });
}

Result<QList<WriteOutcome>> SqlConnection::update(std::span<const RowUpdate> updates, const Horizon &horizon)
{
    return writingBatch(
        updates, [&](SqlLink &link) { return SqlSessions(link, horizon).update(updates); }, horizon);
}

Result<QList<WriteStatus>> SqlConnection::touch(std::span<const Touch> touches, const Horizon &horizon)
{
    return writingBatch(
        touches, [&](SqlLink &link) { return SqlSessions(link, horizon).touch(touches); }, horizon);
}

Result<QList<WriteStatus>> SqlConnection::reseal(std::span<const Reseal> reseals)
{
    return writingBatch(reseals, [&](SqlLink &link) { return SqlSessions(link, Horizon()).reseal(reseals); });
}

Result<QList<WriteStatus>> SqlConnection::revoke(std::span<const Revocation> revocations,
                                                 const Horizon &horizon)
{
    return writingBatch(
        revocations, [&](SqlLink &link) { return SqlEnds(link, horizon).revoke(revocations); }, horizon);
}

Result<QList<WriteStatus>> SqlConnection::restore(std::span<const SessionId> ids, const QByteArray &mark,
                                                  const Horizon &horizon)
{
    if (const auto rule = CallRules::checkMark(mark); !rule)
        return std::unexpected(rule.error());
    return writingBatch(
        ids, [&](SqlLink &link) { return SqlEnds(link, horizon).restore(ids, mark); }, horizon);
}

Result<QList<RemovedRow>> SqlConnection::remove(std::span<const Removal> removals)
{
    return writingBatch(removals, [&](SqlLink &link) { return SqlEnds(link, Horizon()).remove(removals); });
}

Result<QList<RemovedRow>> SqlConnection::removeExpired(const Horizon &horizon, int limit)
{
    return writing(
        CallRules::checkLimit(limit), [&](SqlLink &link) { return SqlSweep(link, horizon).run(limit); },
        horizon);
}

Result<RowPage> SqlConnection::page(const PageRequest &request)
{
    return reading(CallRules::check(request), [&](SqlLink &link) { return SqlLists(link).page(request); });
}

Result<UserSessions> SqlConnection::sessionsOf(const TenantId &tenant, const UserId &user,
                                               const QByteArray &cursor, int limit, const Horizon &horizon)
{
    const auto rules = CallRules::checkNamed(user).and_then([&] { return CallRules::checkLimit(limit); });
    return reading(rules, [&](SqlLink &link) {
        return SqlLists(link).sessionsOf(tenant, user, cursor, limit, horizon);
    });
}

Result<UserPage> SqlConnection::users(const TenantId &tenant, const QByteArray &cursor, int limit)
{
    return reading(CallRules::checkLimit(limit),
                   [&](SqlLink &link) { return SqlLists(link).users(tenant, cursor, limit); });
}

Result<TenantPage> SqlConnection::tenants(const QByteArray &cursor, int limit)
{
    return reading(CallRules::checkLimit(limit),
                   [&](SqlLink &link) { return SqlLists(link).tenants(cursor, limit); });
}

Result<QHash<quint32, qint64>> SqlConnection::countByKey()
{
    return reading({}, [](SqlLink &link) { return SqlLists(link).countByKey(); });
}

Result<std::optional<StoredDocument>> SqlConnection::document(const QString &name)
{
    return reading(CallRules::checkName(name),
                   [&](SqlLink &link) { return SqlDocuments(link).document(name); });
}

Result<quint64> SqlConnection::putDocument(const QString &name, const QByteArray &bytes,
                                           quint64 expectedRevision)
{
    return writing(CallRules::checkName(name),
                   [&](SqlLink &link) { return SqlDocuments(link).put(name, bytes, expectedRevision); });
}

Result<void> SqlConnection::removeDocument(const QString &name, quint64 expectedRevision)
{
    return writing(CallRules::checkName(name),
                   [&](SqlLink &link) { return SqlDocuments(link).remove(name, expectedRevision); });
}

Result<DocumentPage> SqlConnection::documents(const QString &prefix, const QByteArray &cursor, int limit)
{
    return reading(CallRules::checkLimit(limit),
                   [&](SqlLink &link) { return SqlDocuments(link).list(prefix, cursor, limit); });
}

Result<void> SqlConnection::appendEvents(std::span<const Event> events)
{
    return writingBatch(events, [&](SqlLink &link) { return SqlEvents(link).append(events); });
}

Result<QList<Event>> SqlConnection::events(qint64 position, int limit)
{
    return reading(CallRules::checkLimit(limit),
                   [&](SqlLink &link) { return SqlEvents(link).behind(position, limit); })
        .transform([&](SqlEvents::Behind &&behind) {
            m_isHeldBack = behind.isHeldBack;
            return std::move(behind.events);
        });
}

Result<QList<Event>> SqlConnection::eventsOf(const TenantId &tenant, const UserId &user, int limit)
{
    const auto rules = CallRules::checkNamed(user).and_then([&] { return CallRules::checkLimit(limit); });
    return reading(rules, [&](SqlLink &link) { return SqlEvents(link).ofUser(tenant, user, limit); });
}

Result<qint64> SqlConnection::trimEvents(qint64 before, qint64 upTo, int limit)
{
    return writing(CallRules::checkLimit(limit),
                   [&](SqlLink &link) { return SqlEvents(link).trim(before, upTo, limit); });
}

Result<qint64> SqlConnection::append(const QString &log, std::span<const QByteArray> entries)
{
    const auto rules = CallRules::checkName(log).and_then(
        [&] { return CallRules::checkEntries(qsizetype(entries.size())); });
    return writing(rules, [&](SqlLink &link) { return SqlDocuments(link).append(log, entries); });
}

Result<QList<LogEntry>> SqlConnection::read(const QString &log, qint64 position, int limit)
{
    const auto rules = CallRules::checkName(log).and_then([&] { return CallRules::checkLimit(limit); });
    return reading(rules, [&](SqlLink &link) { return SqlDocuments(link).read(log, position, limit); });
}

Result<quint64> SqlConnection::userGeneration(const TenantId &tenant, const UserId &user)
{
    return reading(CallRules::checkNamed(user),
                   [&](SqlLink &link) { return SqlDocuments(link).generation(tenant, user); });
}

Result<quint64> SqlConnection::raiseUser(const TenantId &tenant, const UserId &user)
{
    return writing(CallRules::checkNamed(user),
                   [&](SqlLink &link) { return SqlDocuments(link).raise(tenant, user); });
}

Result<void> SqlConnection::putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast)
{
    return writing(CallRules::checkNamed(user),
                   [&](SqlLink &link) { return SqlDocuments(link).putGeneration(tenant, user, atLeast); });
}

Result<QList<InstallStatus>> SqlConnection::install(std::span<const SealedRow> rows)
{
    return writingBatch(rows, [&](SqlLink &link) { return SqlFollower(link).install(rows); });
}

Result<void> SqlConnection::bury(std::span<const SessionId> ids, qint64 until)
{
    return writingBatch(ids, [&](SqlLink &link) { return SqlFollower(link).bury(ids, until); });
}

Result<qint64> SqlConnection::ping()
{
    return reading({}, [](SqlLink &link) {
        return link.number(link.dialect().serverTime).transform([](std::optional<qint64> time) {
            return time.value_or(0);
        });
    });
}

Result<void> SqlConnection::initSchema()
{
    return writing({}, [](SqlLink &link) { return SqlSchema(link).create(); });
}

Result<SchemaState> SqlConnection::schema()
{
    return reading({}, [](SqlLink &link) { return SqlSchema(link).state(); });
}

Result<void> SqlConnection::upgradeSchema()
{
    return writing({}, [](SqlLink &link) { return SqlSchema(link).upgrade(); });
}

} // namespace Axess
