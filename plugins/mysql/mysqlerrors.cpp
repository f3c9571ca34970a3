// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlerrors.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <span>

using namespace Qt::StringLiterals;

namespace Axess::MysqlErrors {

namespace {

struct Meaning
{
    int code;
    ErrorCode means;
    const char *sentence;
};

// By the codes of server (1000 and up) and client library (2000 and up); those of MySQL and MariaDB differ
// from 1900 and 3000 on.
constexpr Meaning Meanings[] = {
    {TooLarge, ErrorCode::InvalidArgument,
     "A row is larger than the server takes at once; raise max_allowed_packet."},
    {Ended, ErrorCode::Unavailable, "The call was ended before it was done."},

    {1044, ErrorCode::Denied, "The user lacks rights on this database; GRANT them."},
    {1045, ErrorCode::Denied, "The server knows no such user, or the password is wrong."},
    {1698, ErrorCode::Denied, "The server lets this user in by another way than a password."},
    {1130, ErrorCode::Denied, "The server takes no connections from this machine."},
    {1129, ErrorCode::Denied,
     "The server blocks this machine after too many failures; FLUSH HOSTS ends that."},
    {1142, ErrorCode::Denied,
     "The user lacks a right on one of the store's tables; GRANT it on the store's database."},
    {1143, ErrorCode::Denied, "The user lacks a right on a column of the store's tables."},
    {1227, ErrorCode::Denied, "The user lacks a right that this needs."},
    {1820, ErrorCode::Denied, "The user's password has expired."},
    {1862, ErrorCode::Denied, "The user's password has expired."},
    {3118, ErrorCode::Denied, "The user is locked."},
    {4151, ErrorCode::Denied, "The user is locked."},
    {3159, ErrorCode::Denied, "The server takes encrypted connections only; see the option sslmode."},
    {2026, ErrorCode::Denied,
     "The connection could not be encrypted, or the server did not prove who it is."},
    {2059, ErrorCode::Denied, "The client library lacks the way in which this user signs in."},
    {2061, ErrorCode::Denied, "The user could not be signed in over this connection."},

    {1792, ErrorCode::Denied, "The store was opened for reading only."},
    {1036, ErrorCode::Denied, "A table can only be read."},

    {1114, ErrorCode::Full, "There is no room for the database: a disk, a quota or a table space is full."},
    {1021, ErrorCode::Full, "The server's disk is full."},
    {3675, ErrorCode::Full, "The server's disk is full."},
    {1026, ErrorCode::Full, "The server could not write to its disk."},
    {1037, ErrorCode::Full, "The server is out of memory."},
    {1038, ErrorCode::Full, "The server is out of memory."},
    {1041, ErrorCode::Full, "The server is out of memory."},

    {1049, ErrorCode::InvalidArgument,
     "The server has no such database; create it, or correct the store's URL."},
    {1153, ErrorCode::InvalidArgument,
     "A row is larger than the server takes at once; raise max_allowed_packet."},
    {2020, ErrorCode::InvalidArgument, "A row is larger than this program takes at once."},
    {1406, ErrorCode::InvalidArgument, "A value is larger than its column."},
    {1366, ErrorCode::InvalidArgument, "A value does not fit its column."},
    {UnknownColumn, ErrorCode::InvalidArgument,
     "The tables in this database are not those of an Axess store."},
    {1665, ErrorCode::Unsupported, "The server's binlog_format is STATEMENT; set it to ROW or MIXED."},

    // Nobody's right is lacking: another server writes, or this one will again.
    {1290, ErrorCode::Unavailable, "The server only reads: it is a replica, or read_only is set."},
    {1836, ErrorCode::Unavailable, "The server only reads."},

    {1712, ErrorCode::Corrupt, "An index of the database is damaged."},
    {1194, ErrorCode::Corrupt, "A table of the database is damaged."},
    {1034, ErrorCode::Corrupt, "A table of the database is damaged."},
    {1033, ErrorCode::Corrupt, "A table of the database is damaged."},

    {NoSuchTable, ErrorCode::Unavailable,
     "The store lacks its tables, or they were altered; initialise the store."},
    {1020, ErrorCode::Unavailable, "Another transaction changed the row meanwhile; nothing was kept."},
    {LockWaitTimeout, ErrorCode::Unavailable,
     "Another transaction held the row for too long; nothing was kept."},
    {1213, ErrorCode::Unavailable, "Two transactions waited for each other; nothing was kept."},
    {DuplicateKey, ErrorCode::Unavailable, "Another transaction was first; nothing was kept."},
    {1040, ErrorCode::Unavailable,
     "The server has no connection left: max_connections must hold the pools of all programs."},
    {1203, ErrorCode::Unavailable, "The user has no connection left; raise max_user_connections."},
    {1226, ErrorCode::Unavailable, "The user has used up what the server allows it."},
    {1053, ErrorCode::Unavailable, "The server shuts down."},
    {1317, ErrorCode::Unavailable, "The server ended the statement before it was done."},
    {1969, ErrorCode::Unavailable, "The server ended the statement: max_statement_time is up."},
    {3024, ErrorCode::Unavailable, "The server ended the statement: max_execution_time is up."},
    {1927, ErrorCode::Unavailable, "Somebody ended the connection on the server."},
    {2002, ErrorCode::Unavailable, "Nobody takes connections there."},
    {2003, ErrorCode::Unavailable, "Nobody takes connections there."},
    {2005, ErrorCode::Unavailable, "The host's name is unknown."},
    {2006, ErrorCode::Unavailable, "The server closed the connection."},
    {2012, ErrorCode::Unavailable, "What answers there does not speak MySQL's protocol."},
    {2013, ErrorCode::Unavailable, "The connection was lost."},
    {2014, ErrorCode::Unavailable, "The connection is out of step."},
    {2027, ErrorCode::Unavailable, "What answers there does not speak MySQL's protocol."},
    {4031, ErrorCode::Unavailable, "The server closed the connection: it was idle for wait_timeout."},
};

const Meaning &meaningOf(int code)
{
    static constexpr Meaning Unexpected {0, ErrorCode::Unavailable, "The server failed unexpectedly."};
    const auto *known = std::ranges::find(Meanings, code, &Meaning::code);
    return known == std::end(Meanings) ? Unexpected : *known;
}

bool isOneOf(int code, std::initializer_list<int> codes)
{
    return std::ranges::find(codes, code) != codes.end();
}

// Nobody says what became of the last command.
bool isLost(int code)
{
    return isOneOf(code, {1053, 1152, 1153, 1156, 1157, 1158, 1159, 1160, 1161, 1317,
                          1927, 2002, 2006, 2012, 2013, 2014, 2020, 2027, 2055, 4031});
}

// An encrypted connection that was cut has the code of a certificate that is refused; only the text tells
// them apart: the system's errno at its end, or OpenSSL's word for an end that nobody announced.
bool isCut(const SqlFailure &failure)
{
    static const QRegularExpression system(u"\\(\\d+\\)$|unexpected eof"_s);
    return codeOf(failure) == 2026 && system.match(failure.text).hasMatch();
}

} // namespace

int codeOf(const SqlFailure &failure)
{
    return failure.code.toInt();
}

Error error(const SqlFailure &failure, SqlStage stage)
{
    const int code = codeOf(failure);
    static constexpr Meaning Cut {2026, ErrorCode::Unavailable, "The encrypted connection was lost."};
    const Meaning &meaning = isCut(failure) ? Cut : meaningOf(code);
    // ER_ERROR_DURING_COMMIT: the storage engine failed half-way.
    const bool isUnknown = stage == SqlStage::Commit && (isLost(code) || isCut(failure) || code == 1180);
    const QString sentence = QString::fromLatin1(meaning.sentence);
    return Error(meaning.means,
                 code < 0 ? sentence : u"%1 (MySQL %2: %3)"_s.arg(sentence, failure.code, failure.text),
                 isUnknown ? Outcome::Unknown : Outcome::NotApplied);
}

bool endsLink(const SqlFailure &failure)
{
    const int code = codeOf(failure);
    // A server that became a replica will not write again: the next connection may find the new primary.
    return isLost(code) || isCut(failure) || isOneOf(code, {1290, 1836});
}

bool isCollision(const SqlFailure &failure)
{
    return isOneOf(codeOf(failure), {1020, DuplicateKey, LockWaitTimeout, 1213});
}

} // namespace Axess::MysqlErrors
