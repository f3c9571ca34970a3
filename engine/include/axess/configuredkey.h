// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/configuration.h>
#include <axess/rootkey.h>

namespace Axess {

/// The root key that a configuration names; RootKey::none() where no place names one.
///
/// Nothing is read or run yet. A command is split at spaces outside double quotes, no shell is involved;
/// InvalidArgument when it names no program. Any thread.
AXESS_EXPORT Result<RootKey> configuredRootKey(const Configuration &configuration);

} // namespace Axess
