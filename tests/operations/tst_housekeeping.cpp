// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/instancedocument_p.h"

#include "axesstest.h"
#include "nomorethreads.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/metrics.h>
#include <axess/version.h>

#include <QtCore/qregularexpression.h>

#include <algorithm>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestHousekeeping : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void anInstanceTellsWhoItIs();
    void anInstanceThatFellSilentIsForgotten();
    void aForgottenInstanceComesBack();
    void aStoreThatWentBackIsNoticedUntilAnEpochIsRaised();
    void whatIsNoInstanceIsLeftOut();
    void housekeepingRenewsSweepsAndLeavesNothingBehind();
    void withoutThreadsItSaysSo();
    void housekeepingThatNeverStartedEnds();
};

void TestHousekeeping::anInstanceTellsWhoItIs()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    InstanceDocument document(store->core(), u"shop"_s);
    VERIFY_OK(document.renew());
    fixture.clock->advance(5s);
    VERIFY_OK(document.renew());
    TAKE(list, instances(*store));
    QCOMPARE(list.size(), 1);
    const InstanceInfo &info = list.first();
    QCOMPARE(info.program, u"shop"_s);
    QCOMPARE(info.version, version());
    QCOMPARE(info.renewed - info.started, 5'000);
    QCOMPARE(info.keysKnown.size(), 4);
    QCOMPARE(info.counters[u"verbs"_s][u"create"_s][u"calls"_s].toInteger(), 1);
    document.remove();
    TAKE(none, instances(*store));
    QVERIFY(none.isEmpty());
}

void TestHousekeeping::anInstanceThatFellSilentIsForgotten()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    InstanceDocument silent(store->core(), u"silent"_s);
    VERIFY_OK(silent.renew());
    fixture.clock->advance(InstanceSilence + 1ms);
    InstanceDocument live(store->core(), u"live"_s);
    VERIFY_OK(live.renew());
    TAKE(list, instances(*store));
    QCOMPARE(list.size(), 1);
    VERIFY_OK(live.forgetSilentOnes());
    TAKE(documents, fixture.connection()->documents(DocumentName::InstancePrefix.toString(), {}, 10));
    QCOMPARE(documents.documents.size(), 1);
}

void TestHousekeeping::aForgottenInstanceComesBack()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    InstanceDocument first(store->core(), u"first"_s);
    InstanceDocument second(store->core(), u"second"_s);
    VERIFY_OK(first.renew());
    fixture.clock->advance(InstanceSilence + 1ms);
    VERIFY_OK(second.forgetSilentOnes());
    VERIFY_OK(first.renew());
    TAKE(list, instances(*store));
    QCOMPARE(list.size(), 1);
}

void TestHousekeeping::aStoreThatWentBackIsNoticedUntilAnEpochIsRaised()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    const auto isFound = [&] {
        const auto findings = examine(*store);
        return findings && std::ranges::any_of(*findings, [](const Finding &finding) {
                   return finding.check == u"store.restored"_s && finding.severity == Severity::Problem;
               });
    };
    InstanceDocument instance(store->core(), u"shop"_s);
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(instance.renew());
    TAKE(page, fixture.connection()->documents(DocumentName::InstancePrefix.toString(), {}, 10));
    const StoredDocument document = page.documents.constFirst();
    QVERIFY(!isFound());

    // As in a backup from when the instance had just been started.
    VERIFY_OK(fixture.connection()->removeDocument(document.name, document.revision));
    VERIFY_OK(fixture.connection()->putDocument(document.name, document.bytes, 0));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^The store lost writes"_s));
    VERIFY_OK(instance.renew());
    VERIFY_OK(instance.renew());
    QVERIFY(isFound());
    TAKE(list, instances(*store));
    QVERIFY(list.constFirst().storeWentBack > 0);

    VERIFY_OK(store->raiseStoreEpoch(u"a backup was put back"_s));
    QVERIFY(!isFound());
}

void TestHousekeeping::whatIsNoInstanceIsLeftOut()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(fixture.connection()->putDocument(u"instance/x"_s, "junk", 0));
    TAKE(list, instances(*store));
    QVERIFY(list.isEmpty());
}

void TestHousekeeping::housekeepingRenewsSweepsAndLeavesNothingBehind()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    fixture.clock->advance(1h);
    {
        Housekeeping housekeeping(store, {u"shop"_s, 20ms, 5ms});
        VERIFY_OK(housekeeping.start());
        VERIFY_OK(housekeeping.start());
        QTRY_COMPARE(store->metrics().of(Counter::SessionsSwept), 1u);
        QTRY_COMPARE(instances(*store).value().size(), 1);
    }
    TAKE(list, instances(*store));
    QVERIFY(list.isEmpty());
}

void TestHousekeeping::withoutThreadsItSaysSo()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    Housekeeping housekeeping(store, {});
    {
        const NoMoreThreads none;
        VERIFY_FAILS(housekeeping.start(), ErrorCode::Full);
    }
    VERIFY_OK(housekeeping.start());
}

void TestHousekeeping::housekeepingThatNeverStartedEnds()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    Housekeeping housekeeping(store, {});
}

QTEST_GUILESS_MAIN(TestHousekeeping)
#include "tst_housekeeping.moc"
