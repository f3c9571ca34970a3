// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgreslink.h"

#include "postgresdiagnosis.h"
#include "postgresdialect.h"
#include "postgresstatement.h"
#include "sqlschema.h"

#include <QtCore/qvariant.h>
#include <QtSql/qsqldriver.h>

#include <algorithm>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

const QString ConnectionLost = u"The connection to the server was lost."_s;

QString quoted(QString value)
{
    value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    return u'\'' + value + u'\'';
}

// What Qt's driver has no words for; it makes spaces of the semicolons.
QString driverOptions(const PostgresOptions &options, const Deadline &deadline)
{
    const auto seconds = std::max(1s, std::chrono::ceil<std::chrono::seconds>(deadline.remaining()));
    QStringList parts {u"port="_s + quoted(options.ports),
                       u"connect_timeout="_s + QString::number(seconds.count())};
    for (const auto &[name, value] : options.keywords)
        parts.append(name + u'=' + quoted(value));
    return parts.join(u';');
}

std::unexpected<Error> unsupported(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Unsupported, sentence));
}

} // namespace

PostgresLink::PostgresLink(std::shared_ptr<const SqlDialect> dialect)
    : SqlLink(std::move(dialect))
{ }

PostgresLink::~PostgresLink()
{
    closeDatabase();
    if (m_socket >= 0)
        ::close(m_socket);
}

Result<std::unique_ptr<PostgresLink>> PostgresLink::open(std::shared_ptr<const SqlDialect> dialect,
                                                         const PostgresOptions &options,
                                                         const Deadline &deadline)
{
    std::unique_ptr<PostgresLink> link(new PostgresLink(std::move(dialect)));
    link->beginCall(deadline);
    const auto opened = link->openDatabase(u"QPSQL"_s, [&](QSqlDatabase &database) {
        database.setHostName(options.hosts);
        database.setDatabaseName(options.database);
        database.setUserName(options.user);
        database.setPassword(options.password);
        database.setConnectOptions(driverOptions(options, deadline));
    });
    if (!opened)
        return std::unexpected(PostgresDiagnosis(options, deadline).explain(opened.error()));
    return link->takeHandle(options)
        .and_then([&] { return link->checkServer(); })
        .and_then([&] { return SqlSchema(*link).checkReadable(); })
        .transform([&] { return std::move(link); });
}

Result<void> PostgresLink::takeHandle(const PostgresOptions &options)
{
    const QVariant handle = database().driver()->handle();
    // The type's name depends on whether Qt was told it or read it from the compiler.
    const QByteArrayView type(handle.typeName());
    if (type == "PGconn*" || type == "pg_conn*")
        m_handle = *static_cast<PGconn *const *>(handle.constData());
    // Nobody but the handle's socket ends a call in time.
    if (!m_handle)
        return unsupported(u"Qt's driver QPSQL does not lend its connection."_s);
    if (PQsocket(m_handle) < 0)
        return std::unexpected(Error(ErrorCode::Unavailable, ConnectionLost));
    // A name of our own: libpq closes its one when the connection breaks, and it may be another's by then.
    m_socket = ::fcntl(PQsocket(m_handle), F_DUPFD_CLOEXEC, 0);
    if (m_socket < 0)
        return std::unexpected(Error(ErrorCode::Full, u"The system has no more file descriptors."_s));
    if (options.driver == PostgresDriver::Plain) {
        m_script = std::make_unique<PostgresScript>(database());
        return {};
    }
    const auto preparing = options.pooling == PostgresPooling::Transaction
        ? PostgresPipeline::Preparing::Never
        : PostgresPipeline::Preparing::Once;
    m_pipeline = std::make_unique<PostgresPipeline>(m_handle, preparing);
    return {};
}

Result<void> PostgresLink::checkServer() const
{
    const int version = PQserverVersion(m_handle);
    if (version == 0)
        return std::unexpected(Error(ErrorCode::Unavailable, ConnectionLost));
    if (version < PostgresOldestVersion)
        return unsupported(u"The server is PostgreSQL %1; the store needs %2 or newer."_s.arg(
            QString::number(version / 10'000), QString::number(PostgresOldestVersion / 10'000)));
    const QString encoding = QString::fromLatin1(PQparameterStatus(m_handle, "server_encoding"));
    if (encoding != "UTF8"_L1)
        return unsupported(u"The database keeps texts as %1; the store needs one that was created with "
                           "ENCODING 'UTF8'."_s.arg(encoding));
    return {};
}

Result<void> PostgresLink::later(const QString &text, size_t count, const Bind &bind)
{
    if (text.isEmpty())
        return {};
    if (m_script) {
        addEach(text, count, bind);
        return {};
    }
    QList<qint64> ignored;
    if (const auto sent = sendEach(text, count, bind, PostgresPipeline::Answer::Ignored, ignored); !sent)
        return failed(text, sent.error(), SqlStage::Statement);
    return {};
}

std::expected<QList<qint64>, SqlFailure> PostgresLink::runEach(SqlStatement &statement, size_t count,
                                                               const Bind &bind)
{
    if (m_script) {
        addEach(static_cast<const PostgresScriptStatement &>(statement).text(), count, bind);
        // Before them stands what nobody asked for.
        return m_script->run().transform([&](const QList<qint64> &all) {
            return all.last(std::min<qsizetype>(all.size(), qsizetype(count)));
        });
    }
    QList<qint64> changed;
    const QString &text = static_cast<const PostgresStatement &>(statement).text();
    const auto sent = sendEach(text, count, bind, PostgresPipeline::Answer::Wanted, changed);
    // Also of what could not be sent, so that nothing is left waiting.
    const auto answers = m_pipeline->collect();
    if (!answers)
        return std::unexpected(answers.error());
    if (!sent)
        return std::unexpected(sent.error());
    for (const PostgresAnswer &answer : *answers)
        changed.append(QByteArrayView(PQcmdTuples(answer.get())).toLongLong());
    return changed;
}

// Who changed no row commits nothing, and begins anew.
std::expected<SqlLink::Batch, SqlLink::BatchFailure> PostgresLink::runEachAndCommit(SqlStatement &statement,
                                                                                    size_t count,
                                                                                    const Bind &bind)
{
    if (!m_pipeline || count != 1)
        return runEachAndGoOn(statement, count, bind);
    Batch batch;
    const QString &text = static_cast<const PostgresStatement &>(statement).text();
    auto sent = sendEach(text, count, bind, PostgresPipeline::Answer::Wanted, batch.changed);
    if (sent)
        sent = m_pipeline->send(dialect().commit, {}, PostgresPipeline::Answer::Wanted);
    const auto answers = m_pipeline->collect();
    if (!answers || !sent)
        return std::unexpected(BatchFailure {answers ? sent.error() : answers.error(), SqlStage::Commit});
    batch.changed.append(QByteArrayView(PQcmdTuples(answers->front().get())).toLongLong());
    batch.isCommitted = batch.changed.constFirst() > 0;
    if (batch.isCommitted)
        return batch;
    QList<qint64> ignored;
    const auto begun = sendEach(
        dialect().begin, 1, [](size_t, SqlValues &) { }, PostgresPipeline::Answer::Ignored, ignored);
    if (!begun)
        return std::unexpected(BatchFailure {begun.error(), SqlStage::Statement});
    return batch;
}

void PostgresLink::addEach(const QString &text, size_t count, const Bind &bind)
{
    SqlValues values;
    for (size_t i = 0; i < count; ++i) {
        values.clear();
        bind(i, values);
        m_script->add(text, values);
    }
}

std::expected<void, SqlFailure> PostgresLink::sendEach(const QString &text, size_t count, const Bind &bind,
                                                       PostgresPipeline::Answer answer,
                                                       QList<qint64> &changed)
{
    SqlValues values;
    for (size_t i = 0; i < count; ++i) {
        values.clear();
        bind(i, values);
        if (const auto sent = m_pipeline->send(text, values, answer); !sent)
            return sent;
        if (!m_pipeline->isFull())
            continue;
        countRoundTrip();
        const auto answers = m_pipeline->collect();
        if (!answers)
            return std::unexpected(answers.error());
        for (const PostgresAnswer &early : *answers)
            changed.append(QByteArrayView(PQcmdTuples(early.get())).toLongLong());
    }
    return {};
}

void PostgresLink::rollback()
{
    // The server rolls back what a broken connection had begun.
    if (isBroken())
        return;
    if (m_script)
        m_script->clear();
    if (m_pipeline) {
        // Behind a failure the server ignores what was sent, so that ROLLBACK needs a pipeline of its own.
        if (!m_pipeline->isIdle())
            (void)m_pipeline->collect();
    }
    if (PQtransactionStatus(m_handle) != PQTRANS_IDLE)
        SqlLink::rollback();
}

Result<void> PostgresLink::run(const QString &text)
{
    return change(text, {}).transform([](qint64) { });
}

Result<bool> PostgresLink::awaitNotice()
{
    bool isThere = false;
    for (;;) {
        if (PQconsumeInput(m_handle) == 0 || isInterrupted()) {
            markBroken();
            return std::unexpected(Error(ErrorCode::Unavailable, ConnectionLost));
        }
        while (PGnotify *notice = PQnotifies(m_handle)) {
            PQfreemem(notice);
            isThere = true;
        }
        if (isThere || deadline().hasPassed())
            return isThere;
        pollfd waited {m_socket, POLLIN, 0};
        ::poll(&waited, 1, int(deadline().remaining().count()) + 1);
    }
}

void PostgresLink::interruptStatement()
{
    ::shutdown(m_socket, SHUT_RDWR);
    markBroken();
}

std::expected<std::unique_ptr<SqlStatement>, SqlFailure> PostgresLink::prepare(const QString &text)
{
    if (m_pipeline)
        return std::make_unique<PostgresStatement>(*m_pipeline, text);
    const bool isQuery
        = text.startsWith("SELECT"_L1) || text.startsWith("WITH"_L1) || text.contains("RETURNING"_L1);
    if (!isQuery)
        return std::make_unique<PostgresScriptStatement>(*m_script, text);
    auto statement = SqlLink::prepare(text);
    if (!statement)
        return std::unexpected(statement.error());
    return std::make_unique<PostgresScriptStatement>(*m_script, text, std::move(*statement),
                                                     [this] { countRoundTrip(); });
}

} // namespace Axess
