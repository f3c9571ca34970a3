// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"

#include <QtCore/qtimer.h>

namespace Axess {

/// Asks the store every few seconds whether it answers, and says when that changes.
class HealthWatch : public QObject
{
    Q_OBJECT

public:
    explicit HealthWatch(Console &console, QObject *parent = nullptr);

    void askNow();
    bool isDown() const { return m_last.health == Health::Down; }
    const StoreHealth &last() const { return m_last; }
    qint64 answeredAt() const { return m_answeredAt; } ///< UTC milliseconds; 0 = not yet.

Q_SIGNALS:
    void asked(); ///< `last()` is new.
    void wentDown();
    void cameBack();

private:
    void take(const StoreHealth &health);

    Console &m_console;
    QTimer m_timer;
    StoreHealth m_last;
    qint64 m_answeredAt = 0;
    bool m_asking = false;
};

} // namespace Axess
