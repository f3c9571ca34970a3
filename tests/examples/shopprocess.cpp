// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "shopprocess.h"

#include <QtCore/QEventLoop>
#include <QtCore/QRegularExpression>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

ShopProcess::ShopProcess()
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
}

void ShopProcess::setVariable(const QString &name, const QString &value)
{
    m_environment.insert(name, value);
}

bool ShopProcess::start(const QString &storeUrl, const QStringList &options)
{
    m_process.setProcessEnvironment(m_environment);
    m_process.start(QStringLiteral(AXESS_SHOP),
                    QStringList {u"--store"_s, storeUrl.isEmpty() ? u"sqlite:"_s + storeFile() : storeUrl,
                                 u"--root-key-file"_s, rootKeyFile(), u"--port"_s, u"0"_s}
                        + options);
    static const QRegularExpression pattern(u"http://127.0.0.1:\\d+/"_s);
    QString said;
    const auto isOpen = [&] {
        said += QString::fromUtf8(m_process.readAll());
        return pattern.match(said).hasMatch();
    };
    const bool hasSpoken
        = QTest::qWaitFor([&] { return isOpen() || m_process.state() == QProcess::NotRunning; }, 60'000);
    m_complaint = said + m_process.errorString();
    if (!hasSpoken || !isOpen())
        return false;
    m_url = QUrl(pattern.match(said).captured());
    return true;
}

std::optional<int> ShopProcess::stop()
{
    m_process.terminate();
    const bool hasEnded
        = QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 20'000);
    if (!hasEnded || m_process.exitStatus() != QProcess::NormalExit)
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
