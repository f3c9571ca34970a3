// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/sweeplease_p.h"

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/metrics.h>
#include <axess/operations.h>
#include <axess/store.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSweep : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aSweepRemovesWhatEndedAndGivesTheLeaseBack();
    void oneInstanceSweepsAtATime();
    void aLeaseIsLostWithItsTime();
    void aBrokenLeaseStopsNobody();
    void aSweepStopsWhenItIsTold();
    void aSweepTakesValuesWhoseTimeIsOver();
    void aKeylessOperatorMaySweep();
};

void TestSweep::aSweepRemovesWhatEndedAndGivesTheLeaseBack()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    for (int i = 0; i < 700; ++i)
        VERIFY_OK(store->save(guestRow()));
    fixture.clock->advance(1h);
    VERIFY_OK(store->save(guestRow()));
    TAKE(swept, sweepOnce(*store, 10s));
    QCOMPARE(swept, 700);
    QCOMPARE(store->metrics().of(Counter::SessionsSwept), 700u);
    TAKE(lease, fixture.connection()->document(DocumentName::SweepLease.toString()));
    QVERIFY(!lease);
    TAKE(again, sweepOnce(*store, 10s));
    QCOMPARE(again, 0);
}

void TestSweep::oneInstanceSweepsAtATime()
{
    StoreFixture fixture;
    TAKE(first, fixture.open());
    TAKE(second, fixture.open());
    SweepLease lease(first->core());
    TAKE(held, lease.hold());
    QVERIFY(held);
    TAKE(swept, sweepOnce(*second, 10s));
    QVERIFY(!swept);
    TAKE(still, lease.hold());
    QVERIFY(still);
    lease.release();
    TAKE(free, sweepOnce(*second, 10s));
    QCOMPARE(free, 0);
}

void TestSweep::aLeaseIsLostWithItsTime()
{
    StoreFixture fixture;
    TAKE(first, fixture.open());
    TAKE(second, fixture.open());
    SweepLease silent(first->core());
    VERIFY_OK(silent.hold());
    fixture.clock->advance(SweepLease::Length);
    SweepLease other(second->core());
    TAKE(taken, other.hold());
    QVERIFY(taken);
    TAKE(lost, silent.hold());
    QVERIFY(!lost);
    // Gives up what it no longer holds: the other's stays.
    silent.release();
    TAKE(lease, fixture.connection()->document(DocumentName::SweepLease.toString()));
    QVERIFY(lease);
}

void TestSweep::aBrokenLeaseStopsNobody()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    const QString name = DocumentName::SweepLease.toString();
    VERIFY_OK(fixture.connection()->putDocument(name, "junk", 0));
    TAKE(swept, sweepOnce(*store, 10s));
    QVERIFY(swept);
    const QByteArray farAway
        = "{\"owner\":\"x\",\"until\":" + QByteArray::number(fixture.clock->now() * 2) + "}";
    VERIFY_OK(fixture.connection()->putDocument(name, farAway, 0));
    TAKE(again, sweepOnce(*store, 10s));
    QVERIFY(again);
}

void TestSweep::aSweepStopsWhenItIsTold()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    for (int i = 0; i < 1200; ++i)
        VERIFY_OK(store->save(guestRow()));
    fixture.clock->advance(1h);
    TAKE(swept, sweepOnce(*store, 10s, [](qint64) { return false; }));
    QCOMPARE(swept, 500);
    TAKE(one, sweepOnce(*store, 0ms));
    QCOMPARE(one, 500);
    TAKE(rest, sweepOnce(*store, 10s));
    QCOMPARE(rest, 200);
}

void TestSweep::aSweepTakesValuesWhoseTimeIsOver()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    const auto values = valueStore(store);
    VERIFY_OK(values->put(u"short"_s, "x", 1min));
    VERIFY_OK(values->put(u"long"_s, "x", 1h));
    VERIFY_OK(values->put(u"for ever"_s, "x", 0ms));
    VERIFY_OK(fixture.connection()->putDocument(u"value/damaged"_s, "junk", 0));
    fixture.clock->advance(1min);
    VERIFY_OK(sweepOnce(*store, 10s));
    TAKE(left, fixture.connection()->documents(DocumentName::ValuePrefix.toString(), {}, 10));
    QCOMPARE(left.documents.size(), 3);
    VERIFY_FAILS(values->get(u"damaged"_s), ErrorCode::Corrupt);
}

void TestSweep::aKeylessOperatorMaySweep()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    fixture.clock->advance(1h);
    TAKE(keyless, fixture.openKeyless());
    TAKE(swept, sweepOnce(*keyless, 10s));
    QCOMPARE(swept, 1);
}

QTEST_GUILESS_MAIN(TestSweep)
#include "tst_sweep.moc"
