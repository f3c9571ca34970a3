// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conversiontest.h"

#include "session/storecore_p.h"

#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What stays shut while a store is converted, and what keeps it from being finished.
class TestConversionSafety : public ConversionTest
{
    Q_OBJECT

private Q_SLOTS:
    void anInstanceWithoutTheKeyWorksUntilAllAreReady();
    void outsideAConversionOnlySealedRowsOpen(); // Promise: 7
    void whoDoesNotSayMixedStaysOutside();
    void aDamagedRowKeepsTheStoreMixed();
    void aConversionIsTurnedBack();
    void parametersAreChecked();
};

void TestConversionSafety::anInstanceWithoutTheKeyWorksUntilAllAreReady()
{
    fill(*m_clear, 5);
    TAKE(store, mixed());
    // Both write what both read, until the conversion turns.
    TAKE(theirs, store->save(guestRow()));
    TAKE(read, m_clear->load(theirs.token));
    QVERIFY(read);
    TAKE(mine, m_clear->save(*read));
    TAKE(readBack, store->load(mine.token));
    QVERIFY(readBack);
    QCOMPARE(m_fixture->stored(mine.id).keyId, 0);
    m_sessions.append(mine);
    QCOMPARE(converted(store, ConversionTarget::Sealed).state, JobState::Done);
    verifyAll(m_key, true);
    // Who came too late writes nothing that others would have to distrust.
    const auto late = m_clear->load(mine.token);
    QVERIFY(!late);
}

void TestConversionSafety::outsideAConversionOnlySealedRowsOpen()
{
    fill(*m_clear, 5);
    const SealedRow clear = m_fixture->stored(m_sessions.first().id);
    TAKE(store, mixed());
    QCOMPARE(converted(store, ConversionTarget::Sealed).state, JobState::Done);
    SealedRow forged = m_fixture->stored(clear.id);
    forged.payload = clear.payload;
    forged.keyId = 0;
    m_fixture->overwrite(forged);
    // Neither for who says seal=mixed, as the ring does not, nor for anybody else.
    for (const auto &one : {store, opened(m_key).value(), mixed().value()})
        VERIFY_FAILS(one->load(m_sessions.first().token), ErrorCode::Corrupt);
}

void TestConversionSafety::whoDoesNotSayMixedStaysOutside()
{
    fill(*m_clear, 5);
    TAKE(first, mixed());
    QCOMPARE(converted(first, ConversionTarget::Sealed).state, JobState::Done);
    TAKE(running, opened(m_key));
    TAKE(store, mixed(ConversionTarget::Unsealed));
    VERIFY_OK(store->core().ring().change(
        [](const KeyRing &ring) { return Result<KeyRing>(ring.withMode(SealMode::ClearMixed)); },
        store->core().deadline()));
    TAKE(clear, store->save(guestRow()));
    QCOMPARE(m_fixture->stored(clear.id).keyId, 0);
    // The ring alone does not do it.
    VERIFY_FAILS(opened(m_key), ErrorCode::KeyMissing);
    VERIFY_FAILS(running->load(clear.token), ErrorCode::Corrupt);
    TAKE(saved, running->save(guestRow()));
    QVERIFY(m_fixture->stored(saved.id).keyId != 0);
    VERIFY_FAILS(SessionStore::open(m_fixture->url.withOption(u"seal"_s, u"mixed"_s), RootKey::none(),
                                    m_fixture->options),
                 ErrorCode::KeyMissing);
}

void TestConversionSafety::aDamagedRowKeepsTheStoreMixed()
{
    fill(*m_clear, 50);
    SealedRow damaged = m_fixture->stored(m_sessions.first().id);
    damaged.payload[10] = char(damaged.payload[10] ^ 1);
    m_fixture->overwrite(damaged);
    TAKE(store, mixed());
    const JobInfo job = converted(store, ConversionTarget::Sealed);
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.counts.value(u"converted"_s), 49);
    QCOMPARE(job.counts.value(u"unreadable"_s), 1);
    QCOMPARE(job.remarks.size(), 1);
    VERIFY_FAILS(opened(m_key), ErrorCode::KeyMissing);
    // Once it is gone, the next one ends it.
    VERIFY_OK(store->remove(damaged.id));
    m_sessions.removeFirst();
    TAKE(again, mixed());
    QVERIFY(converted(again, ConversionTarget::Sealed).remarks.isEmpty());
    verifyAll(m_key, true);
}

void TestConversionSafety::aConversionIsTurnedBack()
{
    fill(*m_clear, 1500);
    TAKE(store, mixed());
    Jobs jobs(store);
    TAKE(job, jobs.submit(conversionRequest(ConversionTarget::Sealed)));
    JobControl interrupted = control();
    interrupted.progressed = [&](const JobInfo &now) {
        if (now.counts.value(u"converted"_s) > 0 && now.wish == JobWish::Run)
            VERIFY_OK(jobs.cancel(job.id));
    };
    TAKE(run, jobs.run(job.id, interrupted));
    QCOMPARE(run.job.state, JobState::Cancelled);
    QVERIFY(run.job.counts.value(u"converted"_s) < 1500);
    // Both kinds stand side by side, and all open.
    for (const SessionRow &session : std::as_const(m_sessions)) {
        TAKE(loaded, store->load(session.token));
        QVERIFY(loaded);
    }
    const JobInfo back = converted(store, ConversionTarget::Unsealed);
    QCOMPARE(back.counts.value(u"converted"_s), run.job.counts.value(u"converted"_s));
    verifyAll(RootKey::none(), false);
}

void TestConversionSafety::parametersAreChecked()
{
    JobRequest request = conversionRequest(ConversionTarget::Sealed);
    request.parameters.insert(u"to"_s, u"gold"_s);
    VERIFY_FAILS(Jobs(m_clear).submit(request), ErrorCode::InvalidArgument);
    VERIFY_FAILS(
        openForConversion(m_fixture->url, RootKey::none(), ConversionTarget::Sealed, m_fixture->options),
        ErrorCode::InvalidArgument);
    VERIFY_FAILS(openForConversion(StoreUrl::parse(u"postgres://localhost/shop?json=on"_s).value(), m_key,
                                   ConversionTarget::Sealed, m_fixture->options),
                 ErrorCode::InvalidArgument);
    // Of those without the key nobody takes it, and nobody ends it.
    TAKE(job, Jobs(m_clear).submit(conversionRequest(ConversionTarget::Sealed)));
    TAKE(ended, Jobs(m_clear).workOff(control()));
    QCOMPARE(ended, 0);
    VERIFY_FAILS(Jobs(m_clear).run(job.id, control()), ErrorCode::KeyMissing);
    TAKE(store, mixed());
    TAKE(now, Jobs(store).workOff(control()));
    QCOMPARE(now, 1);
}

QTEST_GUILESS_MAIN(TestConversionSafety)
#include "tst_conversionsafety.moc"
