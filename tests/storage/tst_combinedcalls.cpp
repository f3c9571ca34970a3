// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "fakeconnection.h"

#include "storage/combinedcalls_p.h"

#include "axesstest.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class TestCombinedCalls : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theLatestHorizonHolds();
    void aMergedTouchReachesTheFurthest();
    void answersWithoutOrderFindTheirQuestions();
};

void TestCombinedCalls::theLatestHorizonHolds()
{
    const TenantId tenant = *TenantId::fromText(u"shop"_s);
    const TenantId other = *TenantId::fromText(u"bank"_s);
    const Horizon early {.now = 10, .store = {.value = 2, .raisedAt = 5}, .tenants = {{tenant, {4, 1}}}};
    const Horizon late {
        .now = 20, .store = {.value = 1, .raisedAt = 1}, .tenants = {{tenant, {3, 1}}, {other, {1, 9}}}};

    const Horizon both = laterHorizon(early, late);

    QCOMPARE(both.now, 20);
    QCOMPARE(both.store.value, 2u);
    QCOMPARE(both.tenants.value(tenant).value, 4u);
    QCOMPARE(both.tenants.value(other).value, 1u);
    QVERIFY(laterHorizon(late, early).tenants == both.tenants);
}

void TestCombinedCalls::aMergedTouchReachesTheFurthest()
{
    Touch touch {.id = idOf(1), .idleDeadline = 5, .lastSeen = 2, .sweepAt = 9};
    TouchCall::merge(touch, {.id = idOf(1), .idleDeadline = 4, .lastSeen = 3, .sweepAt = 10});
    QCOMPARE(touch.idleDeadline, 5);
    QCOMPARE(touch.lastSeen, 3);
    QCOMPARE(touch.sweepAt, 10);
}

void TestCombinedCalls::answersWithoutOrderFindTheirQuestions()
{
    FakeStore store;
    FakeConnection connection(store, 1);
    const QList rows {newRow(1), newRow(3)};
    VERIFY_OK(CreateCall::ask(connection, rows, {}));

    const QList ids {idOf(1), idOf(2), idOf(3)};
    TAKE(loaded, LoadCall::ask(connection, ids, {}));
    QCOMPARE(loaded.size(), 3);
    QCOMPARE(loaded[0]->id, idOf(1));
    QVERIFY(!loaded[1]);
    QCOMPARE(loaded[2]->id, idOf(3));

    const QList absent {idOf(9)};
    TAKE(nothing, LoadCall::ask(connection, absent, {}));
    QCOMPARE(nothing.size(), 1);
    QVERIFY(!nothing[0]);
}

QTEST_APPLESS_MAIN(TestCombinedCalls)
#include "tst_combinedcalls.moc"
