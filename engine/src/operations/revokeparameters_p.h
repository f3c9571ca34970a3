// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/revokesessions.h>

namespace Axess {

/// The names of the kinds, as documents and the command line have them.
inline constexpr QStringView RevokeSessionsName = u"revoke-sessions";
inline constexpr QStringView UndoRevocationName = u"undo-revocation";

/// The request of the job, without the ids.
JobRequest requestOf(const BulkRevocation &what, JobMode mode);
/// What was asked, without the ids. InvalidArgument for what cannot be right.
AXESS_TEST_EXPORT Result<BulkRevocation> revocationFrom(const JobRequest &request);
/// As it stands in each session's mark.
QString markedReason(const BulkRevocation &what);

/// What the revocation does with its set, one after the other.
enum class RevokePhase : quint8 { Choose, Act, Verify };

/// Where a revocation goes on: its checkpoint.
struct RevokePlace
{
    RevokePhase phase = RevokePhase::Choose;
    QByteArray cursor; ///< Of the list that is chosen from.
    QByteArray source; ///< The part of the given ids that is chosen from next; empty = none is left.
    qsizetype offset = 0; ///< In `source` or in `part`.
    QByteArray head; ///< The last part of the frozen set.
    QByteArray part; ///< That is acted on or verified now.
    qint64 size = 0; ///< Of the frozen set.
    qint64 handled = 0; ///< Of the set, in this phase.
    QByteArray mark; ///< Drawn before the first session ends.
    qint64 firstAt = 0; ///< When that was.
    bool isCanaryOver = false;
};

QByteArray encodePlace(const RevokePlace &place);
AXESS_TEST_EXPORT RevokePlace revokePlaceFrom(const QByteArray &checkpoint);

} // namespace Axess
