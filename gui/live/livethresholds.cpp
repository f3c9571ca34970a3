// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/livethresholds.h"

#include <QtCore/qsettings.h>

#include <cmath>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr auto none = "none"_L1;

QString keyOf(const LiveChartKind &kind)
{
    return u"live/thresholds/"_s + QLatin1StringView(kind.id);
}

} // namespace

LiveThresholds::LiveThresholds(QObject *parent)
    : QObject(parent)
{ }

std::optional<double> LiveThresholds::of(const LiveChartKind &kind) const
{
    // A file that people may write: what is no number is as if it were not there.
    const QString stored = QSettings().value(keyOf(kind)).toString();
    if (stored == none)
        return std::nullopt;
    bool isNumber = false;
    const double threshold = stored.toDouble(&isNumber);
    return isNumber && std::isfinite(threshold) && threshold >= 0 ? threshold : kind.threshold;
}

void LiveThresholds::set(const LiveChartKind &kind, const std::optional<double> &threshold)
{
    if (threshold == of(kind))
        return;
    QSettings settings;
    if (threshold == kind.threshold)
        settings.remove(keyOf(kind));
    else
        settings.setValue(keyOf(kind), threshold ? QString::number(*threshold, 'g', 12) : QString(none));
    Q_EMIT changed();
}

} // namespace Axess
