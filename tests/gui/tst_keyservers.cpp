// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "harmedstore.h"
#include "storefixture.h"
#include "verify.h"

#include "jobs/storejob.h"
#include "keys/keyorders.h"
#include "keys/keysmodel.h"
#include "keys/keytexts.h"
#include "keys/keywork.h"

#include <QtTest/qtest.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The keys of a store on a server of its own, as the console works with them; also while it is away.
class TestKeyServers : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { } // The harm is warned of, as it should be.
    void cleanupTestCase();
    void theRingIsCounted();
    void aConsoleThatDiesLeavesTheRotationToTheNext();
    void aRotationWaitsOutAnOutage();
    void aKeyIsReplacedWhenItIsLost();

private:
    std::unique_ptr<Console> console(ConsoleMode mode = ConsoleMode::Operator) const;
    static StoreJob::Order rotation(int rate);
    bool isClean() const;
    int living() const;

    std::unique_ptr<HarmedStore> m_place;
    std::shared_ptr<SessionStore> m_store;
    QList<SessionId> m_ids;
};

void TestKeyServers::initTestCase()
{
    TAKE(place, HarmedStore::start(FreshStore::asked(u"postgres"_s).constFirst()));
    m_place = std::move(place);
    VERIFY_OK(m_place->initialise());
    TAKE(direct, SessionStore::open(m_place->directUrl(), m_place->rootKey()));
    m_store = direct;
    for (int i = 0; i < 60; ++i) {
        SessionRow row = guestRow();
        row.idleTimeout = 12h;
        row.data.insert(u"n"_s, i);
        TAKE(saved, m_store->save(row));
        m_ids.append(saved.id);
    }
}

void TestKeyServers::cleanupTestCase()
{
    m_store.reset();
    m_place.reset();
}

std::unique_ptr<Console> TestKeyServers::console(ConsoleMode mode) const
{
    StoreOptions options = m_place->options();
    options.callDeadline = HarmedStore::CallDeadline;
    auto store = SessionStore::open(StoreUrl::parse(m_place->url()).value(), m_place->rootKey(), options);
    return std::make_unique<Console>(store.value(), StoreAddress {m_place->url(), {}}, mode);
}

StoreJob::Order TestKeyServers::rotation(int rate)
{
    RotationOrder order;
    order.rate = rate;
    order.by = u"tester"_s;
    StoreJob::Order made;
    made.title = u"Rotation"_s;
    made.act = GatedAct::TurnKeys;
    made.submit = [order](const StoreJob::Store &store) { return order.submit(store); };
    made.progress = &KeyTexts::rotationProgress;
    made.result = &KeyTexts::rotationResult;
    return made;
}

bool TestKeyServers::isClean() const
{
    const auto report = Keys(m_store).verify();
    return report && report->isClean() && report->open == m_ids.size();
}

int TestKeyServers::living() const
{
    int living = 0;
    for (const SessionId &id : m_ids) {
        const auto found = m_store->find(id);
        living += found && *found && (*found)->life == Life::Live ? 1 : 0;
    }
    return living;
}

void TestKeyServers::theRingIsCounted()
{
    TAKE(sight, lookAtKeys(m_store));
    KeysModel model([this] { return m_store->now(); });
    model.show(sight.report, sight.informed());
    bool isShown = false;
    for (int row = 0; row < model.rowCount(); ++row)
        isShown |= model.index(row, KeysModel::Sessions).data().toString() == "60"_L1;
    QVERIFY(isShown);
    QVERIFY(!sight.unfinished());
}

void TestKeyServers::aConsoleThatDiesLeavesTheRotationToTheNext()
{
    QString id;
    {
        const auto first = console();
        StoreJob job(*first, rotation(5));
        job.start();
        QVERIFY(QTest::qWaitFor([&] { return job.job().counts.value(u"resealed"_s) > 0; }, 30'000));
        id = job.job().id;
        QVERIFY(!job.hasEnded());
    }
    TAKE(sight, lookAtKeys(m_store));
    QVERIFY(sight.unfinished());
    QCOMPARE(sight.unfinished()->id, id);

    const auto second = console();
    StoreJob job(*second, rotation(5));
    job.start();

    QVERIFY(QTest::qWaitFor([&] { return job.hasEnded(); }, 60'000));
    QCOMPARE(job.job().id, id);
    QVERIFY2(job.stateText() == "Done"_L1, qPrintable(job.problemText() + job.resultText()));
    QVERIFY(isClean());
    QCOMPARE(living(), m_ids.size());
}

void TestKeyServers::aRotationWaitsOutAnOutage()
{
    const auto first = console();
    StoreJob job(*first, rotation(10));
    job.start();
    QVERIFY(QTest::qWaitFor([&] { return job.job().counts.value(u"resealed"_s) > 0; }, 30'000));

    VERIFY_OK(m_place->server().freeze());
    QVERIFY(QTest::qWaitFor([&] { return job.stateText() == "Waits for the store"_L1; }, 30'000));
    QVERIFY(!job.problemText().isEmpty());
    VERIFY_OK(m_place->server().thaw());

    QVERIFY(QTest::qWaitFor([&] { return job.hasEnded(); }, 60'000));
    QVERIFY2(job.job().state == JobState::Done, qPrintable(job.problemText()));
    QVERIFY(isClean());
    QCOMPARE(living(), m_ids.size());
}

void TestKeyServers::aKeyIsReplacedWhenItIsLost()
{
    TAKE(before, lookAtKeys(m_store));
    quint32 lost = 0;
    for (const KeyUse &use : before.report.keys) {
        if (use.key.purpose == "envelope"_L1 && use.key.state == "active"_L1)
            lost = use.key.id;
    }
    const auto operators = console(ConsoleMode::Operator);
    const auto compromise = [lost](const StoreJob::Store &store) { return Keys(store).compromise(lost); };
    auto refused = operators->act(GatedAct::EndKeys, compromise);
    QVERIFY(QTest::qWaitFor([&] { return refused.isFinished(); }, 10'000));
    VERIFY_FAILS(refused.result(), ErrorCode::Denied);

    const auto admins = console(ConsoleMode::Admin);
    auto done = admins->act(GatedAct::EndKeys, compromise);
    QVERIFY(QTest::qWaitFor([&] { return done.isFinished(); }, 10'000));
    VERIFY_OK(done.result());
    CompromiseOrder order;
    order.key = lost;
    order.revokes = true;
    order.reason = u"lost"_s;
    StoreJob::Order made;
    made.act = GatedAct::EndKeys;
    made.submit
        = [order](const StoreJob::Store &store) { return RevokeSessions(store).submit(order.revocation()); };
    made.result = &KeyTexts::revocationResult;
    StoreJob job(*admins, made);
    job.start();

    QVERIFY(QTest::qWaitFor([&] { return job.hasEnded(); }, 30'000));
    QCOMPARE(job.job().state, JobState::Done);
    QCOMPARE(living(), 0);
    TAKE(after, lookAtKeys(m_store));
    for (const KeyUse &use : after.report.keys)
        QVERIFY(use.key.id != lost || use.key.state == "compromised"_L1);
}

QTEST_MAIN(TestKeyServers)
#include "tst_keyservers.moc"
