// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "shopclient.h"

#include <QtCore/QTimer>

#include <random>

/// What all visitors together have seen.
struct Counts
{
    qint64 pages = 0;
    qint64 articles = 0; ///< Put into baskets.
    qint64 signIns = 0;
    qint64 confirmations = 0;
    qint64 orders = 0;
    qint64 signOuts = 0;
    qint64 unavailable = 0; ///< 503 and no answer at all.
    qint64 refused = 0; ///< Any other status than 200.
    qint64 lost = 0; ///< Pages that had forgotten user or basket.
};

/// Strolls through the shop like a person, and notices when the shop forgets it.
class Visitor : public QObject
{
    Q_OBJECT

public:
    Visitor(int number, QNetworkAccessManager &network, const QUrl &shop, Counts &counts, quint32 seed);

    void start();
    /// No further steps; `left` follows when the last answer is there.
    void leave();

Q_SIGNALS:
    void left();

private:
    int below(int limit);
    void pause();
    void step();
    void browse(const QString &path);
    void addToBasket();
    void signIn();
    void confirmAndOrder();
    void signOut();
    bool see(const ShopPage &page);

    const int m_number;
    Counts &m_counts;
    std::mt19937 m_random;
    ShopClient m_client;
    QTimer m_pause;
    bool m_isLeaving = false;
    bool m_isWaiting = false; ///< For an answer.
    bool m_isSubmitting = false; ///< The answer is that of a form.
    bool m_isSure = true; ///< What the shop should know of us is known.
    QString m_user;
    int m_basket = 0;
};
