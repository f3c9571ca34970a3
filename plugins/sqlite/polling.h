// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>

namespace Axess {

/// Pauses between looks at something that another program holds, spread so that waiting programs do not keep
/// step.
class Polling
{
public:
    /// Pauses of half to one and a half of `middle`.
    explicit Polling(std::chrono::microseconds middle);

    /// Never beyond the deadline.
    void wait(const Deadline &deadline);

private:
    std::chrono::microseconds m_middle;
    quint32 m_state; ///< Spreads, and needs no secrecy: not drawn from a RandomSource.
};

} // namespace Axess
