// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessiondata.h>

namespace Axess {

/// Three ways by name: what changed from `base` to `mine`, applied to `theirs`. The same name changed twice:
/// mine.
AXESS_TEST_EXPORT SessionData merged(const SessionData &base, const SessionData &mine,
                                     const SessionData &theirs);

} // namespace Axess
