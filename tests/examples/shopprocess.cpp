// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "shopprocess.h"

#include <QtCore/QEventLoop>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

bool ShopProcess::start(const QString &storeUrl, const QStringList &options)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(QStringLiteral(AXESS_SHOP),
                    QStringList {u"--store"_s, storeUrl.isEmpty() ? u"sqlite:"_s + storeFile() : storeUrl,
                                 u"--root-key-file"_s, rootKeyFile(), u"--port"_s, u"0"_s}
                        + options);
    QByteArray said;
    while (!said.contains('\n') && m_process.waitForReadyRead(20'000))
        said += m_process.readAll();
    static const QRegularExpression pattern(u"http://127.0.0.1:\\d+/"_s);
    m_url = QUrl(pattern.match(QString::fromUtf8(said)).captured());
    m_complaint = QString::fromUtf8(said) + m_process.errorString();
    return m_url.isValid() && !m_url.isEmpty();
}

std::optional<int> ShopProcess::stop()
{
    m_process.terminate();
    if (!m_process.waitForFinished(20'000) || m_process.exitStatus() != QProcess::NormalExit)
        return std::nullopt;
    return m_process.exitCode();
}

WaitingClient::WaitingClient(const ShopProcess &shop, const QString &userAgent)
    : m_client(m_network, shop.url(), userAgent, u"203.0.113.1"_s)
{ }

ShopPage WaitingClient::visit(const QString &path)
{
    QEventLoop loop;
    ShopPage seen;
    m_client.visit(path, [&](const ShopPage &page) {
        seen = page;
        loop.quit();
    });
    loop.exec();
    return seen;
}

ShopPage WaitingClient::submit(const QString &path, const QUrlQuery &form)
{
    QEventLoop loop;
    ShopPage seen;
    m_client.submit(path, form, [&](const ShopPage &page) {
        seen = page;
        loop.quit();
    });
    loop.exec();
    return seen;
}

ShopPage WaitingClient::signIn(const QString &user)
{
    return submit(u"/sign-in"_s, {{u"user"_s, user}, {u"password"_s, u"demo"_s}});
}
