// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "scrape.h"

#include <QtCore/qeventloop.h>
#include <QtCore/qregularexpression.h>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>

#include <memory>

using namespace Qt::StringLiterals;

namespace {

HttpAnswer waited(QNetworkReply *sent)
{
    const std::unique_ptr<QNetworkReply> reply(sent);
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return {.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            .type = reply->rawHeader("Content-Type"),
            .retryAfter = reply->rawHeader("Retry-After"),
            .body = reply->readAll()};
}

QNetworkRequest requestFor(const QUrl &url)
{
    QNetworkRequest request(url);
    request.setTransferTimeout(30'000);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    return request;
}

} // namespace

HttpAnswer httpGet(const QUrl &url, const QMap<QByteArray, QByteArray> &headers)
{
    QNetworkAccessManager network;
    QNetworkRequest request = requestFor(url);
    for (auto header = headers.cbegin(); header != headers.cend(); ++header)
        request.setRawHeader(header.key(), header.value());
    return waited(network.get(request));
}

HttpAnswer httpPost(const QUrl &url, const QByteArray &form)
{
    QNetworkAccessManager network;
    QNetworkRequest request = requestFor(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/x-www-form-urlencoded"_s);
    return waited(network.post(request, form));
}

Scrape::Scrape(const QByteArray &text)
{
    static const QRegularExpression label(u"[{,]([a-z_]+)=\""_s);
    for (const QString &line : QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList words = line.split(u' ');
        if (line.startsWith(u"# TYPE "_s) && words.size() == 4)
            m_families.insert(words[2], words[3]);
        if (line.startsWith(u'#'))
            continue;
        const qsizetype end = line.lastIndexOf(u' ');
        m_values.insert(line.first(end), line.mid(end + 1).toDouble());
        auto labels = label.globalMatch(line);
        while (labels.hasNext())
            m_labels.insert(labels.next().captured(1));
    }
}

std::optional<double> Scrape::value(const QString &series) const
{
    const auto found = m_values.constFind(series);
    return found == m_values.cend() ? std::nullopt : std::optional(*found);
}
