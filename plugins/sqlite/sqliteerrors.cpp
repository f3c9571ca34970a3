// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqliteerrors.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace Axess::SqliteErrors {

namespace {

int codeOf(const SqlFailure &failure)
{
    return failure.code.toInt();
}

int primary(int code)
{
    return code & 0xff;
}

struct Meaning
{
    ErrorCode code;
    QString sentence;
};

Meaning meaningOf(int code)
{
    if (code == SQLITE_READONLY_DBMOVED)
        return {ErrorCode::Unavailable, u"The database's file was moved or deleted while it was open."_s};
    switch (primary(code)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Unavailable,
                u"The database is busy: another program held it until the time was up."_s};
    case SQLITE_INTERRUPT:
        return {ErrorCode::Unavailable, u"The call was ended before it was done."_s};
    case SQLITE_FULL:
        return {ErrorCode::Full,
                u"There is no room for the database: the disk, the quota or its limit is full."_s};
    case SQLITE_NOMEM:
        return {ErrorCode::Full, u"There is not enough memory for the database."_s};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return {ErrorCode::Denied, u"The database may only be read."_s};
    case SQLITE_CORRUPT:
        return {ErrorCode::Corrupt, u"The database is damaged; restore it from a backup."_s};
    case SQLITE_NOTADB:
        return {ErrorCode::Corrupt, u"The file is not a SQLite database, or it is damaged."_s};
    case SQLITE_CANTOPEN:
        return {ErrorCode::Unavailable, u"The database or a file beside it cannot be opened."_s};
    case SQLITE_IOERR:
        return {ErrorCode::Unavailable, u"The database's disk failed."_s};
    case SQLITE_TOOBIG:
        return {ErrorCode::InvalidArgument, u"A value is larger than SQLite can store."_s};
    case SQLITE_ERROR:
        return {ErrorCode::Unavailable,
                u"The store lacks its tables, or they were altered; initialise the store."_s};
    default:
        return {ErrorCode::Unavailable, u"SQLite failed unexpectedly."_s};
    }
}

} // namespace

Error error(const SqlFailure &failure, SqlStage stage)
{
    const int code = codeOf(failure);
    const Meaning meaning = meaningOf(code);
    // A commit that the disk failed may stand in the log; one that was refused does not.
    const bool isUnknown = stage == SqlStage::Commit && primary(code) == SQLITE_IOERR;
    return Error(meaning.code, u"%1 (SQLite %2: %3)"_s.arg(meaning.sentence, failure.code, failure.text),
                 isUnknown ? Outcome::Unknown : Outcome::NotApplied);
}

bool endsLink(const SqlFailure &failure)
{
    switch (primary(codeOf(failure))) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return true;
    default:
        return codeOf(failure) == SQLITE_READONLY_DBMOVED;
    }
}

} // namespace Axess::SqliteErrors
