// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "doctorchecks_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// A checkpoint is due at 4 MiB; a log this long means that readers or a stopped program hold it back.
constexpr qint64 longLog = 256 * 1024 * 1024;

QString factOf(const QList<Fact> &facts, const QString &name)
{
    const auto fact = std::ranges::find(facts, name, &Fact::name);
    return fact == facts.cend() ? QString() : fact->value;
}

Finding journalFinding(const QString &mode)
{
    if (mode.compare(u"wal"_s, Qt::CaseInsensitive) == 0)
        return {u"sqlite.journal-mode"_s, Severity::Good, u"The database keeps a write-ahead log."_s, {}};
    return {u"sqlite.journal-mode"_s, Severity::Problem,
            u"The journal mode is \"%1\": readers and writers stop each other."_s.arg(mode),
            u"Put the file on a local file system; Axess turns the write-ahead log on when it opens it."_s};
}

Finding logFinding(qint64 bytes)
{
    if (bytes <= longLog)
        return {
            u"sqlite.wal-size"_s, Severity::Good, u"The write-ahead log has %1 KiB."_s.arg(bytes / 1024), {}};
    return {
        u"sqlite.wal-size"_s, Severity::Warning,
        u"The write-ahead log has grown to %1 MiB: no checkpoint gets through."_s.arg(bytes / (1024 * 1024)),
        u"Look for a program that holds a long read on the file, and end it."_s};
}

Finding modeFinding(const QString &mode)
{
    bool isOctal = false;
    const uint bits = mode.toUInt(&isOctal, 8);
    if (isOctal && (bits & 0077) == 0)
        return {u"sqlite.file-mode"_s, Severity::Good, u"Only the owner may read and write the file."_s, {}};
    return {u"sqlite.file-mode"_s, Severity::Warning,
            u"The file's mode is %1: others may read it."_s.arg(mode),
            u"chmod 600 on the file and on those beside it that end in -wal and -shm."_s};
}

Finding indexFinding(const QString &missing)
{
    if (missing.isEmpty())
        return {u"sqlite.indexes"_s, Severity::Good, u"All indexes are there."_s, {}};
    return {u"sqlite.indexes"_s, Severity::Problem, u"Indexes are missing: %1."_s.arg(missing),
            u"axessctl schema upgrade makes them."_s};
}

Finding fileSystemFinding(const QString &fileSystem)
{
    constexpr QStringView networks[] {u"nfs", u"nfs4", u"cifs", u"smb3", u"smbfs", u"9p", u"fuse.sshfs"};
    if (std::ranges::find(networks, QStringView(fileSystem)) == std::end(networks))
        return {u"sqlite.file-system"_s, Severity::Good, u"The file lies on a local file system."_s, {}};
    return {u"sqlite.file-system"_s, Severity::Problem,
            u"The file lies on a network file system (%1), where locks and the log do not hold."_s.arg(
                fileSystem),
            u"Move it to a local disk, or use a database server."_s};
}

const QString Unfinished = u"unfinished"_s;

QList<Finding> integrityFindings(const QString &integrity)
{
    if (integrity.isEmpty())
        return {};
    if (integrity == u"ok"_s)
        return {{u"sqlite.integrity"_s, Severity::Good, u"The database is whole."_s, {}}};
    if (integrity == Unfinished)
        return {{u"sqlite.integrity"_s, Severity::Hint,
                 u"The database is too large to be checked within the call's time."_s,
                 u"Check a backup of it: sqlite3 FILE \"PRAGMA quick_check\"."_s}};
    return {{u"sqlite.integrity"_s, Severity::Problem, u"The database is damaged: %1"_s.arg(integrity),
             u"Stop the application, keep a copy of the file, and restore a backup."_s}};
}

QList<Finding> rowFindings(const QString &unreadable)
{
    if (unreadable.isEmpty() || unreadable == Unfinished)
        return {};
    if (unreadable == u"0"_s)
        return {{u"sqlite.rows"_s, Severity::Good, u"All rows can be read."_s, {}}};
    return {{u"sqlite.rows"_s, Severity::Problem,
             u"%1 rows of sessions were altered so that nobody can have written them."_s.arg(unreadable),
             u"Find out who writes to the file; lists and sweeps leave these rows out."_s}};
}

} // namespace

QList<Finding> sqliteFindings(const QList<Fact> &facts)
{
    if (factOf(facts, u"backend"_s) != u"sqlite"_s)
        return {};
    QList<Finding> findings {
        journalFinding(factOf(facts, u"journalMode"_s)),
        logFinding(factOf(facts, u"logBytes"_s).toLongLong()),
        modeFinding(factOf(facts, u"fileMode"_s)),
        fileSystemFinding(factOf(facts, u"fileSystem"_s)),
        indexFinding(factOf(facts, u"missingIndexes"_s)),
    };
    findings << integrityFindings(factOf(facts, u"integrity"_s));
    findings << rowFindings(factOf(facts, u"unreadableRows"_s));
    return findings;
}

} // namespace Axess
