// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "crowd.h"

using namespace Qt::StringLiterals;

Crowd::Crowd(int size, const QUrl &shop, quint32 seed)
{
    for (int number = 0; number < size; ++number) {
        auto visitor = std::make_unique<Visitor>(number, m_network, shop, m_counts, seed);
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

QString Crowd::report() const
{
    return u"%1 visitors saw %2 pages, put %3 articles into their baskets, signed in %4 times, confirmed %5 "
           u"times, "
           "ordered %6 times and signed out %7 times. Unavailable: %8. Refused: %9. Lost sessions: %10."_s
               .arg(m_visitors.size())
               .arg(m_counts.pages)
               .arg(m_counts.articles)
               .arg(m_counts.signIns)
               .arg(m_counts.confirmations)
               .arg(m_counts.orders)
               .arg(m_counts.signOuts)
               .arg(m_counts.unavailable)
               .arg(m_counts.refused)
               .arg(m_counts.lost);
}
