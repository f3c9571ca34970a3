// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqldialect.h"

namespace Axess::PostgresErrors {

/// Sorted by the SQLSTATE; no code = the connection itself failed.
Error error(const SqlFailure &failure, SqlStage stage);
bool endsLink(const SqlFailure &failure);
bool isCollision(const SqlFailure &failure);

} // namespace Axess::PostgresErrors
