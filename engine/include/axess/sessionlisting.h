// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionquery.h>

#include <QtCore/qjsonobject.h>

namespace Axess {

// What programs write of a session, the same from the console as from `axessctl --json`. Times are UTC
// milliseconds.

AXESS_EXPORT QString lifeWord(Life life); ///< `live`, `revoked`, `expired`
AXESS_EXPORT QString levelWord(SessionLevel level); ///< `guest`, `authenticated`, `stepped-up`
AXESS_EXPORT QString
verificationWord(Verification verification); ///< `verified`, `not-verified`, `not-sealed`

/// The clear columns; never data, a token or a key.
AXESS_EXPORT QJsonObject toJson(const ListedSession &session);

} // namespace Axess
