// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// What the facts of a SQLite store say.

#include "doctorrules_p.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// A checkpoint is due at 4 MiB; a log this long means that readers or a stopped program hold it back.
constexpr qint64 longLog = 256 * 1024 * 1024;
constexpr auto Unfinished = "unfinished"_L1;

Judgement journal(const FactTable &facts)
{
    if (!facts.has("journalMode"_L1))
        return {};
    if (facts.is("journalMode"_L1, "wal"_L1))
        return Verdict::good(u"The database keeps a write-ahead log."_s);
    return Verdict::bad(u"The journal mode is \"%1\": readers and writers stop each other."_s.arg(
        facts.text("journalMode"_L1)));
}

Judgement logSize(const FactTable &facts)
{
    const auto bytes = facts.number("logBytes"_L1);
    if (!bytes)
        return {};
    if (*bytes <= longLog)
        return Verdict::good(u"The write-ahead log has %1 KiB."_s.arg(*bytes / 1024));
    return Verdict::bad(u"The write-ahead log has grown to %1 MiB: no checkpoint gets through."_s.arg(
        *bytes / (1024 * 1024)));
}

Judgement fileMode(const FactTable &facts)
{
    if (!facts.has("fileMode"_L1))
        return {};
    bool isOctal = false;
    const uint bits = facts.text("fileMode"_L1).toUInt(&isOctal, 8);
    if (isOctal && (bits & 0077) == 0)
        return Verdict::good(u"Only the owner may read and write the file."_s);
    return Verdict::bad(u"The file's mode is %1: others may read it."_s.arg(facts.text("fileMode"_L1)));
}

Judgement fileSystem(const FactTable &facts)
{
    constexpr std::array networks {"nfs"_L1,   "nfs4"_L1, "cifs"_L1,      "smb3"_L1,
                                   "smbfs"_L1, "9p"_L1,   "fuse.sshfs"_L1};
    if (!facts.has("fileSystem"_L1))
        return {};
    const QString name = facts.text("fileSystem"_L1);
    if (std::ranges::find(networks, name) == networks.end())
        return Verdict::good(u"The file lies on a local file system."_s);
    return Verdict::bad(
        u"The file lies on a network file system (%1), where locks and the log do not hold."_s.arg(name));
}

Judgement indexes(const FactTable &facts)
{
    if (!facts.has("missingIndexes"_L1))
        return {};
    const QString missing = facts.text("missingIndexes"_L1);
    return missing.isEmpty() ? Verdict::good(u"All indexes are there."_s)
                             : Verdict::bad(u"Indexes are missing: %1."_s.arg(missing));
}

Judgement unchecked(const FactTable &facts)
{
    if (!facts.is("integrity"_L1, Unfinished))
        return {};
    return Verdict::bad(u"The database is too large to be checked within the call's time."_s);
}

Judgement integrity(const FactTable &facts)
{
    const QString said = facts.text("integrity"_L1);
    if (said.isEmpty() || said == Unfinished)
        return {};
    if (said == "ok"_L1)
        return Verdict::good(u"The database is whole."_s);
    return Verdict::bad(u"The database is damaged: %1"_s.arg(said));
}

Judgement rows(const FactTable &facts)
{
    const auto unreadable = facts.number("unreadableRows"_L1);
    if (!unreadable)
        return {};
    if (*unreadable == 0)
        return Verdict::good(u"All rows can be read."_s);
    return Verdict::bad(
        u"%1 rows of sessions were altered so that nobody can have written them."_s.arg(*unreadable));
}

constexpr DoctorRule Rules[] {
    {"sqlite.journal-mode", Severity::Problem,
     "Put the file on a local file system; Axess turns the write-ahead log on when it opens it.", journal},
    {"sqlite.wal-size", Severity::Warning,
     "Look for a program that holds a long read on the file, and end it.", logSize},
    {"sqlite.file-mode", Severity::Warning,
     "chmod 600 on the file and on those beside it that end in -wal and -shm.", fileMode},
    {"sqlite.file-system", Severity::Problem, "Move it to a local disk, or use a database server.",
     fileSystem},
    {"sqlite.indexes", Severity::Problem, "axessctl schema upgrade makes them.", indexes},
    {"sqlite.unchecked", Severity::Hint, "Check a backup of it: sqlite3 FILE \"PRAGMA quick_check\".",
     unchecked},
    {"sqlite.integrity", Severity::Problem,
     "Stop the application, keep a copy of the file, and restore a backup.", integrity},
    {"sqlite.rows", Severity::Problem,
     "Find out who writes to the file; lists and sweeps leave these rows out.", rows},
};

} // namespace

std::span<const DoctorRule> sqliteRules()
{
    return Rules;
}

} // namespace Axess
