// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "live/livehistory.h"

namespace Axess {

/// The moment that all charts point at together; without one they show the newest.
class Crosshair : public QObject
{
    Q_OBJECT

public:
    explicit Crosshair(const LiveHistory &history, QObject *parent = nullptr);

    /// To the known moment that is closest.
    void pointAt(qint64 at);
    /// By so many moments; from nowhere it begins at the newest.
    void step(int moments);
    void clear();

    bool isOn() const { return m_at != 0; }
    qint64 at() const { return m_at; } ///< UTC milliseconds; 0 = off.
    /// What charts show: the moment that is pointed at, else the newest; null = there is none.
    const LivePoint *shown() const;

Q_SIGNALS:
    void moved();

private:
    void moveTo(qint64 at);

    const LiveHistory &m_history;
    qint64 m_at = 0;
};

} // namespace Axess
