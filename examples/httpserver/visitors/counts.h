// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/QString>

#include <chrono>

/// What visitors have done and seen.
struct Counts
{
    qint64 requests = 0; ///< All that were sent.
    qint64 pages = 0; ///< That were answered, redirects followed.
    qint64 errands = 0; ///< What somebody set out for and got an answer to, by one request or several.
    qint64 articles = 0; ///< Put into baskets.
    qint64 signIns = 0;
    qint64 confirmations = 0;
    qint64 orders = 0;
    qint64 signOuts = 0;
    qint64 oldCookies = 0; ///< Shown once more after they had ended.
    qint64 waits = 0; ///< 503, after which the request is repeated.
    qint64 unanswered = 0; ///< No answer at all, likewise.
    qint64 refused = 0; ///< Any other status than 200.
    std::chrono::milliseconds longestWait {0}; ///< From the first request of an errand to its answer.

    // What a shop must not do.
    qint64 loggedOut = 0; ///< Signed in, and suddenly a guest.
    qint64 articlesLost = 0; ///< Pages on which articles were missing.
    qint64 cameBack = 0; ///< Sign-outs, orders or old cookies that had ended and came back.
    qint64 rudeness = 0; ///< A 503 that changed the cookie or did not say when to come back.

    qint64 forms() const { return articles + signIns + confirmations + orders + signOuts; }
    qint64 wrongs() const { return loggedOut + articlesLost + cameBack + rudeness; }
    Counts &operator+=(const Counts &other);
    QString text() const; ///< Sentences for people.
};
