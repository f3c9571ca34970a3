// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgreserrors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess::PostgresErrors {

namespace {

struct Meaning
{
    const char *state; ///< All codes that begin so.
    ErrorCode code;
    const char *sentence;
};

// The first that fits. https://www.postgresql.org/docs/17/errcodes-appendix.html
constexpr Meaning Meanings[] = {
    {"08", ErrorCode::Unavailable, "The connection to the server was lost."},
    {"0A", ErrorCode::Unsupported, "The server does not support what the store needs."},
    {"22", ErrorCode::InvalidArgument, "The server refuses a value."},
    // Nobody's right is lacking: another server writes, or this one will again.
    {"25006", ErrorCode::Unavailable,
     "The server only reads: it is a standby, or default_transaction_read_only is on; name the primary."},
    {"25P03", ErrorCode::Unavailable, "The server ended a transaction that was idle for too long."},
    {"26", ErrorCode::Unavailable,
     "The server lost a prepared statement; behind a pooler, set pooling=transaction."},
    {"28P01", ErrorCode::Denied,
     "The server refuses the password; check user and password of the store's URL."},
    {"28", ErrorCode::Denied,
     "The server refuses this user from here; check user, pg_hba.conf and whether it demands TLS (sslmode)."},
    {"3D", ErrorCode::InvalidArgument,
     "There is no such database; create it, or name another in the store's URL."},
    {"3F", ErrorCode::InvalidArgument, "There is no such schema; create it, or give the role the right to."},
    {"40003", ErrorCode::Unavailable, "It is not known what became of the statement."},
    {"40", ErrorCode::Unavailable, "Other transactions were in the way again and again."},
    {"42501", ErrorCode::Denied,
     "The role lacks a right; GRANT it on the schema, the axess_ tables and their sequence."},
    {"42P", ErrorCode::Unavailable,
     "The store lacks its tables, or they were altered; initialise the store."},
    {"42", ErrorCode::Unavailable,
     "The store's tables are not as this program made them; do they belong to another one?"},
    {"53300", ErrorCode::Unavailable,
     "The server accepts no more connections; raise max_connections, or lower the option pool of the URLs."},
    {"53", ErrorCode::Full, "The server has no room: its disk or its memory is full."},
    {"54", ErrorCode::InvalidArgument, "A value is larger than the server takes."},
    {"55P03", ErrorCode::Unavailable, "A lock was not free within the server's lock_timeout."},
    {"57014", ErrorCode::Unavailable, "The server ended the call; is statement_timeout too short?"},
    {"57P03", ErrorCode::Unavailable, "The server is starting up or shutting down."},
    {"57P", ErrorCode::Unavailable, "The server ended the connection."},
    {"58030", ErrorCode::Unavailable, "The server's disk failed."},
    {"XX001", ErrorCode::Corrupt, "The database is damaged; restore it from a backup."},
    {"XX002", ErrorCode::Corrupt, "An index of the database is damaged; REINDEX it."},
};

Meaning meaningOf(const QString &state)
{
    if (state.isEmpty())
        return {"", ErrorCode::Unavailable, "The connection to the server was lost."};
    const auto meaning = std::ranges::find_if(
        Meanings, [&](const Meaning &entry) { return state.startsWith(QLatin1StringView(entry.state)); });
    if (meaning != std::end(Meanings))
        return *meaning;
    return {"", ErrorCode::Unavailable, "PostgreSQL failed unexpectedly."};
}

bool isLost(const QString &state)
{
    return state.isEmpty() || state.startsWith("08"_L1) || state.startsWith("57P0"_L1) || state == "25P03"_L1
        || state == "26000"_L1;
}

} // namespace

Error error(const SqlFailure &failure, SqlStage stage)
{
    const Meaning meaning = meaningOf(failure.code);
    // The server answers a COMMIT that it refuses; one without an answer may have been kept.
    const bool isUnknown = stage == SqlStage::Commit
        && (isLost(failure.code) || failure.code == "40003"_L1 || failure.code.startsWith("XX"_L1));
    const QString said = failure.text.trimmed();
    const QString code = failure.code.isEmpty() ? QString() : u" "_s + failure.code;
    return Error(meaning.code,
                 u"%1 (PostgreSQL%2: %3)"_s.arg(QString::fromUtf8(meaning.sentence), code, said),
                 isUnknown ? Outcome::Unknown : Outcome::NotApplied);
}

bool endsLink(const SqlFailure &failure)
{
    // A plan that was made for other tables stays with the session; a standby may have a primary beside it.
    return isLost(failure.code) || failure.code == "0A000"_L1 || failure.code == "25006"_L1
        || failure.code.startsWith("XX"_L1);
}

bool isCollision(const SqlFailure &failure)
{
    return failure.code == "40001"_L1 || failure.code == "40P01"_L1;
}

} // namespace Axess::PostgresErrors
