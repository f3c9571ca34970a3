// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqliteconnection.h"

#include "sqlconnection_p.h"

#include <QtCore/qfileinfo.h>
#include <QtCore/qstorageinfo.h>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Not for every call: a look is a system call.
constexpr std::chrono::milliseconds BetweenLooks(100);

QString fileMode(const QString &path)
{
    const QFile::Permissions permissions = QFileInfo(path).permissions();
    int mode = 0;
    for (const auto &[permission, bit] : {std::pair {QFile::ReadOwner, 0400},
                                          {QFile::WriteOwner, 0200},
                                          {QFile::ExeOwner, 0100},
                                          {QFile::ReadGroup, 0040},
                                          {QFile::WriteGroup, 0020},
                                          {QFile::ExeGroup, 0010},
                                          {QFile::ReadOther, 0004},
                                          {QFile::WriteOther, 0002},
                                          {QFile::ExeOther, 0001}})
        mode |= permissions.testFlag(permission) ? bit : 0;
    return QString::number(mode, 8).rightJustified(4, u'0');
}

// Of what the schema makes by name; empty when all of it is there.
Result<QString> missingIndexes(SqliteLink &link)
{
    QStringList missing;
    for (const QString &table : link.dialect().tables) {
        if (!table.startsWith(u"CREATE INDEX"_s))
            continue;
        const QString name = table.section(u' ', 5, 5);
        const auto count = link.number(
            u"SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND name = ?"_s, SqlValues {name});
        if (!count)
            return std::unexpected(count.error());
        if (count->value_or(0) == 0)
            missing.append(name);
    }
    return missing.join(u", "_s);
}

// Damage is what the fact "integrity" is about: no other fact fails for it.
Result<QString> readableFact(Result<QString> answer)
{
    if (!answer && answer.error().code() == ErrorCode::Corrupt)
        return QString();
    return answer;
}

// "ok", what is wrong first, or "unfinished" where half of the time left was not enough.
Result<QString> integrity(SqliteLink &link)
{
    const Deadline whole = link.deadline();
    link.beginCall(Deadline::in(whole.remaining() / 2));
    const auto answer = link.pragma(u"PRAGMA quick_check(1)"_s);
    link.beginCall(whole);
    if (answer)
        return *answer;
    if (answer.error().code() == ErrorCode::Corrupt)
        return answer.error().message();
    if (answer.error().code() == ErrorCode::Unavailable)
        return u"unfinished"_s;
    return answer;
}

// Rows that lists leave out, because nobody can have written them.
Result<QString> unreadableRows(SqliteLink &link)
{
    const Deadline whole = link.deadline();
    link.beginCall(Deadline::in(whole.remaining() / 2));
    const auto answer = link.pragma(
        u"SELECT COUNT(*) FROM axess_session WHERE LENGTH(id) <> 16 OR level NOT BETWEEN 0 AND 2"
        " OR OCTET_LENGTH(tenant_id) > 255 OR OCTET_LENGTH(user_id) > 255"_s);
    link.beginCall(whole);
    if (answer || answer.error().code() != ErrorCode::Unavailable)
        return readableFact(answer);
    return u"unfinished"_s;
}

} // namespace

SqliteConnection::SqliteConnection(std::unique_ptr<SqliteLink> link, std::shared_ptr<SqlWriteGate> gate,
                                   SqliteOptions options)
    : SqlConnection(std::move(link), std::move(gate))
    , m_options(std::move(options))
    , m_file(SqliteFile::idOf(m_options.path))
    , m_nextLook(Deadline::in(BetweenLooks))
{ }

bool SqliteConnection::attachToThread()
{
    if (m_nextLook.hasPassed()) {
        m_nextLook = Deadline::in(BetweenLooks);
        const auto file = SqliteFile::idOf(m_options.path);
        m_isReplaced = file && file != m_file;
    }
    return !m_isReplaced && SqlConnection::attachToThread();
}

Result<QList<Fact>> SqliteConnection::inspect()
{
    return reading({}, [&](SqlLink &any) -> Result<QList<Fact>> {
        auto &link = static_cast<SqliteLink &>(any);
        QList<Fact> facts {
            {u"backend"_s, u"sqlite"_s},
            {u"sqliteVersion"_s, QString::fromLatin1(sqlite3_libversion())},
            {u"file"_s, m_options.path},
            {u"fileMode"_s, fileMode(m_options.path)},
            {u"fileSystem"_s, QString::fromUtf8(QStorageInfo(m_options.path).fileSystemType())},
            {u"freeBytes"_s, QString::number(QStorageInfo(m_options.path).bytesAvailable())},
            {u"databaseBytes"_s, QString::number(QFileInfo(m_options.path).size())},
            {u"logBytes"_s, QString::number(QFileInfo(m_options.path + u"-wal"_s).size())},
            {u"synchronous"_s, m_options.synchronous == SqliteSynchronous::Full ? u"full"_s : u"normal"_s},
        };
        const std::pair<QString, QString> questions[] {
            {u"pageSize"_s, u"PRAGMA page_size"_s},
            {u"pages"_s, u"PRAGMA page_count"_s},
            {u"freePages"_s, u"PRAGMA freelist_count"_s},
            {u"sessions"_s, u"SELECT COUNT(*) FROM axess_session"_s},
            // Behind the count, because it is known once the file was read.
            {u"journalMode"_s, u"PRAGMA journal_mode"_s},
        };
        for (const auto &[name, question] : questions) {
            const auto answer = readableFact(link.pragma(question));
            if (!answer)
                return std::unexpected(answer.error());
            facts.append({name, *answer});
        }
        const std::pair<QString, Result<QString> (*)(SqliteLink &)> looks[] {
            {u"unreadableRows"_s, unreadableRows},
            {u"integrity"_s, integrity},
            {u"missingIndexes"_s, missingIndexes},
        };
        for (const auto &[name, look] : looks) {
            const auto answer = look(link);
            if (!answer)
                return std::unexpected(answer.error());
            facts.append({name, *answer});
        }
        return facts;
    });
}

// The file is one: who may write to it may write all of it. Its log is made beside it.
Result<AccountRights> SqliteConnection::rights()
{
    return reading({}, [&](SqlLink &) -> Result<AccountRights> {
        const QFileInfo file(m_options.path);
        const bool mayWrite = file.isWritable() && QFileInfo(file.absolutePath()).isWritable();
        return AccountRights {true, mayWrite, mayWrite, mayWrite, mayWrite, mayWrite};
    });
}

} // namespace Axess
