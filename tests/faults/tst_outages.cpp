// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "crew.h"
#include "harmedstore.h"

#include "axesstest.h"
#include "environment.h"
#include "freshstore.h"
#include "verify.h"

#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Sixteen callers work while their server stands still, dies or loses its connections: calls end at their
/// deadline, what was acknowledged is there, nobody is logged out, nothing is leaked. AXESS_FAULT_ROUNDS and
/// AXESS_FAULT_PAUSE set how often connections are cut, and after how many milliseconds.
class TestOutages : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void theServerStandsStill(); // Promise: 4
    void theServerIsKilledAndComesBack(); // Promise: 4
    void connectionsAreCutAllTheTime(); // Promise: 4
    void theServerAcceptsNobody(); // Promise: 4
    void answersAreSlow(); // Promise: 9

private:
    /// The crew works, the harm is done, and all work again afterwards.
    void goThrough(const std::function<void()> &harm);

    std::unique_ptr<HarmedStore> m_place;
};

void TestOutages::initTestCase_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"postgres"_s))
        QTest::addRow("%s", qPrintable(setUp)) << setUp;
}

void TestOutages::init()
{
    QFETCH_GLOBAL(const QString, setUp);
    TAKE(place, HarmedStore::start(setUp));
    m_place = std::move(place);
    // What is made once and kept, such as the libraries' own descriptors, is no leak.
    VERIFY_OK(m_place->initialise());
    if (m_place->proxy())
        QTRY_COMPARE(m_place->proxy()->connections(), 0);
}

void TestOutages::cleanup()
{
    m_place.reset();
}

void TestOutages::goThrough(const std::function<void()> &harm)
{
    const Holdings before = Holdings::settled();
    Verdict verdict;
    {
        TAKE(store, m_place->open());
        Crew crew(store, HarmedStore::CallDeadline);
        QVERIFY(QTest::qWaitFor([&] { return crew.allWork(); }, 10'000));
        QTest::qWait(300);
        harm();
        if (QTest::currentTestFailed())
            return;
        crew.allWork();
        QVERIFY(QTest::qWaitFor([&] { return crew.allWork(); }, 30'000));
        QTest::qWait(300);
        crew.finish();
        verdict = crew.judge();
    }
    QTextStream(stdout) << QTest::currentTestFunction() << ": " << verdict.text() << Qt::endl;
    QVERIFY(verdict.acknowledged > 0);
    QVERIFY(verdict.isInnocent());
    QTRY_COMPARE_LE(Holdings::now().threads, before.threads);
    QTRY_COMPARE_LE(Holdings::now().descriptors, before.descriptors);
    if (m_place->proxy())
        QTRY_COMPARE(m_place->proxy()->connections(), 0);
}

void TestOutages::theServerStandsStill()
{
    goThrough([this] {
        VERIFY_OK(m_place->server().freeze());
        QTest::qWait(2500);
        VERIFY_OK(m_place->server().thaw());
    });
}

void TestOutages::theServerIsKilledAndComesBack()
{
    goThrough([this] {
        VERIFY_OK(m_place->server().kill());
        QTest::qWait(1500);
        VERIFY_OK(m_place->server().restart(PrivateServer::Data::Kept));
    });
}

void TestOutages::connectionsAreCutAllTheTime()
{
    goThrough([this] {
        for (int i = 0, cuts = numberFrom("AXESS_FAULT_ROUNDS", 60); i < cuts; ++i) {
            VERIFY_OK(m_place->cutAll());
            QTest::qWait(numberFrom("AXESS_FAULT_PAUSE", 30));
        }
    });
}

void TestOutages::theServerAcceptsNobody()
{
    QVERIFY(m_place->proxy());
    goThrough([this] {
        m_place->proxy()->refuse();
        m_place->proxy()->cutAll();
        QTest::qWait(1500);
        m_place->proxy()->recover();
    });
}

void TestOutages::answersAreSlow()
{
    QVERIFY(m_place->proxy());
    goThrough([this] {
        m_place->proxy()->delay(150ms);
        QTest::qWait(3000);
        m_place->proxy()->recover();
    });
}

QTEST_GUILESS_MAIN(TestOutages)
#include "tst_outages.moc"
