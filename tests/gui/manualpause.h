// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/pause.h"

/// A pause that ends when the test says so.
class ManualPause final : public Axess::Pause
{
public:
    void begin() override { m_running = true; }
    void cancel() override { m_running = false; }

    bool isRunning() const { return m_running; }
    void end()
    {
        if (std::exchange(m_running, false))
            Q_EMIT over();
    }

private:
    bool m_running = false;
};
