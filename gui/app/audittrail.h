// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionstore.h>

namespace Axess {

/// The number of the newest result of such an act since then: what was just done here, unless somebody else
/// did the same meanwhile. 0 = none, or it could not be learned.
quint64 auditEntryOf(const std::shared_ptr<SessionStore> &store, const QString &act, qint64 since);

} // namespace Axess
