// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "counts.h"
#include "shopclient.h"
#include "standing.h"

#include <axess/clock.h>

#include <QtCore/QTimer>

#include <random>

/// How long visitors look at a page.
struct Pace
{
    std::chrono::milliseconds shortest {300};
    std::chrono::milliseconds longest {3000};
};

/// Strolls through the shop like a person, and notices when the shop forgets it.
///
/// What is answered by 503, or not at all, is repeated: a page at once when it is time, a form after a look
/// at whether it had its effect. With several addresses of one shop each request goes to any of them.
class Visitor : public QObject
{
    Q_OBJECT

public:
    Visitor(int number, QNetworkAccessManager &network, const QList<QUrl> &shops, quint32 seed,
            const Pace &pace = {});

    void start();
    /// No further steps; `left` follows when the last answer is there.
    void leave();

    const Counts &counts() const { return m_counts; }

Q_SIGNALS:
    void left();

private:
    /// What the visitor set out for.
    struct Errand
    {
        QString path;
        std::optional<QUrlQuery> form = {}; ///< Absent = a page to look at.
        qint64 Counts::*counter = nullptr;
        std::function<void(Standing &)> effect = {}; ///< Of the form, on what the shop knows.
        bool endsCookie = false; ///< When it is done, the cookie from before opens nothing any more.
        QByteArray oldCookie = {}; ///< Shown instead of one's own.
        std::function<void()> next = {}; ///< What is done at once after it.
    };

    int below(int limit);
    void pause();
    void step();
    void browse(const QString &path);
    void addToBasket();
    void signIn();
    void confirmAndOrder();
    void order();
    void signOut();
    void showOldCookie();

    void begin(const Errand &errand);
    void ask();
    void hear(const ShopPage &page);
    void hearOfOldCookie(const ShopPage &page);
    void postpone(const ShopPage &page);
    void see(const ShopPage &page);
    void finish(bool isDone);
    Standing after() const; ///< What the shop knows if the form had its effect.

    const int m_number;
    const QList<QUrl> m_shops;
    const Pace m_pace;
    Counts m_counts;
    std::mt19937 m_random;
    ShopClient m_client;
    QTimer m_pause; ///< Before the next errand.
    QTimer m_patience; ///< Before the request is repeated.
    bool m_isLeaving = false;

    Errand m_errand;
    const Axess::SystemClock m_clock {};
    std::chrono::steady_clock::time_point m_since; ///< The errand began.
    QByteArray m_cookieBefore;
    bool m_isUnsure = false; ///< Whether the form had its effect; the next page tells.
    bool m_hasWaited = false;
    Standing m_known;
    QByteArrayList m_oldCookies;
};
