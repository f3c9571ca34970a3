// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqldialect.h"

#include <memory>

namespace Axess {

/// What an Axess store has as SQLite's application id: "AXES".
constexpr int SqliteApplicationId = 0x41584553;

std::shared_ptr<const SqlDialect> sqliteDialect();

} // namespace Axess
