// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqllink.h"

#include "mysqldialect.h"
#include "mysqlerrors.h"
#include "mysqlprepared.h"
#include "mysqlserver.h"
#include "mysqlstatement.h"
#include "qtsqlstatement.h"
#include "sqlschema.h"

#include <QtCore/qvariant.h>
#include <QtSql/qsqldriver.h>
#include <QtSql/qsqlerror.h>

#include <poll.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace Axess {

MysqlLink::MysqlLink(std::shared_ptr<const SqlDialect> dialect, MysqlOptions options)
    : SqlLink(std::move(dialect))
    , m_options(std::move(options))
{ }

MysqlLink::~MysqlLink()
{
    m_wire.reset();
    closeDatabase();
}

Result<std::unique_ptr<MysqlLink>> MysqlLink::open(std::shared_ptr<const SqlDialect> dialect,
                                                   const MysqlOptions &options, const Deadline &deadline)
{
    std::unique_ptr<MysqlLink> link(new MysqlLink(std::move(dialect), options));
    link->beginCall(deadline);
    const auto opened = link->connect(deadline).and_then([&] { return link->setUp(); }).and_then([&] {
        return link->checkSchema();
    });
    if (!opened)
        return std::unexpected(opened.error().within(u"The store %1"_s.arg(options.place)));
    return link;
}

Result<void> MysqlLink::connect(const Deadline &deadline)
{
    bool sharesLibrary = false;
    const auto opened = openDatabase(u"QMYSQL"_s, [&](QSqlDatabase &database) {
        MysqlServer::describe(database, m_options, deadline);
        sharesLibrary = MysqlServer::sharesLibrary();
    });
    // Another library would not even understand how the server is described to it.
    if (database().isValid() && !sharesLibrary)
        return std::unexpected(Error(ErrorCode::Unsupported,
                                     u"Qt's driver QMYSQL uses another client library than this plugin; both "
                                     "need libmariadb."_s));
    // Where no certificate is checked none is refused: TLS was cut while it began, whatever the library says.
    const QSqlError error = database().lastError();
    if (!opened && m_options.tls < MysqlTls::VerifyCa && error.nativeErrorCode() == "2026"_L1
        && error.databaseText().contains("certificate"_L1))
        return std::unexpected(Error(ErrorCode::Unavailable, opened.error().message()));
    if (!opened)
        return opened;
    const QVariant handle = database().driver()->handle();
    // Qt names the type as it was declared or as it was aliased, by its version.
    if (!QByteArrayView(handle.typeName()).endsWith("mysql*")
        && !QByteArrayView(handle.typeName()).endsWith("MYSQL*"))
        return std::unexpected(Error(ErrorCode::Unsupported, u"Qt's driver QMYSQL lends no handle."_s));
    m_handle = *static_cast<MYSQL *const *>(handle.constData());
    m_socket = int(mysql_get_socket(m_handle));
    m_wire = m_options.driver == MysqlDriver::Native ? MysqlWire::native(m_handle)
                                                     : MysqlWire::plain(database());
    return MysqlServer::checkTls(m_handle, m_options);
}

Result<void> MysqlLink::setUp()
{
    QStringList texts {
        u"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"_s,
        u"SET SESSION autocommit = 1, sql_safe_updates = 0, innodb_lock_wait_timeout = %1"_s.arg(
            m_options.lockWait.count()),
        mysqlRaisedTenants(),
    };
    if (m_options.access == AccessMode::ReadOnly)
        texts.append(u"SET SESSION TRANSACTION READ ONLY"_s);
    texts.append(u"SELECT VERSION(), @@SESSION.sql_mode, @@max_allowed_packet"_s);
    const auto done = m_wire->run(texts.join(u';').toLatin1(), texts.size());
    countRoundTrip();
    if (!done || !m_wire->next())
        return judge("", done);
    m_version = QString::fromUtf8(m_wire->bytes(0));
    const QString modes = QString::fromUtf8(m_wire->bytes(1));
    m_packet = m_wire->integer(2);
    m_wire->finish();
    MysqlServer::liftTimeLimits(m_handle);
    return MysqlServer::checkVersion(m_version).and_then([&] { return MysqlServer::checkModes(modes); });
}

Result<void> MysqlLink::checkSchema()
{
    const auto read = m_wire->run("SELECT readable_from, written FROM axess_schema");
    countRoundTrip();
    if (!read && MysqlErrors::codeOf(read.error()) == MysqlErrors::NoSuchTable)
        return {};
    if (!read)
        return judge("", read);
    const bool isTooNew = m_wire->next() && m_wire->integer(0) > dialect().schemaVersion;
    m_wire->finish();
    return isTooNew ? SqlSchema(*this).checkReadable() : Result<void>();
}

bool MysqlLink::wasClosed() const
{
    pollfd state {m_socket, POLLIN, 0};
    return poll(&state, 1, 0) != 0;
}

QString MysqlLink::cipher() const
{
    return QString::fromLatin1(mysql_get_ssl_cipher(m_handle));
}

void MysqlLink::interruptStatement()
{
    shutdown(m_socket, SHUT_RDWR);
    markBroken();
}

std::expected<std::unique_ptr<SqlStatement>, SqlFailure> MysqlLink::prepare(const QString &text)
{
    return std::make_unique<MysqlStatement>(*this, text);
}

std::expected<std::unique_ptr<SqlStatement>, SqlFailure> MysqlLink::prepareQuery(const QByteArray &text)
{
    if (m_options.driver == MysqlDriver::Plain) {
        auto statement = std::make_unique<QtSqlStatement>(database());
        if (const auto prepared = statement->prepare(QString::fromLatin1(text)); !prepared)
            return std::unexpected(prepared.error());
        return statement;
    }
    auto statement = std::make_unique<MysqlPrepared>(m_handle);
    if (const auto prepared = statement->prepare(text); !prepared)
        return std::unexpected(prepared.error());
    return statement;
}

Result<void> MysqlLink::judge(const QByteArray &text, const std::expected<QList<qint64>, SqlFailure> &done)
{
    if (done)
        return {};
    return failed(QString::fromLatin1(text), done.error(), SqlStage::Statement);
}

} // namespace Axess
