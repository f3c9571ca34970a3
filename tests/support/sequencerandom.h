// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/randomsource.h>

#include <mutex>
#include <random>

/// A repeatable source: the same seed gives the same bytes. It fails on request. Thread-safe.
class SequenceRandom final : public Axess::RandomSource
{
public:
    explicit SequenceRandom(quint64 seed = 1)
        : m_engine(seed)
    { }

    Axess::Result<void> fill(std::span<std::byte> bytes) override
    {
        const std::scoped_lock lock(m_mutex);
        if (m_callsUntilFailure == 0)
            return std::unexpected(
                Axess::Error(Axess::ErrorCode::Unavailable, QStringLiteral("No randomness")));
        if (m_callsUntilFailure > 0)
            --m_callsUntilFailure;
        for (std::byte &byte : bytes)
            byte = std::byte(m_engine() & 0xff);
        return {};
    }

    /// The next `calls` calls succeed, all later ones fail.
    void failAfter(int calls)
    {
        const std::scoped_lock lock(m_mutex);
        m_callsUntilFailure = calls;
    }

    void recover() { failAfter(-1); }

private:
    std::mutex m_mutex;
    std::mt19937_64 m_engine;
    int m_callsUntilFailure = -1;
};
