// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionrow.h>

#include <random>

/// Plausible visitors: the same seed makes the same ones.
class DemoVisitors
{
public:
    DemoVisitors(quint32 seed, qint64 now); ///< UTC milliseconds: the visits lie before it.

    Axess::Result<Axess::SessionRow> next();

private:
    int pick(int count); ///< 0 to count - 1.
    Axess::ClientInfo client();
    Axess::SessionData basket();

    std::mt19937 m_engine;
    qint64 m_now;
};
