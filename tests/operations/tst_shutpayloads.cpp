// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "revoketest.h"
#include "shutpayloads.h"

#include <axess/store.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Support staff whose account the server does not let read payloads list, show, end and undo.
class TestShutPayloads : public RevokeTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aSessionIsShownWithoutItsData_data();
    void aSessionIsShownWithoutItsData();
    void anApplicationIsRefused();
    void aLogOutIsDoneVerifiedAndUndone();
    void aLogOutWhoseAnswerWasLostIsFound();
    void manyAreLoggedOutAndCounted();
    void aJobsLogOutIsUndone();

private:
    std::shared_ptr<SessionStore> support() const
    {
        return *SessionStore::openKeyless(m_fixture->url, m_options);
    }

    std::shared_ptr<ShutPayloadsFactory> m_factory;
    StoreOptions m_options;
};

void TestShutPayloads::init()
{
    RevokeTest::init();
    m_factory = std::make_shared<ShutPayloadsFactory>(m_fixture->options.factory);
    m_options = m_fixture->options;
    m_options.factory = m_factory;
}

void TestShutPayloads::aSessionIsShownWithoutItsData_data()
{
    QTest::addColumn<bool>("hasKey");
    QTest::newRow("without the key") << false;
    QTest::newRow("with the key") << true;
}

void TestShutPayloads::aSessionIsShownWithoutItsData()
{
    QFETCH(const bool, hasKey);
    const auto store
        = hasKey ? *SessionStore::open(m_fixture->url, m_fixture->rootKey, m_options) : support();
    TAKE(found, store->find(m_shop.first()));
    QVERIFY(found);
    QCOMPARE(found->row.tenant, tenantNamed(u"shop"_s));
    QCOMPARE(found->row.verification, Verification::NotVerified);
    QCOMPARE(found->row.payloadBytes, m_fixture->stored(m_shop.first()).payloadBytes);
    QCOMPARE(found->life, Life::Live);
    QVERIFY(found->row.data.isEmpty());
    TAKE(absent, store->find(SessionId::fromBytes(QByteArray(16, '\7')).value()));
    QVERIFY(!absent);

    // Whoever has no key needs one; whoever has it needs a right.
    VERIFY_FAILS(sessionDataStore(store)->get(m_shop.first()),
                 hasKey ? ErrorCode::Denied : ErrorCode::KeyMissing);
}

void TestShutPayloads::anApplicationIsRefused()
{
    TAKE(row, m_store->save(guestRow()));
    const auto store = *SessionStore::open(m_fixture->url, m_fixture->rootKey, m_options);
    VERIFY_FAILS(store->load(row.token), ErrorCode::Denied);
}

void TestShutPayloads::aLogOutIsDoneVerifiedAndUndone()
{
    const auto store = support();
    TAKE(report, store->revoke(std::span(m_shop).first(3), u"stolen laptop"_s, 15min));
    QCOMPARE(report.done.size(), 3);
    TAKE(found, store->find(m_shop.first()));
    QCOMPARE(found->life, Life::Revoked);
    QCOMPARE(found->row.revocation->reason, u"stolen laptop"_s);
    TAKE(undone, store->restore(report.done, report.mark));
    QCOMPARE(undone.done.size(), 3);
    QVERIFY(isLive(m_shop.first()));
}

void TestShutPayloads::aLogOutWhoseAnswerWasLostIsFound()
{
    m_factory->lostAnswers = 1;
    TAKE(report, support()->revoke(std::span(m_shop).first(2), u"stolen laptop"_s, 15min));
    QCOMPARE(report.done.size(), 2);
    QVERIFY(report.unknown.isEmpty());
}

void TestShutPayloads::manyAreLoggedOutAndCounted()
{
    BulkRevocation what;
    what.ids = m_shop;
    what.reason = u"stolen laptop"_s;
    TAKE(here, RevokeSessions(support()).runHere(what, control()));
    QCOMPARE(here.run.job.state, JobState::Done);
    QCOMPARE(here.run.job.counts.value(u"verified"_s), Shop);
    QCOMPARE(here.run.job.counts.value(u"tenant.shop"_s), Shop);
    QCOMPARE(living(), Bank);
}

void TestShutPayloads::aJobsLogOutIsUndone()
{
    const JobInfo job = revoked(ofTenant(u"shop"_s));
    VERIFY_OK(m_store->revoke(std::span(m_shop).first(2), u"again"_s, 1h));
    // A job needs the key, and documents; not the payloads.
    const auto store = *SessionStore::open(m_fixture->url, m_fixture->rootKey, m_options);
    TAKE(undo, RevokeSessions(store).submitUndo(job.id, u"ann"_s));
    TAKE(run, Jobs(store).run(undo.id, control()));
    QCOMPARE(run.job.counts.value(u"restored"_s), Shop - 2);
    QCOMPARE(run.job.counts.value(u"revokedAgain"_s), 2);
}

QTEST_GUILESS_MAIN(TestShutPayloads)
#include "tst_shutpayloads.moc"
