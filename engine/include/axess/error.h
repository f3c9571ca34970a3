// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>

#include <QtCore/qstring.h>

namespace Axess {

/// Sorted by what the caller can do, not by where it happened (design of libpqxx 8: act on codes, never on
/// texts).
enum class ErrorCode {
    Unavailable, ///< The store did not answer in time. Try later; Outcome says whether a write may have
                 ///< happened.
    Conflict, ///< Somebody wrote since you loaded. Reload and merge.
    Gone, ///< The session ended while you worked.
    Superseded, ///< The session lives, under a newer token. Change no cookie.
    Corrupt, ///< What is stored was altered or damaged. It is never handed out and never written over.
    KeyMissing, ///< The key that sealed this is not in the ring, or the root key opens no slot of it.
    TooNew, ///< Written by a later version. It is kept untouched.
    Full, ///< No room: disk, memory, queue, or a limit of sessions.
    Denied, ///< The store or a policy refuses.
    ClockSkew, ///< The store's clock stepped; refused until it agrees again or an operator accepts it.
    InvalidArgument, ///< The call cannot be right; repeating it does not help.
    Unsupported, ///< This store cannot do that.
};

/// What became of a write whose call failed.
enum class Outcome {
    NotApplied, ///< Certainly not written.
    Unknown, ///< May have been written, or may still be.
};

/// How far the damage reaches that a Corrupt speaks of.
enum class Damage {
    Store, ///< The store, or a document that all sessions rest on.
    OneSession, ///< One session's row; all others are served.
};

/// The code's name as in the enum, for logs and for the command line's JSON.
AXESS_EXPORT QString errorCodeName(ErrorCode code);

/// A failure: a code for the program, an English sentence for the log.
///
/// The sentence never holds a token, a key, a password or session data. Value type; any thread.
class AXESS_EXPORT Error
{
public:
    Error(ErrorCode code, QString message, Outcome outcome = Outcome::NotApplied);

    ErrorCode code() const { return m_code; }
    const QString &message() const { return m_message; }
    Outcome outcome() const { return m_outcome; }
    Damage damage() const { return m_damage; } ///< Of a Corrupt; Store where nobody knows better.

    /// The same error, told with what was being done: "context: message".
    Error within(const QString &context) const;
    /// The same error for a write of which it is not known whether it happened.
    Error withOutcome(Outcome outcome) const;
    /// The same error, known to concern no more than one session's row.
    Error inOneSession() const;

    bool operator==(const Error &) const = default;

private:
    ErrorCode m_code;
    Outcome m_outcome;
    Damage m_damage = Damage::Store;
    QString m_message;
};

} // namespace Axess
