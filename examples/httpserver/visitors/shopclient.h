// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/QUrl>
#include <QtCore/QUrlQuery>
#include <QtNetwork/QNetworkAccessManager>

#include <functional>
#include <optional>

/// A page of the shop, as far as a visitor reads it.
struct ShopPage
{
    int status = 0; ///< 0 = no answer.
    QString user; ///< Who is signed in, by what the page shows.
    int basket = 0;
    QByteArray setCookie; ///< Of the last answer; empty = none.
    QByteArray retryAfter;
    QString html;
};

/// One browser: keeps the shop's cookie, follows redirects and sends the forms' token along.
class ShopClient : public QObject
{
    Q_OBJECT

public:
    using Then = std::function<void(const ShopPage &)>;

    ShopClient(QNetworkAccessManager &network, const QUrl &shop, const QString &userAgent,
               const QString &address);

    void visit(const QString &path, const Then &then);
    void submit(const QString &path, QUrlQuery form, const Then &then);
    /// As a browser with another cookie, which keeps nothing of the answer.
    void visitWith(const QByteArray &cookie, const QString &path, const Then &then);

    /// Where the next requests go: one cookie serves all addresses of a shop.
    void setShop(const QUrl &shop) { m_shop = shop; }
    const QByteArray &cookie() const { return m_cookie; } ///< As a Cookie header.
    void setCookie(const QByteArray &cookie) { m_cookie = cookie; }

private:
    QNetworkRequest request(const QString &path) const;
    void follow(QNetworkReply *reply, const Then &then);
    void keepCookie(const QByteArray &setCookie);
    static ShopPage read(QNetworkReply *reply);

    QNetworkAccessManager &m_network;
    QUrl m_shop;
    const QString m_userAgent;
    const QString m_address;
    QByteArray m_cookie;
    QString m_token;
};
