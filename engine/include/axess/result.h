// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/error.h>

#include <expected>

namespace Axess {

/// What a verb returns: its answer, or an Error that says what the caller can do.
template<typename T> using Result = std::expected<T, Error>;

} // namespace Axess
