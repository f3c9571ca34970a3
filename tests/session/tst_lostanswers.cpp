// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "faultyfactory.h"
#include "freshstore.h"
#include "session/sessionwriter_p.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/backendregistry.h>

#include <QtCore/qelapsedtimer.h>

#include <functional>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Each call to the store fails in each way, at each place: a verb never says more than it knows.
/// On each set-up in AXESS_TEST_BACKENDS.
class TestLostAnswers : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void aCreateThatSucceededLoadsAndOneNotAppliedLeftNothing_data() { faults(); }
    void aCreateThatSucceededLoadsAndOneNotAppliedLeftNothing(); // Promise: 2
    void aSaveThatSucceededIsStoredAndOneNotAppliedIsNot_data() { faults(); }
    void aSaveThatSucceededIsStoredAndOneNotAppliedIsNot(); // Promise: 2
    void savesThatGoTogetherAreEachToldTheTruth_data() { faults(); }
    void savesThatGoTogetherAreEachToldTheTruth(); // Promise: 2
    void afterACycleExactlyOneTokenOpens_data() { faults(); }
    void afterACycleExactlyOneTokenOpens(); // Promise: 3
    void aRemoveThatSucceededHolds_data() { faults(); }
    void aRemoveThatSucceededHolds();
    void signingOutEverywhereThatSucceededHolds_data() { faults(); }
    void signingOutEverywhereThatSucceededHolds();
    void aRevocationSaysOfEachSessionWhatBecameOfIt_data() { faults(); }
    void aRevocationSaysOfEachSessionWhatBecameOfIt();
    void anOutageIsNeverAbsence_data() { faults(); }
    void anOutageIsNeverAbsence(); // Promise: 4
    void callersOfAStoreThatHangsDoNotQueueUp(); // Promise: 9
    void aRaisedEpochThatSucceededHolds_data() { faults(); }
    void aRaisedEpochThatSucceededHolds();

private:
    static void faults();
    bool isOneCut() const;
    /// Sets a fresh store up, arms the fault at call n, acts, and checks; for n = 1, 2, … until the act is
    /// over before.
    void atEachCall(const std::function<void()> &act);

    void makeStores();

    BackendRegistry m_registry;
    std::unique_ptr<FreshStore> m_place;
    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<FaultyFactory> m_faulty;
    std::shared_ptr<SessionStore> m_store;
    std::shared_ptr<SessionStore> m_witness; ///< Looks at the same store without faults.
    SessionRow m_row;
};

void TestLostAnswers::initTestCase_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(QStringLiteral(AXESS_TEST_EMBEDDED)))
        QTest::addRow("%s", qPrintable(setUp)) << setUp;
}

void TestLostAnswers::cleanup()
{
    m_store.reset();
    m_witness.reset();
    m_faulty.reset();
    m_fixture.reset();
    m_place.reset();
}

void TestLostAnswers::init()
{
    // An epoch that stands without its line in the log is a warning, and rightly so.
    if (qstrcmp(QTest::currentTestFunction(), "aRaisedEpochThatSucceededHolds") != 0)
        AxessTest::init();
}

// One answer that was cut off is asked for again while time is left.
bool TestLostAnswers::isOneCut() const
{
    QFETCH(const Fault, fault);
    QFETCH(const int, count);
    return count == 1 && (fault == Fault::CutBefore || fault == Fault::CutAfter);
}

void TestLostAnswers::faults()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<int>("count");
    QTest::newRow("refused") << Fault::Refused << 1;
    QTest::newRow("cut before") << Fault::CutBefore << 1;
    QTest::newRow("cut after") << Fault::CutAfter << 1;
    QTest::newRow("two cut before") << Fault::CutBefore << 2;
    QTest::newRow("two cut after") << Fault::CutAfter << 2;
    QTest::newRow("cut before for good") << Fault::CutBefore << 1000;
    QTest::newRow("cut after for good") << Fault::CutAfter << 1000;
    QTest::newRow("hangs before") << Fault::HangsBefore << 1;
    QTest::newRow("hangs after") << Fault::HangsAfter << 1;
}

void TestLostAnswers::makeStores()
{
    QFETCH_GLOBAL(const QString, setUp);
    cleanup();
    TAKE(place, FreshStore::make(setUp));
    m_place = std::move(place);
    m_fixture = std::make_unique<StoreFixture>();
    if (m_place->url() != m_fixture->url) {
        m_fixture->url = m_place->url();
        TAKE(factory, m_registry.factory(m_fixture->url, AccessMode::ReadWrite));
        m_fixture->options.factory = factory;
    }
    VERIFY_OK(m_fixture->initialise().transform([&](const auto &store) { m_witness = store; }));
    m_faulty = std::make_shared<FaultyFactory>(m_fixture->options.factory);
    StoreOptions options = m_fixture->options;
    options.factory = m_faulty;
    // What is not under test must be in time also on a busy machine, where a disk takes part.
    options.callDeadline = setUp == "memory"_L1 ? 250ms : 1000ms;
    TAKE(store, SessionStore::open(m_fixture->url, m_fixture->rootKey, options));
    m_store = store;
}

void TestLostAnswers::atEachCall(const std::function<void()> &act)
{
    QFETCH(const Fault, fault);
    QFETCH(const int, count);
    for (int n = 1;; ++n) {
        makeStores();
        if (QTest::currentTestFailed())
            return;
        SessionRow row = guestRow();
        row.user = userNamed(u"ada"_s);
        TAKE(saved, m_witness->save(row));
        m_row = saved;

        m_faulty->plan().arm(fault, n, count);
        act();
        if (QTest::currentTestFailed()) {
            qCritical("… with the fault at call %d", n);
            return;
        }
        if (m_faulty->plan().disarm() == 0)
            return;
    }
}

void TestLostAnswers::aCreateThatSucceededLoadsAndOneNotAppliedLeftNothing()
{
    atEachCall([this] {
        const auto answer = m_store->save(guestRow());
        TAKE(statistics, m_witness->statistics());
        if (answer) {
            TAKE(loaded, m_witness->load(answer->token));
            QVERIFY(loaded);
            QCOMPARE(loaded->data, answer->data);
            QCOMPARE(statistics.guests, 1);
        } else {
            QCOMPARE(answer.error().code(), ErrorCode::Unavailable);
            if (answer.error().outcome() == Outcome::NotApplied)
                QCOMPARE(statistics.guests, 0);
        }
    });
}

void TestLostAnswers::aSaveThatSucceededIsStoredAndOneNotAppliedIsNot()
{
    atEachCall([this] {
        SessionRow mine = m_row;
        mine.data.insert(u"mine"_s, 1);
        const auto answer = m_store->save(mine);
        QVERIFY(answer || !isOneCut());
        TAKE(loaded, m_witness->load(m_row.token));
        QVERIFY(loaded);
        if (answer) {
            QCOMPARE(loaded->data, mine.data);
            QCOMPARE(loaded->revision, 2u);
            VERIFY_OK(m_witness->save(*answer));
        } else {
            QCOMPARE(answer.error().code(), ErrorCode::Unavailable);
            if (answer.error().outcome() == Outcome::NotApplied)
                QCOMPARE(loaded->data, m_row.data);
        }
    });
}

void TestLostAnswers::savesThatGoTogetherAreEachToldTheTruth()
{
    atEachCall([this] {
        TAKE(another, m_witness->save(guestRow()));
        QList<SessionRow> rows {m_row, another};
        for (SessionRow &row : rows)
            row.data.insert(u"mine"_s, 1);

        const auto answers = SessionWriter(m_store->core()).update(rows);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const SessionRow &asked = rows[qsizetype(i)];
            QVERIFY(answers[i] || !isOneCut());
            TAKE(loaded, m_witness->load(asked.token));
            QVERIFY(loaded);
            if (answers[i]) {
                QCOMPARE(loaded->data, asked.data);
                QCOMPARE(loaded->revision, 2u);
                VERIFY_OK(m_witness->save(*answers[i]));
            } else {
                QCOMPARE(answers[i].error().code(), ErrorCode::Unavailable);
                if (answers[i].error().outcome() == Outcome::NotApplied)
                    QVERIFY(loaded->data != asked.data);
            }
        }
    });
}

void TestLostAnswers::afterACycleExactlyOneTokenOpens()
{
    atEachCall([this] {
        TAKE(to, m_witness->renewed(m_row.token));
        const auto answer = m_store->cycle(m_row.token, to, m_row);
        QVERIFY(answer || !isOneCut());
        const bool oldOpens = m_witness->load(m_row.token).has_value();
        const bool newOpens = m_witness->load(to).has_value();
        QVERIFY(oldOpens != newOpens);
        if (answer) {
            QVERIFY(newOpens);
            QCOMPARE(answer->token, to);
            return;
        }
        QCOMPARE(answer.error().code(), ErrorCode::Unavailable);
        if (answer.error().outcome() == Outcome::NotApplied)
            QVERIFY(oldOpens);
        // Said again by the same tokens it is done, whatever had happened.
        TAKE(again, m_witness->cycle(m_row.token, to, m_row));
        QCOMPARE(again.revision, 2u);
        VERIFY_FAILS(m_witness->load(m_row.token), ErrorCode::Superseded);
    });
}

void TestLostAnswers::aRemoveThatSucceededHolds()
{
    atEachCall([this] {
        const auto answer = m_store->remove(m_row.id);
        QVERIFY(answer || !isOneCut());
        TAKE(loaded, m_witness->load(m_row.token));
        if (answer)
            QVERIFY(!loaded);
        else if (answer.error().outcome() == Outcome::NotApplied)
            QVERIFY(loaded);
    });
}

void TestLostAnswers::signingOutEverywhereThatSucceededHolds()
{
    atEachCall([this] {
        TAKE(ticket, m_witness->ticket(m_row.user));
        const auto answer = m_store->signOutEverywhere(m_row.user);
        QVERIFY(answer || !isOneCut());
        TAKE(loaded, m_witness->load(m_row.token));
        SessionRow late = guestRow();
        late.user = m_row.user;
        const bool admits = m_witness->save(late, SignIn {ticket}).has_value();
        if (answer) {
            QVERIFY(!loaded && !admits);
        } else {
            QCOMPARE(answer.error().code(), ErrorCode::Unavailable);
            if (answer.error().outcome() == Outcome::NotApplied)
                QVERIFY(loaded && admits);
        }
    });
}

void TestLostAnswers::aRevocationSaysOfEachSessionWhatBecameOfIt()
{
    atEachCall([this] {
        const auto answer = m_store->revoke(std::span(&m_row.id, 1), u"lost"_s, 10min);
        TAKE(found, m_witness->find(m_row.id));
        const bool isRevoked = found->life == Life::Revoked;
        if (!answer) {
            QCOMPARE(answer.error().outcome(), Outcome::NotApplied);
            QVERIFY(!isRevoked);
            return;
        }
        QCOMPARE(answer->done.size() + answer->unknown.size(), 1);
        if (answer->done.isEmpty())
            return;
        QVERIFY(isRevoked);
        // Its grace was not lost by a repetition.
        TAKE(restored, m_witness->restore(answer->done, answer->mark));
        QCOMPARE(restored.done.size(), 1);
    });
}

void TestLostAnswers::anOutageIsNeverAbsence()
{
    atEachCall([this] {
        const auto loaded = m_store->load(m_row.token);
        QVERIFY(loaded ? loaded->has_value() : loaded.error().code() == ErrorCode::Unavailable);
        const auto found = m_store->find(m_row.id);
        QVERIFY(found ? found->has_value() : found.error().code() == ErrorCode::Unavailable);
        const auto ids = m_store->findSessionsForUser(m_row.user);
        QVERIFY(ids ? ids->size() == 1 : ids.error().code() == ErrorCode::Unavailable);
        const auto touched = m_store->touch(m_row);
        QVERIFY(touched || touched.error().code() == ErrorCode::Unavailable);
        QVERIFY(!isOneCut() || (loaded && found && ids && touched));
    });
}

void TestLostAnswers::callersOfAStoreThatHangsDoNotQueueUp()
{
    StoreFixture fixture;
    const auto faulty = std::make_shared<FaultyFactory>(fixture.options.factory);
    fixture.options.factory = faulty;
    fixture.options.callDeadline = 1s;
    TAKE(store, fixture.open());
    TAKE(row, store->save(guestRow()));
    faulty->plan().arm(Fault::HangsBefore, 1, 1000);
    QElapsedTimer timer;
    timer.start();
    std::vector<std::thread> callers;
    std::atomic<int> unavailable = 0;
    for (int i = 0; i < 8; ++i) {
        callers.emplace_back([&] {
            const auto loaded = store->load(row.token);
            unavailable += !loaded && loaded.error().code() == ErrorCode::Unavailable;
        });
    }
    for (std::thread &caller : callers)
        caller.join();
    // One after the other they would take 8 seconds.
    QCOMPARE(unavailable.load(), 8);
    QVERIFY2(timer.elapsed() < 5000, QByteArray::number(timer.elapsed()).constData());
    faulty->plan().disarm();
    VERIFY_OK(store->load(row.token));
}

void TestLostAnswers::aRaisedEpochThatSucceededHolds()
{
    atEachCall([this] {
        const auto answer = m_store->raiseStoreEpoch(u"x"_s);
        TAKE(loaded, m_witness->load(m_row.token));
        if (answer)
            QVERIFY(!loaded);
        else if (answer.error().outcome() == Outcome::NotApplied)
            QVERIFY(loaded);
    });
}

QTEST_GUILESS_MAIN(TestLostAnswers)
#include "tst_lostanswers.moc"
