// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "forgetfulshop.h"
#include "visitors/crowd.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Fault = ForgetfulShop::Fault;
using Wrong = qint64 Counts::*;
Q_DECLARE_METATYPE(Wrong)

/// That visitors notice what a shop does wrong, and nothing else: what other tests rest on.
class TestVisitors : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aPageIsJudgedByWhatItMayShow_data();
    void aPageIsJudgedByWhatItMayShow();
    void aFaultIsCountedAsWhatItIs_data();
    void aFaultIsCountedAsWhatItIs();
    void whoMustWaitDoesItOnceMoreAndOnlyOnce();
    void aShopThatIsGoneIsNoLogOut();
};

void TestVisitors::aPageIsJudgedByWhatItMayShow_data()
{
    QTest::addColumn<Standing>("seen");
    QTest::addColumn<QList<Standing>>("possible");
    QTest::addColumn<Verdict>("verdict");
    const auto row = [](const char *name, const Standing &seen, const QList<Standing> &possible,
                        Verdict verdict) { QTest::addRow("%s", name) << seen << possible << verdict; };
    const Standing ada {u"ada"_s, 2};
    const Standing more {u"ada"_s, 3};
    const Standing guest {u""_s, 2};
    const Standing nobody;
    row("as it was", ada, {ada}, Verdict::AsExpected);
    row("a form that had its effect", more, {ada, more}, Verdict::AsExpected);
    row("a form that had none", ada, {ada, more}, Verdict::AsExpected);
    row("logged out", nobody, {ada}, Verdict::LoggedOut);
    row("logged out, with the basket", guest, {ada}, Verdict::LoggedOut);
    row("logged out instead of one more", nobody, {ada, more}, Verdict::LoggedOut);
    row("signed in again", ada, {nobody}, Verdict::CameBack);
    row("somebody else", {u"joan"_s, 2}, {ada}, Verdict::CameBack);
    row("an article is lost", ada, {more}, Verdict::ArticlesLost);
    row("one of before the form is lost", {u"ada"_s, 1}, {ada, more}, Verdict::ArticlesLost);
    row("a guest's basket is lost", nobody, {guest}, Verdict::ArticlesLost);
    row("a guest's basket is lost by signing in", nobody, {guest, ada}, Verdict::ArticlesLost);
    row("an order came back", ada, {{u"ada"_s, 0}}, Verdict::CameBack);
    row("added twice", {u"ada"_s, 4}, {ada, more}, Verdict::CameBack);
}

void TestVisitors::aPageIsJudgedByWhatItMayShow()
{
    QFETCH(const Standing, seen);
    QFETCH(const QList<Standing>, possible);
    QFETCH(const Verdict, verdict);
    QCOMPARE(judge(seen, possible), verdict);
}

void TestVisitors::aFaultIsCountedAsWhatItIs_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<Wrong>("expected");
    QTest::newRow("logs out") << Fault::LogsOut << &Counts::loggedOut;
    QTest::newRow("loses articles") << Fault::LosesArticles << &Counts::articlesLost;
    QTest::newRow("brings orders back") << Fault::BringsOrdersBack << &Counts::cameBack;
    QTest::newRow("keeps old cookies") << Fault::KeepsOldCookies << &Counts::cameBack;
    QTest::newRow("clears cookies") << Fault::ClearsCookies << &Counts::rudeness;
    QTest::newRow("names no time") << Fault::NamesNoTime << &Counts::rudeness;
}

// What is noticed first: afterwards a visitor believes what the shop said.
void TestVisitors::aFaultIsCountedAsWhatItIs()
{
    QFETCH(const Fault, fault);
    QFETCH(const Wrong, expected);
    ForgetfulShop shop(fault);
    const QUrl url = shop.listen();
    QVERIFY(!url.isEmpty());
    Crowd crowd(8, {url}, 1, {.shortest = 1ms, .longest = 5ms});
    crowd.start();
    QTRY_VERIFY_WITH_TIMEOUT(crowd.counts().wrongs() > 0, 30'000);
    QVERIFY2(crowd.counts().*expected > 0, qPrintable(crowd.report()));
    crowd.disperse();
}

void TestVisitors::whoMustWaitDoesItOnceMoreAndOnlyOnce()
{
    ForgetfulShop shop(Fault::IsAway);
    const QUrl url = shop.listen();
    QVERIFY(!url.isEmpty());
    Crowd crowd(16, {url}, 1, {.shortest = 1ms, .longest = 5ms});
    crowd.start();
    QTRY_VERIFY_WITH_TIMEOUT(crowd.counts().waits > 40 && crowd.counts().orders > 20, 60'000);
    const Counts counts = crowd.counts();
    QVERIFY2(counts.wrongs() == 0 && counts.refused == 0, qPrintable(crowd.report()));
    QCOMPARE_GE(counts.longestWait, 1s);
    crowd.disperse();
}

void TestVisitors::aShopThatIsGoneIsNoLogOut()
{
    auto shop = std::make_unique<ForgetfulShop>(Fault::None);
    Crowd crowd(4, {shop->listen()}, 1, {.shortest = 1ms, .longest = 5ms});
    crowd.start();
    QTRY_VERIFY_WITH_TIMEOUT(crowd.counts().signIns > 4, 30'000);
    shop.reset();
    QTRY_VERIFY_WITH_TIMEOUT(crowd.counts().unanswered > 4, 30'000);
    QVERIFY2(crowd.counts().wrongs() == 0, qPrintable(crowd.report()));
    crowd.disperse();
}

QTEST_GUILESS_MAIN(TestVisitors)
#include "tst_visitors.moc"
