// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "harmedstore.h"
#include "ledger.h"

#include "axesstest.h"
#include "environment.h"
#include "freshstore.h"
#include "verify.h"

#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;
using Direction = FaultProxy::Direction;

/// The connection is cut behind each of many bytes of a session's life, in either direction: whatever was
/// acknowledged is there, whatever was not is as it was or as it was meant. AXESS_FAULT_CUTS sets how many.
class TestCuts : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void aCutBehindAnyByteLosesNothing_data();
    void aCutBehindAnyByteLosesNothing(); // Promise: 2

private:
    /// Create, save, touch, cycle, save, load, end.
    static void live(Ledger &ledger, Verdict &verdict);

    std::unique_ptr<HarmedStore> m_place;
    std::shared_ptr<SessionStore> m_store;
};

void TestCuts::initTestCase_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"postgres"_s))
        QTest::addRow("%s", qPrintable(setUp)) << setUp;
}

// One connection: the bytes are those of one call behind the other.
void TestCuts::init()
{
    QFETCH_GLOBAL(const QString, setUp);
    TAKE(place, HarmedStore::start(setUp));
    m_place = std::move(place);
    QVERIFY(m_place->proxy());
    TAKE(store, m_place->initialise(u"pool=1"_s));
    m_store = store;
}

void TestCuts::cleanup()
{
    m_store.reset();
    m_place.reset();
}

void TestCuts::live(Ledger &ledger, Verdict &verdict)
{
    for (const int number : {1, 1, 2, 5, 4, 3, 6}) {
        for (int attempt = 0; attempt < 20; ++attempt) {
            if (ledger.state() >= Ledger::State::MayHaveEnded || ledger.step(number, verdict))
                break;
        }
    }
}

void TestCuts::aCutBehindAnyByteLosesNothing_data()
{
    QTest::addColumn<Direction>("direction");
    QTest::newRow("to the server") << Direction::ToServer;
    QTest::newRow("to the client") << Direction::ToClient;
}

void TestCuts::aCutBehindAnyByteLosesNothing()
{
    QFETCH(const Direction, direction);
    Verdict verdict;
    qint64 bytes = 0;
    // The first life is longer: statements are prepared, scripts loaded.
    for (int life = 0; life < 2; ++life) {
        const qint64 before = m_place->proxy()->passed(direction);
        Ledger ledger(m_store);
        live(ledger, verdict);
        bytes = m_place->proxy()->passed(direction) - before;
    }
    QVERIFY(bytes > 0 && verdict.isInnocent() && verdict.unavailable == 0);

    const int cuts = numberFrom("AXESS_FAULT_CUTS", 200);
    int happened = 0;
    for (int i = 0; i < cuts; ++i) {
        Ledger ledger(m_store);
        m_place->proxy()->cutAt(direction, bytes * i / cuts);
        live(ledger, verdict);
        happened += m_place->proxy()->hasCut();
        m_place->proxy()->recover();
        QVERIFY2(QTest::qWaitFor([&] { return ledger.judge(verdict); }), "the store does not answer again");
        QVERIFY2(verdict.isInnocent(),
                 qPrintable(u"cut behind byte %1: %2"_s.arg(bytes * i / cuts).arg(verdict.text())));
    }
    QTextStream(stdout) << happened << " cuts among " << bytes << " bytes " << QTest::currentDataTag() << ": "
                        << verdict.text() << Qt::endl;
    QVERIFY(happened > cuts / 2);
}

QTEST_GUILESS_MAIN(TestCuts)
#include "tst_cuts.moc"
