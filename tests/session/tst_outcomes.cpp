// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "faultyfactory.h"
#include "managerfixture.h"
#include "storefixture.h"

#include "session/storecore_p.h"

#include <semaphore>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What is said of writes whose first try was lost and whose second was refused, and how long callers wait
/// for each other when the store hangs.
class TestOutcomes : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aRefusedSecondTryDoesNotUndoALostSignOut_data() { refusals(); }
    void aRefusedSecondTryDoesNotUndoALostSignOut(); // Promise: 10
    void aRefusedSecondTryDoesNotUndoALostSignOutEverywhere_data() { refusals(); }
    void aRefusedSecondTryDoesNotUndoALostSignOutEverywhere();
    void aRefusedSecondTryDoesNotUndoALostTouch_data() { refusals(); }
    void aRefusedSecondTryDoesNotUndoALostTouch();
    void aRefusedSecondTryDoesNotUndoALostSignIn_data() { refusals(); }
    void aRefusedSecondTryDoesNotUndoALostSignIn();
    void nobodyWaitsBeyondItsTimeForAnothersReading_data();
    void nobodyWaitsBeyondItsTimeForAnothersReading();

private:
    static void refusals()
    {
        QTest::addColumn<Fault>("refusal");
        QTest::newRow("unavailable") << Fault::Refused;
        QTest::newRow("full") << Fault::NoRoom;
    }
    // The call `call` from now on has its effect but no answer; what comes behind it is refused.
    void loseCall(int call)
    {
        QFETCH(const Fault, refusal);
        m_faults->plan().arm(Fault::CutAfter, call);
        m_faults->plan().afterwards(refusal);
    }

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<FaultyFactory> m_faults;
    std::shared_ptr<SessionStore> m_store;
};

void TestOutcomes::init()
{
    AxessTest::init();
    m_store.reset();
    m_fixture = std::make_unique<StoreFixture>();
    m_faults = std::make_shared<FaultyFactory>(m_fixture->options.factory);
    m_fixture->options.factory = m_faults;
    m_fixture->options.controlLag = 900ms;
    TAKE(store, m_fixture->open());
    m_store = store;
}

void TestOutcomes::aRefusedSecondTryDoesNotUndoALostSignOut()
{
    TAKE(row, m_store->save(guestRow()));
    loseCall(1);
    const auto removed = m_store->remove(row.id);
    m_faults->plan().disarm();
    VERIFY_FAILS(removed, ErrorCode::Unavailable);
    QCOMPARE(removed.error().outcome(), Outcome::Unknown);
    TAKE(loaded, m_store->load(row.token));
    QVERIFY(!loaded);
}

void TestOutcomes::aRefusedSecondTryDoesNotUndoALostSignOutEverywhere()
{
    TAKE(ticket, m_store->ticket(userNamed(u"ada"_s)));
    loseCall(1);
    const auto ended = m_store->signOutEverywhere(userNamed(u"ada"_s));
    m_faults->plan().disarm();
    VERIFY_FAILS(ended, ErrorCode::Unavailable);
    QCOMPARE(ended.error().outcome(), Outcome::Unknown);
    TAKE(fresh, m_store->ticket(userNamed(u"ada"_s)));
    QVERIFY(fresh.generation > ticket.generation);
}

void TestOutcomes::aRefusedSecondTryDoesNotUndoALostTouch()
{
    TAKE(row, m_store->save(guestRow()));
    loseCall(1);
    const auto touched = m_store->touch(row);
    m_faults->plan().disarm();
    VERIFY_FAILS(touched, ErrorCode::Unavailable);
    QCOMPARE(touched.error().outcome(), Outcome::Unknown);
}

void TestOutcomes::aRefusedSecondTryDoesNotUndoALostSignIn()
{
    SessionManager manager(m_store);
    Session guest = manager.start();
    guest.insert(u"basket"_s, 1);
    TAKE(stored, manager.save(guest));
    TAKE(ticket, manager.ticket(userNamed(u"ada"_s)));
    loseCall(2); // Behind the reading of what stands there.
    const auto signedIn = manager.signIn(stored, ticket);
    m_faults->plan().disarm();
    VERIFY_FAILS(signedIn, ErrorCode::Unavailable);
    QCOMPARE(signedIn.error().outcome(), Outcome::Unknown);
    TAKE(found, m_store->find(stored.id()));
    QCOMPARE(found->row.user, userNamed(u"ada"_s));
}

void TestOutcomes::nobodyWaitsBeyondItsTimeForAnothersReading_data()
{
    QTest::addColumn<bool>("ring");
    QTest::newRow("control document") << false;
    QTest::newRow("key ring") << true;
}

void TestOutcomes::nobodyWaitsBeyondItsTimeForAnothersReading()
{
    QFETCH(const bool, ring);
    StoreCore &core = m_store->core();
    const auto read = [&](const Deadline &deadline) {
        return ring ? core.ring().readNow(deadline).has_value() : core.control().renew(deadline).has_value();
    };
    m_faults->plan().arm(Fault::HangsBefore, 1);
    std::jthread slow([&] { read(Deadline::in(2s)); });
    QTRY_COMPARE(m_faults->plan().calls(), 1);

    const auto begun = SystemClock().monotonic();
    QVERIFY(!read(Deadline::in(50ms)));
    QVERIFY(SystemClock().monotonic() - begun < 1s);
}

QTEST_GUILESS_MAIN(TestOutcomes)
#include "tst_outcomes.moc"
