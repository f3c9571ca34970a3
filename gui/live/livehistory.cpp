// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/livehistory.h"

#include <algorithm>

namespace Axess {

namespace {

// A store's clock that is put right by less is waited for.
constexpr qint64 largestStepBack = 60'000;

} // namespace

LiveHistory::LiveHistory(QObject *parent, qsizetype most)
    : QObject(parent)
    , m_most(most)
{ }

void LiveHistory::hold(bool held)
{
    m_isHeld = held;
    while (!m_isHeld && !m_held.empty()) {
        const LivePoint point = m_held.front();
        m_held.pop_front();
        add(point);
    }
}

void LiveHistory::add(const LivePoint &point)
{
    if (m_isHeld) {
        m_held.push_back(point);
        if (qsizetype(m_held.size()) > m_most)
            m_held.pop_front();
        return;
    }
    if (point.known < 0) {
        addGap(point.at);
        return;
    }
    if (!isEmpty() && point.at < newest()->at - largestStepBack) {
        m_points.clear();
        Q_EMIT cleared();
    }
    if (!isEmpty() && point.at <= newest()->at)
        return;
    // The machine slept, or the window was stopped.
    if (!isEmpty() && point.at - newest()->at > LongestStep.count() && !isGap(size() - 1))
        addGap(newest()->at + 1);
    append(point);
}

void LiveHistory::addGap(qint64 at)
{
    LivePoint gap;
    gap.at = at;
    gap.known = -1;
    if (m_isHeld) {
        add(gap);
        return;
    }
    // One is enough, however long it lasts.
    if (!isEmpty() && !isGap(size() - 1) && at > newest()->at)
        append(gap);
}

void LiveHistory::append(const LivePoint &point)
{
    const bool isFull = size() >= m_most;
    if (isFull)
        m_points.pop_front();
    m_points.push_back(point);
    Q_EMIT added(isFull ? 1 : 0);
}

qsizetype LiveHistory::firstFrom(qint64 at) const
{
    const auto found = std::ranges::lower_bound(m_points, at, {}, &LivePoint::at);
    return qsizetype(found - m_points.begin());
}

std::optional<qsizetype> LiveHistory::nearest(qint64 at) const
{
    if (isEmpty())
        return std::nullopt;
    const qsizetype after = std::min(firstFrom(at), size() - 1);
    const qsizetype before = std::max<qsizetype>(0, after - 1);
    return at - this->at(before).at < this->at(after).at - at ? before : after;
}

} // namespace Axess
