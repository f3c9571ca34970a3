// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "bulkfixture.h"
#include "countdown.h"
#include "verify.h"

#include "logouts/setfile.h"

#include <axess/audit.h>

#include <QtCore/qtemporarydir.h>
#include <QtTest/qsignalspy.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using State = BulkLogOut::State;
using Access = WindowFixture::Access;

/// Log-outs in bulk, with the key as a job of the store and without it in this process.
class TestBulkLogOut : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void all_data();
    void itIsDoneAndProved_data() { all_data(); }
    void itIsDoneAndProved();
    void nothingIsSentBeforeTheCountdownIsOver_data() { all_data(); }
    void nothingIsSentBeforeTheCountdownIsOver();
    void whatIsCalledOffIsNeverSent_data() { all_data(); }
    void whatIsCalledOffIsNeverSent();
    void afterTheCanaryItWaits_data() { all_data(); }
    void afterTheCanaryItWaits();
    void afterTheCanaryItCanBeCancelled_data() { all_data(); }
    void afterTheCanaryItCanBeCancelled();
    void theOldestEndFirst_data() { all_data(); }
    void theOldestEndFirst();
    void allOfItCanBeUndone_data() { all_data(); }
    void allOfItCanBeUndone();
    void withoutGraceNothingCanBeUndone_data() { all_data(); }
    void withoutGraceNothingCanBeUndone();
    void whoEndedMeanwhileIsGone_data() { all_data(); }
    void whoEndedMeanwhileIsGone();
    void theGateRefusesIt();
    void everybodyNeedsAdmin();
    void aTenantEndsByItsEpoch();
    void anEpochNeedsTheKey();
    void theAuditEntryIsNamed();
    void aFileOfIdsIsReadable();

private:
    static bool ends(const BulkLogOut &job)
    {
        return QTest::qWaitFor([&] { return job.hasEnded(); }, 10000);
    }
};

void TestBulkLogOut::all_data()
{
    QTest::addColumn<Access>("access");
    QTest::newRow("with key") << Access::WithKey;
    QTest::newRow("keyless") << Access::Keyless;
}

void TestBulkLogOut::itIsDoneAndProved()
{
    QFETCH(const Access, access);
    BulkFixture fixture(25, access);
    BulkLogOut job(fixture.console, fixture.order);
    QSignalSpy finished(&job, &BulkLogOut::finished);

    job.start();

    QVERIFY(ends(job));
    QCOMPARE(job.state(), State::Done);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(fixture.living(), 0);
    QCOMPARE(job.job().counts.value(u"requested"_s), 25);
    QCOMPARE(job.job().counts.value(u"done"_s), 25);
    QCOMPARE(job.job().counts.value(u"verified"_s), 25);
    QCOMPARE(job.failed(), 0);
    QCOMPARE(job.standsInStore(), access == Access::WithKey);
}

void TestBulkLogOut::nothingIsSentBeforeTheCountdownIsOver()
{
    QFETCH(const Access, access);
    BulkFixture fixture(3, access);
    fixture.order.countdown = 60s;
    BulkLogOut job(fixture.console, fixture.order);

    job.start();
    QCOMPARE(job.state(), State::CountingDown);
    QCOMPARE(job.untilSent(), 60s);
    QVERIFY(passes(job, *fixture.window.store.clock, 59s)); // It looked, and did not send.
    QCOMPARE(job.untilSent(), 1s);
    QCOMPARE(fixture.living(), 3);
    fixture.window.store.clock->advance(1s);

    QVERIFY(ends(job));
    QCOMPARE(fixture.living(), 0);
}

void TestBulkLogOut::whatIsCalledOffIsNeverSent()
{
    QFETCH(const Access, access);
    BulkFixture fixture(3, access);
    fixture.order.countdown = 60s;
    BulkLogOut job(fixture.console, fixture.order);
    job.start();

    job.cancel();
    fixture.window.store.clock->advance(2min);

    QCOMPARE(job.state(), State::Cancelled);
    QTest::qWait(300);
    QCOMPARE(fixture.living(), 3);
    QVERIFY(!job.isUndoable());
}

void TestBulkLogOut::afterTheCanaryItWaits()
{
    QFETCH(const Access, access);
    BulkFixture fixture(10, access);
    fixture.order.canary = 3;
    BulkLogOut job(fixture.console, fixture.order);

    job.start();

    QTRY_COMPARE(job.state(), State::Paused);
    QCOMPARE(fixture.living(), 7);
    job.resume();
    QVERIFY(ends(job));
    QCOMPARE(job.state(), State::Done);
    QCOMPARE(fixture.living(), 0);
    QCOMPARE(job.job().counts.value(u"done"_s), 10);
    QCOMPARE(job.job().counts.value(u"verified"_s), 10);
}

void TestBulkLogOut::afterTheCanaryItCanBeCancelled()
{
    QFETCH(const Access, access);
    BulkFixture fixture(10, access);
    fixture.order.canary = 3;
    BulkLogOut job(fixture.console, fixture.order);
    job.start();
    QTRY_COMPARE(job.state(), State::Paused);

    job.cancel();

    QVERIFY(ends(job));
    QCOMPARE(job.state(), State::Cancelled);
    QCOMPARE(fixture.living(), 7);
    // What had ended by then can be brought back.
    QVERIFY(job.isUndoable());
    job.undo();
    QTRY_COMPARE(job.state(), State::Undone);
    QCOMPARE(fixture.living(), 10);
}

void TestBulkLogOut::theOldestEndFirst()
{
    QFETCH(const Access, access);
    BulkFixture fixture(10, access);
    fixture.order.canary = 3;
    BulkLogOut job(fixture.console, fixture.order);

    job.start();

    QTRY_COMPARE(job.state(), State::Paused);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(fixture.window.lifeOf(fixture.order.ids.at(i)), i < 3 ? Life::Revoked : Life::Live);
}

void TestBulkLogOut::allOfItCanBeUndone()
{
    QFETCH(const Access, access);
    BulkFixture fixture(8, access);
    fixture.order.canary = 2;
    BulkLogOut job(fixture.console, fixture.order);
    job.start();
    QTRY_COMPARE(job.state(), State::Paused);
    job.resume();
    QVERIFY(ends(job));
    QCOMPARE(fixture.living(), 0);

    job.undo();

    QTRY_COMPARE(job.state(), State::Undone);
    QCOMPARE(fixture.living(), 8);
    QCOMPARE(job.job().counts.value(u"undo.restored"_s), 8);
    QVERIFY(!job.isUndoable());
}

void TestBulkLogOut::withoutGraceNothingCanBeUndone()
{
    QFETCH(const Access, access);
    BulkFixture fixture(3, access);
    fixture.order.grace = 0ms;
    BulkLogOut job(fixture.console, fixture.order);

    job.start();

    QVERIFY(ends(job));
    QVERIFY(!job.isUndoable());
    job.undo();
    QCOMPARE(job.state(), State::Done);
    QCOMPARE(fixture.living(), 0);
}

void TestBulkLogOut::whoEndedMeanwhileIsGone()
{
    QFETCH(const Access, access);
    BulkFixture fixture(5, access);
    VERIFY_OK(fixture.window.opened->remove(fixture.order.ids.at(1)));
    // Another operator, with a grace that this must not take away.
    TAKE(other, fixture.window.opened->revoke(std::array {fixture.order.ids.at(2)}, u"Other"_s, 1h));
    BulkLogOut job(fixture.console, fixture.order);

    job.start();

    QVERIFY(ends(job));
    QCOMPARE(job.job().counts.value(u"gone"_s), 2);
    QCOMPARE(job.job().counts.value(u"done"_s), 3);
    TAKE(restored, fixture.window.opened->restore(other.done, other.mark));
    QCOMPARE(restored.done.size(), 1);
}

void TestBulkLogOut::theGateRefusesIt()
{
    for (const ConsoleMode mode : {ConsoleMode::Viewer, ConsoleMode::Support}) {
        BulkFixture fixture(3, Access::WithKey, mode);
        BulkLogOut job(fixture.console, fixture.order);

        job.start();

        QVERIFY(ends(job));
        QCOMPARE(job.state(), State::Failed);
        QVERIFY(job.error());
        QCOMPARE(job.error()->code(), ErrorCode::Denied);
        QCOMPARE(fixture.living(), 3);
    }
}

void TestBulkLogOut::everybodyNeedsAdmin()
{
    for (const LogOutWay way : {LogOutWay::OneByOne, LogOutWay::Epoch}) {
        BulkFixture fixture(2, Access::WithKey, ConsoleMode::Operator);
        fixture.order.scope = LogOutScope::Everybody;
        fixture.order.way = way;
        BulkLogOut job(fixture.console, fixture.order);

        job.start();

        QVERIFY(ends(job));
        QCOMPARE(job.state(), State::Failed);
        QCOMPARE(fixture.living(), 2);
    }
}

void TestBulkLogOut::aTenantEndsByItsEpoch()
{
    BulkFixture fixture(3);
    const SessionRow other = fixture.window.addSession(u"eve"_s, u"bank"_s);
    fixture.order.scope = LogOutScope::Tenant;
    fixture.order.way = LogOutWay::Epoch;
    fixture.order.tenant = tenantNamed(u"acme"_s);
    BulkLogOut job(fixture.console, fixture.order);

    job.start();

    QVERIFY(ends(job));
    QCOMPARE(job.state(), State::Done);
    QVERIFY(job.outcome().epoch);
    QCOMPARE(fixture.living(), 0);
    QCOMPARE(fixture.window.lifeOf(other.id), Life::Live);
    QVERIFY(!job.isUndoable());
}

void TestBulkLogOut::anEpochNeedsTheKey()
{
    BulkFixture fixture(3, Access::Keyless);
    fixture.order.scope = LogOutScope::Everybody;
    fixture.order.way = LogOutWay::Epoch;
    BulkLogOut job(fixture.console, fixture.order);

    job.start();

    QVERIFY(ends(job));
    QCOMPARE(job.state(), State::Failed);
    QCOMPARE(job.error()->code(), ErrorCode::KeyMissing);
    QCOMPARE(fixture.living(), 3);
}

void TestBulkLogOut::theAuditEntryIsNamed()
{
    BulkFixture fixture(3);
    Audit audit(fixture.window.opened);
    audit.attach();
    BulkLogOut job(fixture.console, fixture.order);

    job.start();

    QVERIFY(ends(job));
    TAKE(entries, audit.list());
    QCOMPARE(job.outcome().auditEntry, entries.constFirst().number);
    QCOMPARE(entries.constFirst().act, u"job-submit"_s);
}

void TestBulkLogOut::aFileOfIdsIsReadable()
{
    const QTemporaryDir folder;
    const SessionId id = *SessionId::fromText(u"0123456789abcdef0123456789abcdef"_s);
    VERIFY_OK(SetFile::write(folder.filePath(u"new/set.ids"_s), {id, id}));
    VERIFY_FAILS(SetFile::write(u"/proc/none/set.ids"_s, {id}), ErrorCode::Full);
    QVERIFY(SetFile::pathFor(0, id).endsWith("log-outs/19700101-000000-000-012345.ids"_L1));
}

QTEST_MAIN(TestBulkLogOut)
#include "tst_bulklogout.moc"
