// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "live/livecharts.h"

#include <QtCore/qobject.h>

namespace Axess {

/// Above what charts ask for attention: the person's own numbers where there are any, kept in the settings.
class LiveThresholds : public QObject
{
    Q_OBJECT

public:
    explicit LiveThresholds(QObject *parent = nullptr);

    /// Nothing = the chart never asks for attention.
    std::optional<double> of(const LiveChartKind &kind) const;
    void set(const LiveChartKind &kind, const std::optional<double> &threshold);

Q_SIGNALS:
    void changed();
};

} // namespace Axess
