// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"
#include "live/livecharts.h"

namespace Axess {

/// What the Live page says of where its numbers come from.
class LiveStatus
{
    Q_DECLARE_TR_FUNCTIONS(Axess::LiveStatus)

public:
    struct Line
    {
        QString text;
        Tone tone = Tone::Neutral;
    };
    /// From a look that succeeded, and the point that was made of it.
    static Line of(const LiveSample &sample, const LivePoint &point);
    /// The store did not answer the last look; `since` = the last one that it did, 0 = none.
    static Line failed(const Error &error, qint64 since, qint64 now);
    /// In place of a chart's lines; empty = there are lines. `hasRates`: some moment that is shown has them.
    static QString note(const LiveChartKind &kind, const LiveSample &sample, bool isCountCutShort,
                        bool hasRates);
};

} // namespace Axess
