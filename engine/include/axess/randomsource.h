// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>
#include <axess/result.h>

#include <array>
#include <cstddef>
#include <span>

namespace Axess {

/// The only source of randomness. Passed in everywhere.
///
/// A source that fails says so (Unavailable); nothing falls back to weaker randomness. Implementations are
/// thread-safe.
class AXESS_EXPORT RandomSource
{
public:
    virtual ~RandomSource();

    /// Fills every byte, or fails and leaves the content unspecified.
    virtual Result<void> fill(std::span<std::byte> bytes) = 0;

    template<std::size_t N> Result<std::array<std::byte, N>> bytes()
    {
        std::array<std::byte, N> result {};
        return fill(result).transform([&] { return result; });
    }
};

/// The kernel's generator, by getrandom(2).
class AXESS_EXPORT SystemRandom final : public RandomSource
{
public:
    Result<void> fill(std::span<std::byte> bytes) override;
};

} // namespace Axess
