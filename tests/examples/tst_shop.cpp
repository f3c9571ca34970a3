// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "shopprocess.h"
#include "verify.h"

#include <axess/sessionstore.h>

#include <QtCore/QFileInfo>
#include <QtCore/QTimer>
#include <QtCore/QRegularExpression>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestShop : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void theRootKeyIsTheOwnersAlone();
    void aGuestsBasketIsKept();
    void theBasketSurvivesTheSignInUnderANewToken();
    void aWrongPasswordSignsNobodyIn();
    void anOrderNeedsTheConfirmedPassword();
    void ownSessionsAreListedAndLoggedOut();
    void signingOutEverywhereEndsThemAll();
    void signingOutForgetsTheVisitor();
    void aFormWithoutItsTokenIsRefused();
    void whatAVisitorWritesIsEscaped();
    void oddRequestsAreAnswered();
    void whileTheStoreIsAwayThereIs503AndNoCookie(); // Promise: 4
    void whoeverAskedBeforeTheEndIsAnswered();
    void visitorsLoseNoSession();
    void visitorsNoticeThatTheyAreLoggedOut();

private:
    static QUrlQuery of(const QString &article) { return {{u"article"_s, article}}; }
    static QUrlQuery password() { return {{u"password"_s, u"demo"_s}}; }

    ShopProcess m_shop;
};

void TestShop::initTestCase()
{
    QVERIFY2(m_shop.start(), qPrintable(m_shop.complaint()));
}

void TestShop::cleanupTestCase()
{
    QCOMPARE(m_shop.stop(), std::optional(0));
}

void TestShop::theRootKeyIsTheOwnersAlone()
{
    QCOMPARE(QFileInfo(m_shop.rootKeyFile()).permissions() & 0x0077, QFile::Permissions());
}

void TestShop::aGuestsBasketIsKept()
{
    WaitingClient guest(m_shop);
    QCOMPARE(guest.visit(u"/"_s).basket, 0);
    QVERIFY(guest.browser().cookie().isEmpty());

    guest.submit(u"/basket/add"_s, of(u"assam"_s));
    guest.submit(u"/basket/add"_s, of(u"cup"_s));
    QCOMPARE(guest.visit(u"/"_s).basket, 2);
    guest.submit(u"/basket/remove"_s, of(u"cup"_s));

    const ShopPage basket = guest.visit(u"/basket"_s);
    QCOMPARE(basket.basket, 1);
    QVERIFY(basket.html.contains(u"Assam"_s) && !basket.html.contains(u"Pair of cups"_s));
}

void TestShop::theBasketSurvivesTheSignInUnderANewToken()
{
    WaitingClient ada(m_shop);
    ada.submit(u"/basket/add"_s, of(u"assam"_s));
    const QByteArray before = ada.browser().cookie();

    const ShopPage account = ada.signIn(u"ada"_s);

    QCOMPARE(account.user, u"ada"_s);
    QCOMPARE(account.basket, 1);
    QVERIFY(ada.browser().cookie() != before);
    ada.browser().setCookie(before);
    const ShopPage stolen = ada.visit(u"/"_s);
    QVERIFY(stolen.user.isEmpty() && stolen.basket == 0 && stolen.setCookie.isEmpty());
}

void TestShop::aWrongPasswordSignsNobodyIn()
{
    WaitingClient eve(m_shop);
    const ShopPage page = eve.submit(u"/sign-in"_s, {{u"user"_s, u"ada"_s}, {u"password"_s, u"guess"_s}});

    QCOMPARE(page.status, 401);
    QVERIFY(page.user.isEmpty());
    QCOMPARE(eve.signIn(QString()).status, 400);
}

void TestShop::anOrderNeedsTheConfirmedPassword()
{
    WaitingClient grace(m_shop);
    grace.submit(u"/basket/add"_s, of(u"pot"_s));
    grace.signIn(u"grace"_s);
    QVERIFY(grace.submit(u"/order"_s).html.contains(u"Confirm that it is you"_s));
    const QByteArray before = grace.browser().cookie();

    QCOMPARE(grace.submit(u"/confirm"_s, {{u"password"_s, u"guess"_s}}).status, 401);
    const ShopPage order = grace.submit(u"/confirm"_s, password());
    QVERIFY(order.html.contains(u"Order with payment"_s));
    QVERIFY(grace.browser().cookie() != before);
    const ShopPage account = grace.submit(u"/order"_s);

    QCOMPARE(account.basket, 0);
    QVERIFY(account.html.contains(u"Your last order: 1 article for 59.00"_s));
}

void TestShop::ownSessionsAreListedAndLoggedOut()
{
    WaitingClient office(m_shop, u"Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"_s);
    WaitingClient phone(m_shop, u"Mozilla/5.0 (iPhone) Safari/604.1"_s);
    WaitingClient tablet(m_shop, u"Mozilla/5.0 (iPad) Safari/604.1"_s);
    for (WaitingClient *client : {&office, &phone, &tablet})
        client->signIn(u"hedy"_s);
    const ShopPage account = office.visit(u"/account"_s);
    QVERIFY(account.html.contains(u"Firefox on Linux"_s) && account.html.contains(u"Safari on iPhone"_s));

    static const QRegularExpression entry(u"Safari on iPhone.*?name=\"session\" value=\"([0-9a-f]{32})\""_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    const QString id = entry.match(account.html).captured(1);
    QCOMPARE(office.submit(u"/account/end"_s, {{u"session"_s, id}}).user, u"hedy"_s);
    QVERIFY(phone.visit(u"/"_s).user.isEmpty());
    QCOMPARE(tablet.visit(u"/"_s).user, u"hedy"_s);

    office.submit(u"/account/end-others"_s);
    QVERIFY(tablet.visit(u"/"_s).user.isEmpty());
    QCOMPARE(office.visit(u"/"_s).user, u"hedy"_s);
}

void TestShop::signingOutEverywhereEndsThemAll()
{
    WaitingClient office(m_shop);
    WaitingClient phone(m_shop);
    office.signIn(u"ken"_s);
    phone.signIn(u"ken"_s);

    const ShopPage out = office.submit(u"/account/end-all"_s);

    QVERIFY(out.user.isEmpty());
    QVERIFY(office.browser().cookie().isEmpty());
    QVERIFY(phone.visit(u"/account"_s).user.isEmpty());
    QVERIFY(phone.browser().cookie().isEmpty());
}

void TestShop::signingOutForgetsTheVisitor()
{
    WaitingClient joan(m_shop);
    joan.submit(u"/basket/add"_s, of(u"mint"_s));
    joan.signIn(u"joan"_s);
    const QByteArray before = joan.browser().cookie();

    QVERIFY(joan.submit(u"/sign-out"_s).user.isEmpty());
    QVERIFY(joan.browser().cookie().isEmpty());
    joan.browser().setCookie(before);
    QCOMPARE(joan.visit(u"/"_s).basket, 0);
}

void TestShop::aFormWithoutItsTokenIsRefused()
{
    WaitingClient tim(m_shop);
    tim.signIn(u"tim"_s);
    WaitingClient forger(m_shop);
    forger.browser().setCookie(tim.browser().cookie());

    QCOMPARE(forger.submit(u"/sign-out"_s).status, 403);
    QCOMPARE(tim.visit(u"/"_s).user, u"tim"_s);
}

void TestShop::whatAVisitorWritesIsEscaped()
{
    WaitingClient visitor(m_shop, u"<script>alert(1)</script>"_s);
    const ShopPage account = visitor.signIn(u"<b>%1 \"x\" & %2"_s);

    QCOMPARE(account.status, 200);
    QVERIFY(!account.html.contains(u"<b>"_s) && !account.html.contains(u"<script"_s));
    QVERIFY(account.html.contains(u"&lt;b&gt;%1 &quot;x&quot; &amp; %2"_s));
}

void TestShop::oddRequestsAreAnswered()
{
    WaitingClient odd(m_shop);
    QCOMPARE(odd.visit(u"/no/such/page"_s).status, 404);
    QCOMPARE(odd.submit(u"/"_s).status, 404);
    QCOMPARE(odd.submit(u"/basket/add"_s, of(u"../../etc/passwd"_s)).status, 400);
    QCOMPARE(odd.submit(u"/account/end"_s, {{u"session"_s, u"x"_s}}).status, 400);
    QVERIFY(odd.visit(u"/style.css"_s).html.contains(u"--leaf"_s));
    odd.browser().setCookie("axess.sid=" + QByteArray(100, 'x'));
    const ShopPage forged = odd.visit(u"/"_s);
    QCOMPARE(forged.status, 200);
    QVERIFY(forged.setCookie.contains("Max-Age=0"));
}

void TestShop::whileTheStoreIsAwayThereIs503AndNoCookie()
{
    WaitingClient margaret(m_shop);
    margaret.submit(u"/basket/add"_s, of(u"sencha"_s));
    margaret.signIn(u"margaret"_s);
    {
        QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        other.setDatabaseName(m_shop.storeFile());
        QVERIFY(other.open());
        QSqlQuery query(other);
        QVERIFY(query.exec(u"BEGIN IMMEDIATE"_s));

        for (const QString &path : {u"/basket/add"_s, u"/sign-out"_s, u"/account/end-all"_s}) {
            const ShopPage away = margaret.submit(path, of(u"mint"_s));
            QCOMPARE(away.status, 503);
            QVERIFY(away.setCookie.isEmpty());
            QVERIFY(away.retryAfter.toInt() > 0);
            QVERIFY(away.html.contains(u"still signed in"_s));
        }
        WaitingClient guest(m_shop);
        QVERIFY(guest.submit(u"/basket/add"_s, of(u"mint"_s)).setCookie.isEmpty());
        QVERIFY(query.exec(u"ROLLBACK"_s));
    }
    QSqlDatabase::removeDatabase(u"other"_s);

    const ShopPage back = margaret.visit(u"/basket"_s);
    QCOMPARE(back.user, u"margaret"_s);
    QVERIFY(back.html.contains(u"Sencha"_s));
}

// The first form of a guest brings the cookie.
void TestShop::whoeverAskedBeforeTheEndIsAnswered()
{
    ShopProcess shop;
    QVERIFY2(shop.start(), qPrintable(shop.complaint()));
    WaitingClient guest(shop);
    bool isAnswered = false;
    {
        QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        other.setDatabaseName(shop.storeFile());
        QVERIFY(other.open());
        QSqlQuery query(other);
        QVERIFY(query.exec(u"BEGIN IMMEDIATE"_s));
        guest.browser().submit(u"/basket/add"_s, of(u"mint"_s), [&](const ShopPage &) { isAnswered = true; });
        // What reads goes on: when these are answered, the form has arrived, too.
        for (int i = 0; i < 5; ++i)
            QCOMPARE(WaitingClient(shop).visit(u"/"_s).status, 200);
        QVERIFY(!isAnswered);
        QTimer::singleShot(200, [&] { QVERIFY(query.exec(u"ROLLBACK"_s)); });
        QCOMPARE(shop.stop(), std::optional(0));
    }
    QSqlDatabase::removeDatabase(u"other"_s);

    QTRY_VERIFY_WITH_TIMEOUT(isAnswered, 20'000);
    QVERIFY(!guest.browser().cookie().isEmpty());
}

void TestShop::visitorsLoseNoSession()
{
    QProcess visitors;
    visitors.start(QStringLiteral(AXESS_VISITORS),
                   {u"--url"_s, m_shop.url().toString(), u"--visitors"_s, u"100"_s, u"--seconds"_s, u"6"_s});
    QVERIFY(visitors.waitForFinished(90'000));
    const QByteArray report = visitors.readAll();
    qInfo("%s", report.constData());

    QCOMPARE(visitors.exitCode(), 0);
    QVERIFY(report.contains("Logged out: 0. Articles lost: 0. Came back: 0. Rude answers: 0."));
    QVERIFY(!report.contains("signed in 0 times"));
}

void TestShop::visitorsNoticeThatTheyAreLoggedOut()
{
    TAKE(store,
         SessionStore::open(u"sqlite:"_s + m_shop.storeFile(), RootKey::fromFile(m_shop.rootKeyFile())));
    QProcess visitors;
    visitors.start(QStringLiteral(AXESS_VISITORS),
                   {u"--url"_s, m_shop.url().toString(), u"--visitors"_s, u"40"_s, u"--seconds"_s, u"3"_s,
                    u"--pause"_s, u"300"_s});
    const auto hasEnded = [&] {
        (void)store->raiseStoreEpoch(u"behind their backs"_s);
        (void)visitors.waitForFinished(300);
        return visitors.state() == QProcess::NotRunning;
    };
    QVERIFY(QTest::qWaitFor(hasEnded, 90'000));
    const QByteArray report = visitors.readAll();

    QCOMPARE(visitors.exitCode(), 1);
    QVERIFY2(!report.contains("Logged out: 0."), report.constData());
}

QTEST_GUILESS_MAIN(TestShop)
#include "tst_shop.moc"
