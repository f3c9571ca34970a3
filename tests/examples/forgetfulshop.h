// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "visitors/standing.h"

#include <QtCore/QHash>
#include <QtCore/QUrl>
#include <QtHttpServer/QHttpServer>

/// A shop without a store that does one thing wrong now and then: what visitors ought to notice.
class ForgetfulShop : public QObject
{
    Q_OBJECT

public:
    enum class Fault : quint8 {
        None,
        IsAway, ///< Not wrong: some forms are answered by 503, with their effect or without.
        LogsOut,
        LosesArticles,
        BringsOrdersBack,
        KeepsOldCookies,
        ClearsCookies, ///< With a 503.
        NamesNoTime, ///< Likewise.
    };

    explicit ForgetfulShop(Fault fault);

    QUrl listen(); ///< Empty = it could not.

private:
    QHttpServerResponse answer(const QHttpServerRequest &request);
    bool isTurn(int every) { return ++m_turn % every == 0; }
    QByteArray cookieAfter(const QString &path, const QByteArray &cookie);
    void apply(const QString &path, const QUrlQuery &form, Standing &standing);
    QHttpServerResponse away(bool isRude) const;

    const Fault m_fault;
    QHttpServer m_server;
    QHash<QByteArray, Standing> m_sessions; ///< By cookie.
    int m_begun = 0;
    int m_turn = 0;
};
