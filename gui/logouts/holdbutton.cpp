// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/holdbutton.h"

#include <QtGui/qpainter.h>

#include <algorithm>

namespace Axess {

using namespace std::chrono_literals;

HoldButton::HoldButton(Now now, QWidget *parent)
    : QPushButton(parent)
    , m_now(std::move(now))
{
    m_ticks.setInterval(50ms);
    connect(&m_ticks, &QTimer::timeout, this, &HoldButton::tick);
    connect(this, &QPushButton::pressed, this, &HoldButton::begin);
    connect(this, &QPushButton::released, this, [this] {
        m_ticks.stop();
        showLeft(m_hold.count());
    });
    connect(this, &QPushButton::clicked, this, [this] {
        if (m_hold == 0ms)
            Q_EMIT held();
    });
}

void HoldButton::set(const QString &text, std::chrono::seconds hold)
{
    m_text = text;
    m_hold = hold;
    setAutoRepeat(false);
    showLeft(m_hold.count());
    setAccessibleName(hold == 0s ? text : tr("%1: hold for %2 seconds").arg(text).arg(hold.count()));
}

void HoldButton::begin()
{
    if (m_hold == 0ms)
        return;
    m_since = m_now();
    m_wasHeld = false;
    m_ticks.start();
}

void HoldButton::tick()
{
    const qint64 left = m_hold.count() - (m_now() - m_since);
    showLeft(left);
    if (left > 0 || m_wasHeld)
        return;
    m_wasHeld = true;
    m_ticks.stop();
    Q_EMIT held();
}

void HoldButton::showLeft(qint64 left)
{
    const qint64 seconds = (std::max<qint64>(0, left) + 999) / 1000;
    setText(m_hold == 0ms ? m_text : tr("%1 (hold %2 s)").arg(m_text).arg(seconds));
    update();
}

// How far the hold has come, as a line at the lower edge.
void HoldButton::paintEvent(QPaintEvent *event)
{
    QPushButton::paintEvent(event);
    if (!m_ticks.isActive())
        return;
    QPainter painter(this);
    const double share = std::clamp(double(m_now() - m_since) / double(m_hold.count()), 0.0, 1.0);
    painter.fillRect(QRectF(4, height() - 5, (width() - 8) * share, 3), Qt::white);
}

} // namespace Axess
