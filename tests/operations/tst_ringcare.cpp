// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/storecore_p.h"

#include "axesstest.h"
#include "faultyfactory.h"
#include "keyuses.h"
#include "manualcontrol.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/jobs.h>
#include <axess/keys.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What becomes of a ring in the long run, and of those who cannot read it.
class TestRingCare : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aChangeThatWasNotAnnouncedIsWaitedForAnew();
    void retiredKeysAreForgottenOnceEverySessionHasOutlivedThem();
    void aFullRingMakesRoomByRetiring();
    void keysThatEverySessionHasOutlivedAreForgotten();
    void whoCannotReadTheRingDoesNotHoldUpOthers();

private:
    KeyUse use(const QString &purpose, const QString &state);
    quint32 active() { return use(u"envelope"_s, u"active"_s).key.id; }
    JobInfo rotated();

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

void TestRingCare::init()
{
    AxessTest::init();
    m_fixture = std::make_unique<StoreFixture>();
    TAKE(store, m_fixture->open());
    m_store = store;
}

KeyUse TestRingCare::use(const QString &purpose, const QString &state)
{
    return keyUse(m_store, purpose, state);
}

JobInfo TestRingCare::rotated()
{
    Jobs jobs(m_store);
    JobRequest request;
    request.kind = u"key-rotation"_s;
    const auto run = jobs.submit(request).and_then(
        [&](const JobInfo &job) { return jobs.run(job.id, controlBy(m_fixture->clock)); });
    return run ? run->job : JobInfo();
}

void TestRingCare::aChangeThatWasNotAnnouncedIsWaitedForAnew()
{
    Keys keys(m_store);
    const quint32 old = active();
    TAKE(staged, keys.stage(u"envelope"_s));
    // Who activated it was cut off before the others were told: they go on sealing under the old one.
    StoreCore &core = m_store->core();
    const auto activate
        = [&](const KeyRing &ring) { return ring.withActivated(staged.id, core.time().now()); };
    VERIFY_OK(core.ring().change(activate, core.deadline()));
    m_fixture->clock->advance(1min);
    // Twice: who asks again finds that all were told, and that this was just now.
    for (int i = 0; i < 2; ++i)
        VERIFY_FAILS(keys.retire(old), ErrorCode::Denied);
    TAKE(other, m_fixture->open());
    VERIFY_FAILS(Keys(other).retire(old), ErrorCode::Denied);
    m_fixture->clock->advance(m_fixture->options.callDeadline + 2 * m_fixture->options.controlLag);
    VERIFY_FAILS(Keys(other).retire(old), ErrorCode::Denied);
    m_fixture->clock->advance(m_fixture->options.callDeadline);
    VERIFY_OK(keys.retire(old));
}

void TestRingCare::retiredKeysAreForgottenOnceEverySessionHasOutlivedThem()
{
    Keys keys(m_store);
    const auto replaced = [&](const QString &purpose) {
        const quint32 old = use(purpose, u"active"_s).key.id;
        const auto staged = keys.stage(purpose);
        const bool isReplaced = staged && keys.activate(staged->id);
        m_fixture->clock->advance(1min);
        return isReplaced && keys.retire(old) ? old : 0;
    };
    const quint32 first = replaced(u"envelope"_s);
    const quint32 cookie = replaced(u"cookie"_s);
    const quint32 document = replaced(u"document"_s);
    const auto isThere = [&](quint32 id) { return m_store->core().ring().current()->key(id) != nullptr; };
    QVERIFY(isThere(first) && isThere(cookie) && isThere(document));
    m_fixture->clock->advance(std::chrono::days(30) - 5min);
    QVERIFY(replaced(u"envelope"_s) != 0);
    QVERIFY(isThere(first) && isThere(cookie));

    // A session that may live for longer keeps them for as long.
    SessionRow patient = guestRow();
    patient.absoluteTimeout = std::chrono::days(60);
    patient.idleTimeout = std::chrono::days(60);
    TAKE(saved, m_store->save(patient));
    m_fixture->clock->advance(std::chrono::days(20));
    TAKE(loaded, m_store->load(saved.token));
    TAKE(staged, keys.stage(u"envelope"_s));
    const quint32 old = active();
    VERIFY_OK(keys.activate(staged.id));
    VERIFY_OK(m_store->save(*loaded));
    m_fixture->clock->advance(1min);
    VERIFY_OK(keys.retire(old));
    QVERIFY(isThere(first) && isThere(cookie));
    VERIFY_OK(m_store->remove(saved.id));
    QVERIFY(replaced(u"envelope"_s) != 0);
    QVERIFY(!isThere(first) && !isThere(cookie));
    QVERIFY(isThere(old));
    // What it sealed has no end.
    QVERIFY(isThere(document));
}

void TestRingCare::aFullRingMakesRoomByRetiring()
{
    Keys keys(m_store);
    const quint32 old = active();
    TAKE(staged, keys.stage(u"envelope"_s));
    VERIFY_OK(keys.activate(staged.id));
    m_fixture->clock->advance(1min);
    VERIFY_OK(keys.retire(old));
    for (int i = 5; i < 256; ++i)
        VERIFY_OK(keys.stage(u"cookie"_s));
    VERIFY_FAILS(keys.stage(u"envelope"_s), ErrorCode::Full);
    VERIFY_OK(keys.retire(old));
    VERIFY_FAILS(keys.stage(u"envelope"_s), ErrorCode::Full);
    m_fixture->clock->advance(std::chrono::days(31));
    VERIFY_OK(keys.retire(old));
    VERIFY_OK(keys.stage(u"envelope"_s));
    VERIFY_FAILS(keys.retire(old), ErrorCode::InvalidArgument);
}

void TestRingCare::keysThatEverySessionHasOutlivedAreForgotten()
{
    for (int i = 0; i < 10; ++i)
        VERIFY_OK(m_store->save(guestRow()));
    const quint32 first = active();
    VERIFY_OK(Keys(m_store).compromise(first));
    const quint32 second = active();
    QCOMPARE(rotated().state, JobState::Done);
    m_fixture->clock->advance(std::chrono::days(29));
    QCOMPARE(rotated().counts.value(u"forgotten"_s), 0);
    m_fixture->clock->advance(std::chrono::days(2));
    QCOMPARE(rotated().counts.value(u"forgotten"_s), 2);
    TAKE(keys, m_store->keys());
    for (const quint32 gone : {first, second})
        QVERIFY(std::ranges::none_of(keys, [&](const KeyInfo &key) { return key.id == gone; }));
    TAKE(report, Keys(m_store).verify());
    QVERIFY(report.isClean());
}

void TestRingCare::whoCannotReadTheRingDoesNotHoldUpOthers()
{
    auto faulty = std::make_shared<FaultyFactory>(m_fixture->options.factory);
    m_fixture->options.factory = faulty;
    m_fixture->options.callDeadline = 2s;
    TAKE(store, m_fixture->open());
    RingKeeper &ring = store->core().ring();
    faulty->plan().arm(Fault::Refused, 1, 1'000'000);
    VERIFY_FAILS(ring.reread(store->core().deadline()), ErrorCode::Unavailable);
    const int asked = faulty->plan().calls();
    for (int i = 0; i < 20; ++i)
        VERIFY_FAILS(ring.reread(store->core().deadline()), ErrorCode::Unavailable);
    QCOMPARE(faulty->plan().calls(), asked);
    m_fixture->clock->advance(1s);
    VERIFY_FAILS(ring.reread(store->core().deadline()), ErrorCode::Unavailable);
    QVERIFY(faulty->plan().calls() > asked);

    // One tries again and waits for a server that hangs; the others have their answer meanwhile.
    m_fixture->clock->advance(1s);
    faulty->plan().arm(Fault::HangsBefore, 1, 1'000'000);
    std::jthread patient([&] { (void)ring.reread(Deadline::in(60s)); });
    QTRY_VERIFY_WITH_TIMEOUT(faulty->plan().calls() > 0, 60'000);
    for (int i = 0; i < 20; ++i)
        VERIFY_FAILS(ring.reread(Deadline::in(60s)), ErrorCode::Unavailable);
    QCOMPARE(faulty->plan().calls(), 1);
    faulty->plan().disarm();
    store->core().storage().interruptAll();
    patient.join();
    m_fixture->clock->advance(1s);
    VERIFY_OK(ring.reread(store->core().deadline()));
}

QTEST_GUILESS_MAIN(TestRingCare)
#include "tst_ringcare.moc"
