// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/healthwatch.h"

namespace Axess {

using namespace std::chrono_literals;

HealthWatch::HealthWatch(Console &console, QObject *parent)
    : QObject(parent)
    , m_console(console)
{
    connect(&m_timer, &QTimer::timeout, this, &HealthWatch::askNow);
    m_timer.start(5s);
}

void HealthWatch::askNow()
{
    if (m_asking)
        return;
    m_asking = true;
    m_console.health().then(this, [this](const StoreHealth &health) { take(health); });
}

void HealthWatch::take(const StoreHealth &health)
{
    m_asking = false;
    const bool wasDown = isDown();
    m_last = health;
    if (!isDown())
        m_answeredAt = m_console.now();
    Q_EMIT asked();
    if (isDown() && !wasDown)
        Q_EMIT wentDown();
    else if (!isDown() && wasDown)
        Q_EMIT cameBack();
}

} // namespace Axess
