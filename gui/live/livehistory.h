// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/liverates.h>

#include <QtCore/qobject.h>

#include <deque>

namespace Axess {

/// What was seen of a store, moment after moment: a ring that forgets the oldest.
///
/// A gap is a moment of which nothing is known.
class LiveHistory : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype Most = 24 * 3600 / 5; ///< A day, looked at every five seconds.
    /// Moments further apart than this have a gap between them.
    static constexpr std::chrono::milliseconds LongestStep = std::chrono::seconds(20);

    explicit LiveHistory(QObject *parent = nullptr, qsizetype most = Most);

    /// One that is not after the last is dropped; far before it (a clock was put right), all begins anew.
    void add(const LivePoint &point);
    void addGap(qint64 at);
    /// While it is held nothing changes; what comes meanwhile comes when it is let go.
    void hold(bool held);
    bool isHeld() const { return m_isHeld; }

    qsizetype size() const { return qsizetype(m_points.size()); }
    bool isEmpty() const { return m_points.empty(); }
    const LivePoint &at(qsizetype index) const { return m_points[std::size_t(index)]; }
    const LivePoint *newest() const { return m_points.empty() ? nullptr : &m_points.back(); }
    bool isGap(qsizetype index) const { return at(index).known < 0; }
    /// The first of these or later; `size()` if all are earlier.
    qsizetype firstFrom(qint64 at) const;
    /// The closest in time; nothing when there is none.
    std::optional<qsizetype> nearest(qint64 at) const;

Q_SIGNALS:
    void added(int dropped); ///< At the end, after so many were dropped at the beginning.
    void cleared();

private:
    void append(const LivePoint &point);

    qsizetype m_most;
    std::deque<LivePoint> m_points;
    std::deque<LivePoint> m_held; ///< Waiting.
    bool m_isHeld = false;
};

} // namespace Axess
