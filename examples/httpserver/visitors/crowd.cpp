// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "crowd.h"

using namespace Qt::StringLiterals;

Crowd::Crowd(int size, const QList<QUrl> &shops, quint32 seed, const Pace &pace)
{
    for (int number = 0; number < size; ++number) {
        auto visitor = std::make_unique<Visitor>(number, m_network, shops, seed, pace);
        connect(visitor.get(), &Visitor::left, this, [this] {
            if (--m_present == 0)
                Q_EMIT dispersed();
        });
        m_visitors.push_back(std::move(visitor));
    }
}

void Crowd::start()
{
    m_present = int(m_visitors.size());
    for (const auto &visitor : m_visitors)
        visitor->start();
}

void Crowd::disperse()
{
    if (std::exchange(m_isDispersing, true))
        return;
    for (const auto &visitor : m_visitors)
        visitor->leave();
}

QList<Counts> Crowd::countsOfEach() const
{
    QList<Counts> counts;
    for (const auto &visitor : m_visitors)
        counts.append(visitor->counts());
    return counts;
}

Counts Crowd::counts() const
{
    Counts all;
    for (const auto &visitor : m_visitors)
        all += visitor->counts();
    return all;
}

QString Crowd::report() const
{
    return u"%1 visitors. "_s.arg(m_visitors.size()) + counts().text();
}
