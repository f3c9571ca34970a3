// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlitelink.h"

#include "sqlitedialect.h"
#include "sqlitestatement.h"
#include "sqlschema.h"

#include <QtCore/qvariant.h>
#include <QtSql/qsqldriver.h>

#include <sqlite3.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

// Steps of SQLite's machine between two looks at the clock; some ten microseconds.
constexpr int StepsBetweenLooks = 2000;
// A log that grew beyond it is cut to it when it begins anew.
constexpr int LogBytes = 64 * 1024 * 1024;

} // namespace

SqliteLink::SqliteLink(std::shared_ptr<const SqlDialect> dialect, SqliteDriver driver)
    : SqlLink(std::move(dialect))
    , m_driver(driver)
    , m_polling(1ms)
{ }

SqliteLink::~SqliteLink()
{
    closeDatabase();
}

Result<std::unique_ptr<SqliteLink>> SqliteLink::open(std::shared_ptr<const SqlDialect> dialect,
                                                     const SqliteOptions &options, Role role,
                                                     const Deadline &deadline)
{
    std::unique_ptr<SqliteLink> link(new SqliteLink(std::move(dialect), options.driver));
    link->beginCall(deadline);
    QString driverOptions = u"QSQLITE_BUSY_TIMEOUT=1000"_s;
    if (options.access == AccessMode::ReadOnly)
        driverOptions += u";QSQLITE_OPEN_READONLY"_s;
    const auto opened = link->openDatabase(u"QSQLITE"_s,
                                           [&](QSqlDatabase &database) {
                                               database.setDatabaseName(options.path);
                                               database.setConnectOptions(driverOptions);
                                           })
                            .and_then([&] { return link->takeHandle(); })
                            .and_then([&] {
                                return role == Role::Writes ? link->prepareForWriting(options.synchronous)
                                                            : link->prepareForReading();
                            });
    if (!opened)
        return std::unexpected(opened.error().within(u"The store %1"_s.arg(options.path)));
    return link;
}

Result<void> SqliteLink::takeHandle()
{
    const QVariant handle = database().driver()->handle();
    if (handle.isValid() && qstrcmp(handle.typeName(), "sqlite3*") == 0)
        m_handle = *static_cast<sqlite3 *const *>(handle.constData());
    const auto library = pragma(u"SELECT sqlite_source_id()"_s);
    if (!library)
        return std::unexpected(library.error());
    // A handle of another library must not be touched, and nobody but its own could end a statement.
    if (!m_handle || *library != QLatin1StringView(sqlite3_sourceid())) {
        m_handle = nullptr;
        return std::unexpected(
            Error(ErrorCode::Unsupported,
                  u"Qt's driver QSQLITE uses another SQLite library than this plugin; both need "
                  "the system's."_s));
    }
    configureHandle();
    return {};
}

void SqliteLink::configureHandle()
{
    // Only who holds the store's lock makes checkpoints, so neither commits nor the last close may.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_wal_autocheckpoint(m_handle, 0);
    // A file that somebody else has written may hold more than data.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_busy_handler(m_handle, &SqliteLink::waitWhileBusy, this);
    sqlite3_progress_handler(m_handle, StepsBetweenLooks, &SqliteLink::isOver, this);
}

Result<void> SqliteLink::prepareForReading()
{
    return runAll(
        {u"PRAGMA query_only = 1"_s, u"PRAGMA temp_store = MEMORY"_s, u"PRAGMA cache_size = -8192"_s});
}

Result<void> SqliteLink::prepareForWriting(SqliteSynchronous synchronous)
{
    const auto mode = pragma(u"PRAGMA journal_mode = WAL"_s);
    if (!mode)
        return std::unexpected(mode.error());
    if (*mode != u"wal"_s)
        return std::unexpected(
            Error(ErrorCode::Unsupported,
                  u"SQLite cannot keep a write-ahead log there; is it a network's disk?"_s));
    sqlite3_wal_hook(m_handle, &SqliteLink::noteLogPages, this);
    return runAll({
        synchronous == SqliteSynchronous::Full ? u"PRAGMA synchronous = FULL"_s
                                               : u"PRAGMA synchronous = NORMAL"_s,
        u"PRAGMA temp_store = MEMORY"_s,
        u"PRAGMA cache_size = -32768"_s,
        u"PRAGMA secure_delete = FAST"_s,
        u"PRAGMA journal_size_limit = %1"_s.arg(LogBytes),
        u"CREATE TEMP TABLE axess_raised_tenant (tenant_id TEXT PRIMARY KEY, epoch INTEGER NOT NULL) WITHOUT ROWID"_s,
    });
}

Result<void> SqliteLink::runAll(const QStringList &texts)
{
    for (const QString &text : texts) {
        if (const auto done = run(text); !done)
            return done;
    }
    return {};
}

Result<QString> SqliteLink::pragma(const QString &text)
{
    QString answer;
    const auto read = query(text, {}, [&](const SqlStatement &row) -> Result<void> {
        answer = row.text(0);
        return {};
    });
    if (!read)
        return std::unexpected(read.error());
    return answer;
}

Result<void> SqliteLink::checkIsOurs()
{
    qint64 application = 0;
    qint64 objects = 0;
    // In one look: another process may make the schema between two.
    const auto read = query(u"SELECT (SELECT application_id FROM pragma_application_id),"
                            " (SELECT COUNT(*) FROM sqlite_master)"_s,
                            {}, [&](const SqlStatement &row) -> Result<void> {
                                application = row.integer(0);
                                objects = row.integer(1);
                                return {};
                            });
    if (!read)
        return std::unexpected(read.error());
    if (application == SqliteApplicationId)
        return SqlSchema(*this).checkReadable();
    if (application != 0 || objects != 0)
        return std::unexpected(Error(ErrorCode::InvalidArgument,
                                     u"The file is another program's database; it was left as it is."_s));
    return {};
}

Result<bool> SqliteLink::checkpoint(Checkpoint kind)
{
    const int mode = kind == Checkpoint::Restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
    int pages = 0;
    int written = 0;
    const int code = sqlite3_wal_checkpoint_v2(m_handle, "main", mode, &pages, &written);
    // Readers in the way are no failure: what they need stays in the log.
    if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_INTERRUPT)
        return code == SQLITE_OK && pages == written;
    const SqlFailure failure {QString::number(code), QString::fromUtf8(sqlite3_errmsg(m_handle))};
    if (dialect().endsLink(failure))
        markBroken();
    return std::unexpected(dialect().error(failure, SqlStage::Statement));
}

void SqliteLink::rollback()
{
    // SQLite rolls back by itself after some failures, and refuses to do it twice.
    if (!sqlite3_get_autocommit(m_handle))
        SqlLink::rollback();
}

void SqliteLink::interruptStatement()
{
    sqlite3_interrupt(m_handle);
}

std::expected<std::unique_ptr<SqlStatement>, SqlFailure> SqliteLink::prepare(const QString &text)
{
    if (m_driver == SqliteDriver::Plain || !m_handle)
        return SqlLink::prepare(text);
    auto statement = std::make_unique<SqliteStatement>(m_handle);
    if (const auto prepared = statement->prepare(text); !prepared)
        return std::unexpected(prepared.error());
    return statement;
}

int SqliteLink::waitWhileBusy(void *link, int)
{
    auto &self = *static_cast<SqliteLink *>(link);
    if (self.isInterrupted() || self.deadline().hasPassed())
        return 0;
    self.m_polling.wait(self.deadline());
    return 1;
}

int SqliteLink::isOver(void *link)
{
    const auto &self = *static_cast<SqliteLink *>(link);
    return self.isInterrupted() || self.deadline().hasPassed();
}

int SqliteLink::noteLogPages(void *link, sqlite3 *, const char *, int pages)
{
    static_cast<SqliteLink *>(link)->m_logPages = pages;
    return SQLITE_OK;
}

} // namespace Axess
