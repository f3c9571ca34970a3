// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "counts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

Counts &Counts::operator+=(const Counts &other)
{
    static constexpr qint64 Counts::*sums[] {
        &Counts::requests,   &Counts::pages,    &Counts::errands,  &Counts::articles,
        &Counts::signIns,    &Counts::orders,   &Counts::signOuts, &Counts::confirmations,
        &Counts::oldCookies, &Counts::waits,    &Counts::refused,  &Counts::unanswered,
        &Counts::loggedOut,  &Counts::cameBack, &Counts::rudeness, &Counts::articlesLost,
    };
    for (const auto sum : sums)
        this->*sum += other.*sum;
    longestWait = std::max(longestWait, other.longestWait);
    return *this;
}

QString Counts::text() const
{
    return u"%1 requests, %2 pages: put %3 articles into their baskets, signed in %4 times, confirmed %5 "
           u"times, "
           "ordered %6 times and signed out %7 times; showed %8 cookies that had ended.\n"_s.arg(requests)
               .arg(pages)
               .arg(articles)
               .arg(signIns)
               .arg(confirmations)
               .arg(orders)
               .arg(signOuts)
               .arg(oldCookies)
        + u"Asked to wait: %1. Unanswered: %2. Longest wait: %3 ms. Refused: %4.\n"_s.arg(waits)
              .arg(unanswered)
              .arg(longestWait.count())
              .arg(refused)
        + u"Logged out: %1. Articles lost: %2. Came back: %3. Rude answers: %4."_s.arg(loggedOut)
              .arg(articlesLost)
              .arg(cameBack)
              .arg(rudeness);
}
