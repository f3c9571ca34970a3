// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/liverates.h>

#include <QtCore/qcoreapplication.h>

#include <span>

namespace Axess {

enum class LiveUnit : quint8 { Count, PerSecond, Seconds, Bytes };
enum class LiveSource : quint8 {
    Instances, ///< The applications' documents.
    Server, ///< What the server says of itself.
    ServerAndInstances,
    Count, ///< The store's sessions, counted now and then.
};

/// One line of a chart.
struct LiveLine
{
    LiveValue value;
    const char *name; ///< English, to be translated.
};

/// What a chart shows, and above what it asks for attention.
struct LiveChartKind
{
    const char *id; ///< In settings and object names.
    const char *title; ///< English, to be translated.
    LiveSource source; ///< Who tells it.
    LiveUnit unit;
    QList<LiveLine> lines;
    QList<LiveValue> watched = {}; ///< Lines that the threshold is for.
    std::optional<double> threshold = {}; ///< Exceeded by more than this; nothing = nothing to exceed.
    std::optional<LiveValue> shareOf = {}; ///< The threshold is a share of this value, 0 to 1.
};

/// The charts of the page, in its order.
class LiveCharts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::LiveCharts)

public:
    static std::span<const LiveChartKind> kinds();
    static QString title(const LiveChartKind &kind);
    static QString source(const LiveChartKind &kind);
    static QString lineName(const LiveLine &line);
    static QString text(LiveUnit unit, double value); ///< `12.3 /s`, `4 ms`, `96 MiB`; a dash for NaN.
    static QString unitName(LiveUnit unit); ///< Of the axis; empty for counts.
    /// What a value is divided by to be in the unit's usual measure: axes count in ms and MiB.
    static double scale(LiveUnit unit);

    /// The limit at this moment; nothing = there is none.
    static std::optional<double> limit(const LiveChartKind &kind, const std::optional<double> &threshold,
                                       const LivePoint &point);
    /// The watched line that exceeds the limit at this moment; nothing = none does.
    static std::optional<LiveLine> exceeding(const LiveChartKind &kind,
                                             const std::optional<double> &threshold, const LivePoint &point);
};

} // namespace Axess
