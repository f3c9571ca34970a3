// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>
#include <axess/sessionstore.h>

namespace Axess {

/// Asks the server how it is set up and how it fares, when a minute has passed since the last look: what
/// health() and metrics then go by. A server that answers a ping but not this is slow, not wrong: what was
/// known goes on.
void lookAtVitals(SessionStore &store, const Deadline &deadline);

} // namespace Axess
