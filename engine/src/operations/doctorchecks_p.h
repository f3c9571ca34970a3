// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

#include <axess/operations.h>

namespace Axess {

/// What the facts of a SQLite store say; empty for those of another backend.
AXESS_TEST_EXPORT QList<Finding> sqliteFindings(const QList<Fact> &facts);

} // namespace Axess
