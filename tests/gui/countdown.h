// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "manualclock.h"

#include "logouts/bulklogout.h"

#include <QtTest/qtest.h>

/// Lets so much of a countdown pass as a machine that is awake sees it: in steps, the job looking between
/// them.
inline bool passes(Axess::BulkLogOut &job, ManualClock &clock, std::chrono::seconds time)
{
    std::chrono::seconds left = time;
    bool hasLooked = false;
    const auto look = [&] {
        hasLooked = left == std::chrono::seconds(0);
        const auto step = std::min(left, std::chrono::seconds(9));
        clock.advance(step);
        left -= step;
    };
    const auto connection = QObject::connect(&job, &Axess::BulkLogOut::changed, &job, look);
    const bool passed = QTest::qWaitFor([&] { return hasLooked; }, 10'000);
    QObject::disconnect(connection);
    return passed;
}
