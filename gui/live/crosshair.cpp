// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/crosshair.h"

#include <algorithm>

namespace Axess {

Crosshair::Crosshair(const LiveHistory &history, QObject *parent)
    : QObject(parent)
    , m_history(history)
{
    connect(&history, &LiveHistory::added, this, [this] {
        // The ring has forgotten what it pointed at.
        if (isOn() && m_at < m_history.at(0).at)
            moveTo(m_history.at(0).at);
    });
    connect(&history, &LiveHistory::cleared, this, &Crosshair::clear);
}

void Crosshair::pointAt(qint64 at)
{
    if (const auto index = m_history.nearest(at))
        moveTo(m_history.at(*index).at);
}

void Crosshair::step(int moments)
{
    if (m_history.isEmpty())
        return;
    const qsizetype last = m_history.size() - 1;
    const qsizetype from = isOn() ? m_history.nearest(m_at).value_or(last) : last;
    moveTo(m_history.at(std::clamp<qsizetype>(from + moments, 0, last)).at);
}

void Crosshair::clear()
{
    moveTo(0);
}

const LivePoint *Crosshair::shown() const
{
    if (!isOn())
        return m_history.newest();
    const auto index = m_history.nearest(m_at);
    return index ? &m_history.at(*index) : nullptr;
}

void Crosshair::moveTo(qint64 at)
{
    if (at == m_at)
        return;
    m_at = at;
    Q_EMIT moved();
}

} // namespace Axess
