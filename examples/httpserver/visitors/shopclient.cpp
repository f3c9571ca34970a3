// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shopclient.h"

#include <QtCore/QRegularExpression>
#include <QtNetwork/QNetworkReply>

using namespace Qt::StringLiterals;

namespace {

QString found(const QString &html, const QRegularExpression &pattern)
{
    return pattern.match(html).captured(1);
}

} // namespace

ShopClient::ShopClient(QNetworkAccessManager &network, const QUrl &shop, const QString &userAgent,
                       const QString &address)
    : m_network(network)
    , m_shop(shop)
    , m_userAgent(userAgent)
    , m_address(address)
{ }

QNetworkRequest ShopClient::request(const QString &path) const
{
    QNetworkRequest request(m_shop.resolved(QUrl(path)));
    request.setHeader(QNetworkRequest::UserAgentHeader, m_userAgent);
    request.setRawHeader("Accept-Language", "en");
    request.setRawHeader("X-Forwarded-For", m_address.toUtf8());
    // Each visitor keeps a cookie of its own, and sees its redirects.
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(std::chrono::seconds(20));
    if (!m_cookie.isEmpty())
        request.setRawHeader("Cookie", m_cookie);
    return request;
}

void ShopClient::visit(const QString &path, const Then &then)
{
    follow(m_network.get(request(path)), then);
}

void ShopClient::submit(const QString &path, QUrlQuery form, const Then &then)
{
    form.addQueryItem(u"token"_s, m_token);
    QNetworkRequest posted = request(path);
    posted.setHeader(QNetworkRequest::ContentTypeHeader, u"application/x-www-form-urlencoded"_s);
    follow(m_network.post(posted, form.toString(QUrl::FullyEncoded).toUtf8()), then);
}

void ShopClient::visitWith(const QByteArray &cookie, const QString &path, const Then &then)
{
    QNetworkRequest shown = request(path);
    shown.setRawHeader("Cookie", cookie);
    QNetworkReply *reply = m_network.get(shown);
    connect(reply, &QNetworkReply::finished, this, [reply, then] {
        reply->deleteLater();
        then(read(reply));
    });
}

void ShopClient::keepCookie(const QByteArray &setCookie)
{
    if (!setCookie.isEmpty())
        m_cookie = setCookie.contains("Max-Age=0") ? QByteArray() : setCookie.split(';').first();
}

ShopPage ShopClient::read(QNetworkReply *reply)
{
    static const QRegularExpression user(u"data-user=\"([^\"]*)\""_s);
    static const QRegularExpression basket(u"data-basket=\"(\\d+)\""_s);
    const QString html = QString::fromUtf8(reply->readAll());
    return {.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            .user = found(html, user),
            .basket = found(html, basket).toInt(),
            .setCookie = reply->rawHeader("Set-Cookie"),
            .retryAfter = reply->rawHeader("Retry-After"),
            .html = html};
}

void ShopClient::follow(QNetworkReply *reply, const Then &then)
{
    connect(reply, &QNetworkReply::finished, this, [this, reply, then] {
        static const QRegularExpression token(u"name=\"token\" value=\"([^\"]*)\""_s);
        reply->deleteLater();
        const ShopPage page = read(reply);
        keepCookie(page.setCookie);
        if (page.status == 303)
            return visit(QString::fromUtf8(reply->rawHeader("Location")), then);
        if (page.html.contains(u"name=\"token\""_s))
            m_token = found(page.html, token);
        then(page);
    });
}
