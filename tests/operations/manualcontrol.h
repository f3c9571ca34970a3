// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "manualclock.h"

#include <axess/jobs.h>

#include <memory>

/// For whom a job is worked off without waiting: its pauses pass on the clock.
inline Axess::JobControl controlBy(const std::shared_ptr<ManualClock> &clock)
{
    Axess::JobControl control;
    control.worker = QStringLiteral("worker");
    control.wait = [clock](std::chrono::milliseconds time) {
        clock->advance(time);
        return true;
    };
    return control;
}
