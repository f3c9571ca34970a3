// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/livecharts.h"

#include <QtCore/qlocale.h>

#include <algorithm>
#include <cmath>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr double milli = 1e-3;
constexpr double MiB = 1024.0 * 1024;

// Three digits that count.
QString rounded(double value)
{
    const int decimals = value >= 100 || value == std::floor(value) ? 0
        : value >= 10                                               ? 1
        : value >= 0.1                                              ? 2
                                                                    : 3;
    return QLocale().toString(value, 'f', decimals);
}

} // namespace

std::span<const LiveChartKind> LiveCharts::kinds()
{
    using enum LiveValue;
    static const LiveChartKind all[] {
        {.id = "sessions",
         .title = QT_TR_NOOP("Sessions"),
         .source = LiveSource::Count,
         .unit = LiveUnit::Count,
         .lines
         = {{Live, QT_TR_NOOP("Live")}, {SignedIn, QT_TR_NOOP("Signed in")}, {Guests, QT_TR_NOOP("Guests")}}},
        {.id = "created",
         .title = QT_TR_NOOP("Begun"),
         .source = LiveSource::Instances,
         .unit = LiveUnit::PerSecond,
         .lines = {{Created, QT_TR_NOOP("Begun")}}},
        {.id = "ended",
         .title = QT_TR_NOOP("Ended"),
         .source = LiveSource::Instances,
         .unit = LiveUnit::PerSecond,
         .lines = {{EndedByUser, QT_TR_NOOP("Signed out")},
                   {EndedByTime, QT_TR_NOOP("By time")},
                   {EndedByOperator, QT_TR_NOOP("Logged out")},
                   {EndedDisplaced, QT_TR_NOOP("Made room")},
                   {EndedOtherwise, QT_TR_NOOP("Otherwise")}}},
        {.id = "evictions",
         .title = QT_TR_NOOP("Evicted and vanished"),
         .source = LiveSource::ServerAndInstances,
         .unit = LiveUnit::PerSecond,
         .lines = {{Evicted, QT_TR_NOOP("Evicted")}, {Vanished, QT_TR_NOOP("Found missing")}},
         .watched = {Evicted, Vanished},
         .threshold = 0.0},
        {.id = "memory",
         .title = QT_TR_NOOP("Memory of the server"),
         .source = LiveSource::Server,
         .unit = LiveUnit::Bytes,
         .lines = {{MemoryUsed, QT_TR_NOOP("Used")}, {MemoryLimit, QT_TR_NOOP("Limit")}},
         .watched = {MemoryUsed},
         .threshold = 0.8,
         .shareOf = MemoryLimit},
        {.id = "loads",
         .title = QT_TR_NOOP("Loads"),
         .source = LiveSource::Instances,
         .unit = LiveUnit::PerSecond,
         .lines = {{LoadsHit, QT_TR_NOOP("Found")}, {LoadsMissed, QT_TR_NOOP("Not found")}}},
        {.id = "writes",
         .title = QT_TR_NOOP("Writes"),
         .source = LiveSource::Instances,
         .unit = LiveUnit::PerSecond,
         .lines = {{Saves, QT_TR_NOOP("Saved")},
                   {Touches, QT_TR_NOOP("Kept alive")},
                   {Removals, QT_TR_NOOP("Removed")}}},
        {.id = "latency",
         .title = QT_TR_NOOP("Answer time"),
         .source = LiveSource::Instances,
         .unit = LiveUnit::Seconds,
         .lines = {{LatencyP50, QT_TR_NOOP("Half within")},
                   {LatencyP95, QT_TR_NOOP("95 % within")},
                   {LatencyP99, QT_TR_NOOP("99 % within")}},
         .watched = {LatencyP95},
         .threshold = 0.25},
        {.id = "errors",
         .title = QT_TR_NOOP("Failures"),
         .source = LiveSource::Instances,
         .unit = LiveUnit::PerSecond,
         .lines = {{Failures, QT_TR_NOOP("Failed calls")},
                   {Conflicts, QT_TR_NOOP("Conflicts")},
                   {Retries, QT_TR_NOOP("Sent again")},
                   {CorruptRows, QT_TR_NOOP("Corrupt")}},
         .watched = {Failures, CorruptRows},
         .threshold = 0.0},
        {.id = "refused",
         .title = QT_TR_NOOP("Refused visitors"),
         .source = LiveSource::Instances,
         .unit = LiveUnit::PerSecond,
         .lines = {{Mismatches, QT_TR_NOOP("Another client")},
                   {CookiesRefused, QT_TR_NOOP("Wrong cookie")},
                   {WrongTenant, QT_TR_NOOP("Another tenant")}}},
        {.id = "pool",
         .title = QT_TR_NOOP("Connections"),
         .source = LiveSource::Instances,
         .unit = LiveUnit::Count,
         .lines = {{PoolBusy, QT_TR_NOOP("In use")},
                   {PoolSize, QT_TR_NOOP("Allowed")},
                   {CallsWaiting, QT_TR_NOOP("Calls waiting")}},
         .watched = {CallsWaiting},
         .threshold = 10.0},
        {.id = "backlog",
         .title = QT_TR_NOOP("Ended, not swept"),
         .source = LiveSource::Count,
         .unit = LiveUnit::Count,
         .lines = {{SweepBacklog, QT_TR_NOOP("To sweep")}},
         .watched = {SweepBacklog},
         .threshold = 50'000.0},
    };
    return all;
}

QString LiveCharts::title(const LiveChartKind &kind)
{
    return tr(kind.title);
}

QString LiveCharts::source(const LiveChartKind &kind)
{
    switch (kind.source) {
    case LiveSource::Instances:
        return tr("Told by the applications, every 5 s");
    case LiveSource::Server:
        return tr("Told by the server, every 5 s");
    case LiveSource::ServerAndInstances:
        return tr("Told by the server, and by whoever sweeps");
    case LiveSource::Count:
        return tr("Counted in the store, every minute");
    }
    return {};
}

QString LiveCharts::lineName(const LiveLine &line)
{
    return tr(line.name);
}

double LiveCharts::scale(LiveUnit unit)
{
    return unit == LiveUnit::Seconds ? milli : unit == LiveUnit::Bytes ? MiB : 1;
}

QString LiveCharts::unitName(LiveUnit unit)
{
    switch (unit) {
    case LiveUnit::Count:
        return {};
    case LiveUnit::PerSecond:
        return tr("/s", "each second");
    case LiveUnit::Seconds:
        return tr("ms");
    case LiveUnit::Bytes:
        return tr("MiB");
    }
    return {};
}

QString LiveCharts::text(LiveUnit unit, double value)
{
    if (std::isnan(value))
        return u"–"_s;
    const QString number = unit == LiveUnit::Count ? QLocale().toString(qint64(std::llround(value)))
                                                   : rounded(value / scale(unit));
    const QString name = unitName(unit);
    return name.isEmpty() ? number : tr("%1 %2", "number and unit").arg(number, name);
}

std::optional<double> LiveCharts::limit(const LiveChartKind &kind, const std::optional<double> &threshold,
                                        const LivePoint &point)
{
    if (!threshold || !kind.shareOf)
        return threshold;
    if (!point.knows(*kind.shareOf))
        return std::nullopt;
    return *threshold * point.of(*kind.shareOf);
}

std::optional<LiveLine> LiveCharts::exceeding(const LiveChartKind &kind,
                                              const std::optional<double> &threshold, const LivePoint &point)
{
    const auto most = limit(kind, threshold, point);
    if (!most)
        return std::nullopt;
    // Nothing is above a limit that is not known: a comparison with NaN is false.
    const auto line = std::ranges::find_if(kind.lines, [&](const LiveLine &each) {
        return kind.watched.contains(each.value) && point.of(each.value) > *most;
    });
    return line == kind.lines.end() ? std::nullopt : std::optional(*line);
}

} // namespace Axess
