// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "context.h"

/// Prints a line of rates for each look at the store, until Ctrl-C; a look that fails is told and not the
/// end.
ExitCode watchMetrics(const Context &context, Axess::SessionStore &store, std::chrono::milliseconds every);
