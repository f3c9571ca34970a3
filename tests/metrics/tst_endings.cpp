// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/instancedocument_p.h"

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/instancemetrics.h>
#include <axess/storegauges.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qset.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Sessions that began and ended are counted once, by reason; instances tell what they counted.
class TestEndings : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void eachEndingIsCountedOnce();
    void whatTimeEndedIsCountedWhenItIsSwept();
    void whatAnEpochEndedIsCountedWhenItIsSwept();
    void whoMadeRoomIsCounted();
    void aSignInThatComesTooLateIsAConflict();
    void everyReasonHasItsCounter();
    void instancesAddUp();
    void silentInstancesAreLeftOutAndSaid();
    void harmfulDocumentsDoNoHarm();
    void gaugesKnowThePool();

private:
    static SessionRow rowOf(const QString &user);
    static Result<SessionRow> signedIn(SessionStore &store, const QString &user, int limit = 0);
};

SessionRow TestEndings::rowOf(const QString &user)
{
    SessionRow row = guestRow();
    row.user = userNamed(user);
    return row;
}

Result<SessionRow> TestEndings::signedIn(SessionStore &store, const QString &user, int limit)
{
    return store.ticket(userNamed(user)).and_then([&](const SignInTicket &ticket) {
        SignIn signIn {ticket};
        signIn.limit = limit;
        signIn.policy = LimitPolicy::EndOldest;
        return store.save(rowOf(user), signIn);
    });
}

void TestEndings::eachEndingIsCountedOnce()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(first, store->save(guestRow()));
    TAKE(second, store->save(guestRow()));
    VERIFY_OK(signedIn(*store, u"ada"_s));
    VERIFY_OK(store->remove(first.id));
    VERIFY_OK(store->remove(first.id));
    VERIFY_OK(store->remove(second.id, EndReason::Mismatch));
    TAKE(out, store->signOutEverywhere(userNamed(u"ada"_s)));
    QCOMPARE(out, 1);
    TAKE(third, store->save(guestRow()));
    VERIFY_OK(store->revoke(std::array {third.id}, u"lost phone"_s, 1h));

    const MetricsSnapshot metrics = store->metrics();
    QCOMPARE(metrics.of(Counter::SessionsCreated), 4u);
    QCOMPARE(metrics.of(Counter::EndedSignedOut), 1u);
    QCOMPARE(metrics.of(Counter::EndedMismatch), 1u);
    QCOMPARE(metrics.of(Counter::EndedSignedOutEverywhere), 1u);
    QCOMPARE(metrics.of(Counter::EndedRevoked), 1u);
}

void TestEndings::whatTimeEndedIsCountedWhenItIsSwept()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    TAKE(revoked, store->save(guestRow()));
    VERIFY_OK(store->revoke(std::array {revoked.id}, u"lost phone"_s, 1min));
    fixture.clock->advance(24h);
    QCOMPARE(store->metrics().of(Counter::EndedIdle), 0u);
    TAKE(swept, store->cleanupExpired());
    QCOMPARE(swept, 2);

    const MetricsSnapshot metrics = store->metrics();
    const quint64 byTime = metrics.of(Counter::EndedIdle) + metrics.of(Counter::EndedAbsolute);
    QCOMPARE(metrics.of(Counter::EndedRevoked), 1u);
    QVERIFY(byTime >= 1 && byTime <= 2);
    QCOMPARE(metrics.of(Counter::SessionsSwept), 2u);
}

void TestEndings::whatAnEpochEndedIsCountedWhenItIsSwept()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    VERIFY_OK(store->raiseStoreEpoch(u"a backup was put back"_s));
    fixture.clock->advance(2min);
    TAKE(swept, store->cleanupExpired());
    QCOMPARE(swept, 1);
    QCOMPARE(store->metrics().of(Counter::EndedEpoch), 1u);
}

// Sign-ins go alone, past the combiner; their conflicts count as those of others.
void TestEndings::aSignInThatComesTooLateIsAConflict()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(row, store->save(guestRow()));
    RowUpdate update;
    update.row = fixture.stored(row.id);
    update.row.user = userNamed(u"ada"_s);
    update.row.revision = 9;
    update.expectedRevision = 8;
    update.admission = Admission {};
    Horizon horizon;
    horizon.now = store->now();
    TAKE(outcome, store->core().storage().update(update, horizon, store->core().deadline()));
    QVERIFY(outcome.status == WriteStatus::Conflict);
    QCOMPARE(store->metrics().of(Verb::Update).conflicts, 1u);
}

void TestEndings::whoMadeRoomIsCounted()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    for (int i = 0; i < 3; ++i) {
        VERIFY_OK(signedIn(*store, u"ada"_s, 1));
        fixture.clock->advance(1s);
    }
    QCOMPARE(store->metrics().of(Counter::SessionsCreated), 3u);
    QCOMPARE(store->metrics().of(Counter::EndedDisplaced), 2u);
}

void TestEndings::everyReasonHasItsCounter()
{
    QVERIFY(!endedCounter(EndReason::None));
    QSet<Counter> counters;
    for (int reason = 1; reason <= int(EndReason::Mismatch); ++reason)
        counters.insert(endedCounter(EndReason(reason)).value());
    QCOMPARE(counters.size(), int(EndReason::Mismatch));
    QCOMPARE(counterName(*endedCounter(EndReason::Revoked)), u"ended_revoked"_s);
    QVERIFY(!endedCounter(EndReason(200)));
}

void TestEndings::instancesAddUp()
{
    StoreFixture fixture;
    TAKE(one, fixture.open());
    TAKE(other, fixture.open());
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(one->save(guestRow()));
    VERIFY_OK(other->save(guestRow()));
    InstanceDocument first(one->core(), u"one"_s);
    InstanceDocument second(other->core(), u"other"_s);
    VERIFY_OK(first.renew());
    VERIFY_OK(second.renew());

    TAKE(list, instances(*one));
    QCOMPARE(list.size(), 2);
    for (const InstanceInfo &info : list) {
        const VerbMetrics creates = metricsOf(info).of(Verb::Create);
        QVERIFY(creates == (info.program == u"one"_s ? one : other)->metrics().of(Verb::Create));
    }
    TAKE(sum, summedMetrics(*one));
    QCOMPARE(sum.counted, 2);
    QCOMPARE(sum.known, 2);
    QCOMPARE(sum.metrics.of(Verb::Create).calls, 4u);
    QCOMPARE(sum.metrics.of(Counter::SessionsCreated), 4u);
}

void TestEndings::silentInstancesAreLeftOutAndSaid()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    InstanceDocument document(store->core(), u"shop"_s);
    VERIFY_OK(document.renew());
    fixture.clock->advance(InstanceIsSilentAfter + 1ms);
    TAKE(sum, summedMetrics(*store));
    QCOMPARE(sum.counted, 0);
    QCOMPARE(sum.known, 1);
    QVERIFY(sum.metrics == MetricsSnapshot());
}

void TestEndings::harmfulDocumentsDoNoHarm()
{
    InstanceInfo info;
    info.counters = {{u"verbs"_s,
                      QJsonObject {{u"load"_s,
                                    QJsonObject {{u"calls"_s, -5},
                                                 {u"seconds"_s, 1e300},
                                                 {u"batchSizes"_s, u"many"_s},
                                                 {u"latency"_s, QJsonArray {-1, 2, u"x"_s}}}},
                                   {u"unheard_of"_s, 3}}},
                     {u"counters"_s, QJsonArray {1}}};
    const MetricsSnapshot metrics = metricsOf(info);
    QCOMPARE(metrics.of(Verb::Load).calls, 0u);
    QCOMPARE(metrics.of(Verb::Load).latency.count, 2u);
    QVERIFY(metrics.of(Verb::Load).latency.sum > 0s);
    QCOMPARE(metrics.of(Counter::SessionsCreated), 0u);
}

void TestEndings::gaugesKnowThePool()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    const StoreGauges gauges = gaugesOf(*store);
    QCOMPARE(gauges.backend, u"memory"_s);
    QVERIFY(gauges.poolSize > 0 && gauges.poolOpen > 0 && gauges.poolOpen <= gauges.poolSize);
    QCOMPARE(gauges.poolBusy, 0);
    QVERIFY(gauges.connectionsOpened >= 1);
    QVERIFY(!gauges.isStoreDown && !gauges.evictions);
    QCOMPARE(gauges.storeTime, store->now());
}

QTEST_GUILESS_MAIN(TestEndings)
#include "tst_endings.moc"
