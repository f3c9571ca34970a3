// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "forgetfulshop.h"

#include <QtCore/QUrlQuery>
#include <QtNetwork/QTcpServer>

#include <memory>

using namespace Qt::StringLiterals;

ForgetfulShop::ForgetfulShop(Fault fault)
    : m_fault(fault)
{
    m_server.route(u"/"_s, [this](const QHttpServerRequest &request) { return answer(request); });
    m_server.route(u"/<arg>"_s,
                   [this](const QUrl &, const QHttpServerRequest &request) { return answer(request); });
}

QUrl ForgetfulShop::listen()
{
    auto tcp = std::make_unique<QTcpServer>();
    if (!tcp->listen(QHostAddress::LocalHost))
        return {};
    const QUrl url(u"http://127.0.0.1:%1/"_s.arg(tcp->serverPort()));
    if (!m_server.bind(tcp.get()))
        return {};
    tcp.release(); // NOLINT(bugprone-unused-return-value)
    return url;
}

void ForgetfulShop::apply(const QString &path, const QUrlQuery &form, Standing &standing)
{
    if (path == "/basket/add"_L1)
        ++standing.basket;
    if (path == "/sign-in"_L1)
        standing.user = form.queryItemValue(u"user"_s);
    if (path == "/order"_L1 && m_fault != Fault::BringsOrdersBack)
        standing.basket = 0;
    if (path == "/sign-out"_L1)
        standing = {};
}

// Whoever signs in, confirms or signs out goes on under another cookie.
QByteArray ForgetfulShop::cookieAfter(const QString &path, const QByteArray &cookie)
{
    const bool isKept = !cookie.isEmpty() && (path == "/basket/add"_L1 || path == "/order"_L1);
    return isKept ? cookie : "sid=" + QByteArray::number(++m_begun);
}

QHttpServerResponse ForgetfulShop::away(bool isRude) const
{
    QHttpServerResponse response(QHttpServerResponse::StatusCode::ServiceUnavailable);
    QHttpHeaders headers = response.headers();
    if (!isRude || m_fault != Fault::NamesNoTime)
        headers.append(QHttpHeaders::WellKnownHeader::RetryAfter, "1");
    if (isRude && m_fault == Fault::ClearsCookies)
        headers.append(QHttpHeaders::WellKnownHeader::SetCookie, "sid=; Max-Age=0");
    response.setHeaders(std::move(headers));
    return response;
}

QHttpServerResponse ForgetfulShop::answer(const QHttpServerRequest &request)
{
    const QString path = request.url().path();
    const bool isForm = request.method() == QHttpServerRequest::Method::Post;
    const QByteArray cookie = request.value("Cookie");
    const bool isRude = m_fault == Fault::ClearsCookies || m_fault == Fault::NamesNoTime;
    if (!isForm && isRude && isTurn(20))
        return away(true);
    Standing standing = m_sessions.value(cookie);
    if (!isForm && m_fault == Fault::LogsOut && !standing.user.isEmpty() && isTurn(10))
        standing.user.clear();
    if (!isForm && m_fault == Fault::LosesArticles && standing.basket > 0 && isTurn(10))
        --standing.basket;
    // Adding is what keeps its cookie, so that a lost answer costs nobody the session.
    const bool isAway
        = m_fault == Fault::IsAway && path == "/basket/add"_L1 && !cookie.isEmpty() && isTurn(5);
    if (isAway && isTurn(2))
        return away(false);
    QByteArray kept = cookie;
    if (isForm) {
        apply(path, QUrlQuery(QString::fromUtf8(request.body())), standing);
        kept = cookieAfter(path, cookie);
        if (kept != cookie && m_fault != Fault::KeepsOldCookies)
            m_sessions.remove(cookie);
        m_sessions.insert(kept, standing);
    }
    if (isAway)
        return away(false);
    QHttpServerResponse response(
        "text/html",
        u"<body data-user=\"%1\" data-basket=\"%2\">"_s.arg(standing.user).arg(standing.basket).toUtf8());
    QHttpHeaders headers = response.headers();
    if (kept != cookie)
        headers.append(QHttpHeaders::WellKnownHeader::SetCookie, kept);
    response.setHeaders(std::move(headers));
    return response;
}
