// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "postgresoptions.h"
#include "sqldialect.h"

#include <memory>

namespace Axess {

/// The oldest server that the store is tested with, as PQserverVersion counts.
constexpr int PostgresOldestVersion = 140'000;

std::shared_ptr<const SqlDialect> postgresDialect(const PostgresOptions &options);

} // namespace Axess
