// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/cookiepolicy.h>
#include <axess/storagecalls.h>

namespace Axess {

/// What `save` does when somebody else saved first.
enum class MergePolicy : quint8 {
    Reject, ///< Conflict, and the caller decides.
    LastWrite, ///< Mine replaces theirs.
    MergeKeys, ///< Three ways by key: my changes since loading on top of theirs; the same key changed twice:
               ///< mine.
};

/// What happens when a session is shown by a client that looks different from the one it was bound to.
///
/// A mismatch is an event, once a minute for a session. The session is bound anew at sign-in and step-up.
enum class FingerprintPolicy : quint8 {
    Off, ///< Nothing is bound, nothing compared.
    Warn, ///< The event alone.
    Require, ///< The request is a guest's. Session and cookie stay: the user may come back to the old
             ///< network.
};

/// How long sessions live, how they are saved, bound and limited. Plain values; presets for the usual cases.
struct AXESS_EXPORT SessionPolicy
{
    std::chrono::milliseconds idleTimeout {std::chrono::minutes(30)};
    std::chrono::milliseconds absoluteTimeout {std::chrono::hours(12)};
    MergePolicy merge = MergePolicy::MergeKeys;
    FingerprintPolicy fingerprint = FingerprintPolicy::Warn;
    int sessionsPerUser = 0; ///< 0 = no limit.
    LimitPolicy limit = LimitPolicy::EndOldest;
    CookiePolicy cookie {};

    static SessionPolicy standard(); ///< 30 minutes / 12 hours.
    static SessionPolicy highValue(); ///< 5 minutes / 4 hours.
    static SessionPolicy rememberMe(); ///< 14 days / 30 days, with Max-Age.
    // NIST SP 800-63B-4 §7.1, reauthentication.
    static SessionPolicy aal1(); ///< 30 days, no shorter idle time.
    static SessionPolicy aal2(); ///< 30 minutes / 12 hours.
    static SessionPolicy aal3(); ///< 15 minutes / 12 hours.

    /// How far the stored idle deadline may lag before a touch is written: 5 % of the idle time, at most 5
    /// minutes.
    std::chrono::milliseconds touchLag() const;
    /// InvalidArgument for a policy that cannot work: no time at all, a negative limit, a cookie that
    /// browsers refuse.
    Result<void> check() const;

    bool operator==(const SessionPolicy &) const = default;
};

} // namespace Axess
