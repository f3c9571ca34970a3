// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyerrors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess::ValkeyErrors {

namespace {

constexpr qsizetype LongestQuote = 160; // Of what the server said.

struct Meaning
{
    const char *word;
    ErrorCode code;
    const char *sentence;
};

constexpr Meaning Meanings[] = {
    {"OOM", ErrorCode::Full,
     "The Valkey server's memory is full (maxmemory is reached and nothing may be evicted); raise maxmemory "
     "or "
     "sweep."},
    {"READONLY", ErrorCode::Unavailable,
     "The Valkey server is a replica and takes no writes; it was demoted, or the URL names a replica."},
    {"LOADING", ErrorCode::Unavailable, "The Valkey server is still loading its data after a start."},
    {"CLUSTERDOWN", ErrorCode::Unavailable,
     "The Valkey cluster does not serve all slots; a primary is down and not replaced yet."},
    {"TRYAGAIN", ErrorCode::Unavailable, "The Valkey cluster is moving the slot of these keys."},
    {"MOVED", ErrorCode::Unavailable,
     "The Valkey server belongs to a cluster and sent this call elsewhere; write valkey+cluster: in the "
     "URL."},
    {"ASK", ErrorCode::Unavailable, "The Valkey cluster is moving the slot of this key."},
    {"CROSSSLOT", ErrorCode::Unsupported, "The Valkey cluster refused keys of several slots in one call."},
    {"MISCONF Errors writing to the AOF file: No space", ErrorCode::Full,
     "The Valkey server's disk is full."},
    {"MISCONF", ErrorCode::Unavailable,
     "The Valkey server refuses writes because it cannot save to its disk; look at its log and its disk."},
    {"NOREPLICAS", ErrorCode::Unavailable,
     "The Valkey server refuses writes because too few replicas are connected (min-replicas-to-write)."},
    {"MASTERDOWN", ErrorCode::Unavailable, "The Valkey replica has lost its primary."},
    {"BUSY", ErrorCode::Unavailable, "The Valkey server is busy with a script that does not end."},
    {"NOAUTH", ErrorCode::Denied, "The Valkey server wants a password; put one into the URL."},
    {"WRONGPASS", ErrorCode::Denied, "The Valkey server refuses this user and password."},
    {"NOPERM", ErrorCode::Denied,
     "The Valkey user lacks a right that Axess needs (ACL: commands and ~axess:*)."},
    // The same within a script: of Valkey, and of Redis 7.0.
    {"ERR ACL failure in script", ErrorCode::Denied,
     "The Valkey user lacks a right that Axess needs (ACL: commands and ~axess:*)."},
    {"ERR The user executing the script", ErrorCode::Denied,
     "The Valkey user lacks a right that Axess needs (ACL: commands and ~axess:*)."},
    {"WRONGTYPE", ErrorCode::Corrupt,
     "A key of the store holds something else; another program uses the same prefix."},
    {"DAMAGED", ErrorCode::Corrupt, "A session is not as this program writes it."},
    {"TOONEW", ErrorCode::TooNew, "A session was written by a later version of Axess."},
    {"NOSCRIPT", ErrorCode::Unavailable, "The Valkey server forgets scripts as soon as they are loaded."},
    {"NOPROTO", ErrorCode::Unsupported, "The Valkey server does not speak this protocol."},
    {"ERR max number of clients", ErrorCode::Unavailable,
     "The Valkey server has as many clients as maxclients allows."},
    {"ERR Protocol error: invalid bulk length", ErrorCode::InvalidArgument,
     "A value is larger than the Valkey server takes (proto-max-bulk-len)."},
    {"ERR string exceeds maximum allowed size", ErrorCode::InvalidArgument,
     "A value is larger than the Valkey server takes (proto-max-bulk-len)."},
    {"ERR DB index is out of range", ErrorCode::InvalidArgument,
     "The Valkey server has no database of this number; see its setting databases."},
    {"ERR unknown command", ErrorCode::Unsupported,
     "The Valkey server lacks a command that Axess needs; it is too old, or the command was renamed."},
    {"ERR AUTH", ErrorCode::Denied,
     "The Valkey server has no password set but the URL names one; leave it out of the URL."},
};

} // namespace

bool is(QByteArrayView reply, QByteArrayView word)
{
    return reply.startsWith(word);
}

Error ofReply(QByteArrayView reply)
{
    const QString text = QString::fromUtf8(reply.first(std::min<qsizetype>(reply.size(), LongestQuote)));
    for (const Meaning &meaning : Meanings) {
        if (!is(reply, meaning.word))
            continue;
        const Error error(meaning.code, u"%1 (%2)"_s.arg(QLatin1StringView(meaning.sentence), text));
        return is(reply, "DAMAGED") ? error.inOneSession() : error;
    }
    return Error(ErrorCode::Unavailable, u"The Valkey server refused a call: %1"_s.arg(text));
}

bool endsLink(QByteArrayView reply)
{
    return is(reply, "READONLY") || is(reply, "MASTERDOWN") || is(reply, "ERR Protocol error");
}

Error timeUp()
{
    return Error(ErrorCode::Unavailable, u"The Valkey server did not answer in time."_s, Outcome::Unknown);
}

Error interrupted()
{
    return Error(ErrorCode::Unavailable, u"The call was ended before it was done."_s, Outcome::Unknown);
}

Error closed()
{
    return Error(ErrorCode::Unavailable, u"The Valkey server closed the connection."_s, Outcome::Unknown);
}

Error notValkey()
{
    return Error(
        ErrorCode::Unavailable,
        u"What answers there is not a Valkey server, or it wants TLS (valkeys:) or none (valkey:)."_s,
        Outcome::Unknown);
}

Error damaged()
{
    return Error(ErrorCode::Corrupt,
                 u"The store holds a damaged entry; another program may use its prefix."_s);
}

} // namespace Axess::ValkeyErrors
