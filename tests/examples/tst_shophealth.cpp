// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "privateserver.h"
#include "shopprocess.h"
#include "verify.h"

#include <QtCore/qeventloop.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtNetwork/qnetworkreply.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What a load balancer hears while the store of the shop is away, and what the visitors notice.
class TestShopHealth : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aStoreThatHangsMakesTheShopUnready();
    void aStoreThatIsKilledMakesTheShopUnready();

private:
    struct Health
    {
        int status = 0;
        QByteArray retryAfter;
        QString said;
        QString reason;
    };
    Health health(const QString &kind, const QByteArray &forwardedFor = {});
    int readyStatus() { return health(u"ready"_s).status; }
    void verifyUnready(WaitingClient &visitor);
    void verifyReadyAgain(WaitingClient &visitor, const QByteArray &cookie);

    std::unique_ptr<PrivateServer> m_server;
    QNetworkAccessManager m_network;
    ShopProcess m_shop;
};

void TestShopHealth::initTestCase()
{
    TAKE(server, PrivateServer::start(u"postgres"_s));
    m_server = std::move(server);
    TAKE(url, m_server->url());
    QProcess axessctl;
    axessctl.start(QStringLiteral(AXESSCTL), {u"key"_s, u"generate"_s, u"--out"_s, m_shop.rootKeyFile()});
    QVERIFY(axessctl.waitForFinished(60'000) && axessctl.exitCode() == 0);
    axessctl.start(QStringLiteral(AXESSCTL),
                   {u"--store"_s, url, u"--root-key-file"_s, m_shop.rootKeyFile(), u"init"_s});
    QVERIFY(axessctl.waitForFinished(60'000) && axessctl.exitCode() == 0);
    QVERIFY2(m_shop.start(url, {u"--metrics"_s}), qPrintable(m_shop.complaint()));
    QTRY_COMPARE_WITH_TIMEOUT(readyStatus(), 200, 60'000);
}

void TestShopHealth::cleanupTestCase()
{
    if (!m_server)
        return;
    // Asked to end while its store is there it ends well.
    QCOMPARE(m_shop.stop(), std::optional(0));
    m_server.reset();
}

TestShopHealth::Health TestShopHealth::health(const QString &kind, const QByteArray &forwardedFor)
{
    QNetworkRequest request(m_shop.url().resolved(QUrl(u"health/"_s + kind)));
    if (!forwardedFor.isEmpty())
        request.setRawHeader("X-Forwarded-For", forwardedFor);
    request.setTransferTimeout(30'000);
    const std::unique_ptr<QNetworkReply> reply(m_network.get(request));
    QEventLoop loop;
    connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    const QJsonObject body = QJsonDocument::fromJson(reply->readAll()).object();
    return {.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            .retryAfter = reply->rawHeader("Retry-After"),
            .said = body.value(u"status"_s).toString(),
            .reason = body.value(u"reason"_s).toString()};
}

void TestShopHealth::verifyUnready(WaitingClient &visitor)
{
    QTRY_COMPARE_WITH_TIMEOUT(readyStatus(), 503, 60'000);
    const Health ready = health(u"ready"_s);
    QCOMPARE(ready.said, u"unavailable"_s);
    QVERIFY(!ready.reason.isEmpty());
    QCOMPARE(ready.retryAfter, "5");
    const Health toVisitors = health(u"ready"_s, "203.0.113.1");
    QCOMPARE(toVisitors.status, 503);
    QCOMPARE(toVisitors.said, u"unavailable"_s);
    QCOMPARE(toVisitors.reason, QString());
    // A restart would not bring the store back.
    QCOMPARE(health(u"live"_s).status, 200);

    // An outage is not a log-out: no page, and no cookie either.
    const QByteArray cookie = visitor.browser().cookie();
    const ShopPage page = visitor.visit(u"/account"_s);
    QCOMPARE(page.status, 503);
    QVERIFY(page.setCookie.isEmpty());
    QCOMPARE(visitor.browser().cookie(), cookie);
}

void TestShopHealth::verifyReadyAgain(WaitingClient &visitor, const QByteArray &cookie)
{
    QTRY_COMPARE_WITH_TIMEOUT(readyStatus(), 200, 90'000);
    QCOMPARE(health(u"ready"_s).said, u"ready"_s);
    // The same session under the same cookie.
    QCOMPARE(visitor.browser().cookie(), cookie);
    QTRY_COMPARE_WITH_TIMEOUT(visitor.visit(u"/account"_s).user, u"ada"_s, 60'000);
    QCOMPARE(visitor.browser().cookie(), cookie);
}

void TestShopHealth::aStoreThatHangsMakesTheShopUnready()
{
    WaitingClient ada(m_shop);
    QCOMPARE(ada.signIn(u"ada"_s).user, u"ada"_s);
    const QByteArray cookie = ada.browser().cookie();
    VERIFY_OK(m_server->freeze());
    verifyUnready(ada);
    VERIFY_OK(m_server->thaw());
    verifyReadyAgain(ada, cookie);
}

void TestShopHealth::aStoreThatIsKilledMakesTheShopUnready()
{
    WaitingClient ada(m_shop);
    QCOMPARE(ada.signIn(u"ada"_s).user, u"ada"_s);
    const QByteArray cookie = ada.browser().cookie();
    VERIFY_OK(m_server->kill());
    verifyUnready(ada);
    VERIFY_OK(m_server->restart(PrivateServer::Data::Kept));
    verifyReadyAgain(ada, cookie);
}

QTEST_GUILESS_MAIN(TestShopHealth)
#include "tst_shophealth.moc"
