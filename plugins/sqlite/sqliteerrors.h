// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqldialect.h"

namespace Axess::SqliteErrors {

/// SQLite's result codes in the program's words.
Error error(const SqlFailure &failure, SqlStage stage);
/// Damage and failed disks: what the connection remembers of the file is of no use then.
bool endsLink(const SqlFailure &failure);

} // namespace Axess::SqliteErrors
