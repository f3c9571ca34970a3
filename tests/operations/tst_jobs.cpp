// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobstest.h"

#include "operations/jobbook_p.h"
#include "operations/jobdocument_p.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestJobs : public JobsTest
{
    Q_OBJECT

private Q_SLOTS:
    void aJobIsSubmittedListedAndWorkedOff();
    void aRequestThatCannotBeIsRefused();
    void aJobThatIsNotThereIsGone();
    void aJobThatNobodyWorksOnIsPausedAndCancelledAtOnce();
    void whatHasEndedIsLeftAlone();
    void aJobOfAnUnknownKindOrLaterVersionIsLeftAlone();
    void anAlteredJobIsRefusedAndListed();
    void aKeylessConsoleSeesProgressAndActsOnNothing();
    void onAPlainStoreNoKeyIsNeeded();
    void endedJobsAreKeptAndTrimmed();
    void moreJobsThanAreAllowedAreRefused();
    void documentsReadAsTheyWereWritten();
};

void TestJobs::aJobIsSubmittedListedAndWorkedOff()
{
    const auto mine = jobs();
    TAKE(job, mine->submit(counting()));
    QCOMPARE(job.state, JobState::Waiting);
    m_fixture->clock->advance(3s);
    const auto others = jobs();
    TAKE(list, others->list());
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.first().request.by, u"ann"_s);
    TAKE(ended, others->workOff(control()));
    QCOMPARE(ended, 1);
    TAKE(done, mine->find(job.id));
    QCOMPARE(done.state, JobState::Done);
    QCOMPARE(done.request.reason, u"because"_s);
    QCOMPARE(done.counts.value(u"counted"_s), Rows);
    QCOMPARE(done.rows, Rows);
    QCOMPARE(done.done, done.total);
    QCOMPARE(done.ended - done.submitted, 3000);
    QCOMPARE(done.worker, u"worker"_s);
    QCOMPARE(done.takeovers, 0);
    QCOMPARE(m_counting->handled(), QList<int>(Rows, 1));
    TAKE(again, others->workOff(control()));
    QCOMPARE(again, 0);
    // The lease was given back.
    TAKE(leases, m_fixture->connection()->documents(DocumentName::JobLeasePrefix.toString(), {}, 10));
    QVERIFY(leases.documents.isEmpty());
}

void TestJobs::aRequestThatCannotBeIsRefused()
{
    const auto mine = jobs();
    JobRequest request = counting();
    request.kind = u"unheard-of"_s;
    VERIFY_FAILS(mine->submit(request), ErrorCode::InvalidArgument);
    request = counting();
    request.parameters.insert(u"impossible"_s, true);
    VERIFY_FAILS(mine->submit(request), ErrorCode::InvalidArgument);
    request = counting();
    request.rowsPerSecond = -1;
    VERIFY_FAILS(mine->submit(request), ErrorCode::InvalidArgument);
    request = counting();
    request.reason = QString(300, u'x');
    VERIFY_FAILS(mine->submit(request), ErrorCode::InvalidArgument);
    TAKE(list, mine->list());
    QVERIFY(list.isEmpty());
}

void TestJobs::aJobThatIsNotThereIsGone()
{
    const auto mine = jobs();
    for (const QString &id : {u"20260101-000000-abcdef"_s, QString(), QString(400, u'x'), u"a/b"_s}) {
        VERIFY_FAILS(mine->find(id), ErrorCode::Gone);
        VERIFY_FAILS(mine->pause(id), ErrorCode::Gone);
        VERIFY_FAILS(mine->run(id, control()), ErrorCode::Gone);
    }
}

void TestJobs::aJobThatNobodyWorksOnIsPausedAndCancelledAtOnce()
{
    const auto mine = jobs();
    TAKE(job, mine->submit(counting()));
    TAKE(paused, mine->pause(job.id));
    QCOMPARE(paused.state, JobState::Paused);
    VERIFY_OK(mine->pause(job.id));
    TAKE(run, mine->run(job.id, control()));
    QCOMPARE(run.end, JobRunEnd::Paused);
    TAKE(cancelled, mine->cancel(job.id));
    QCOMPARE(cancelled.state, JobState::Cancelled);
    QCOMPARE(cancelled.ended, m_fixture->clock->now());
    QVERIFY(m_counting->handled().isEmpty());
}

void TestJobs::whatHasEndedIsLeftAlone()
{
    const auto mine = jobs();
    TAKE(job, mine->submit(counting()));
    VERIFY_OK(mine->run(job.id, control()));
    VERIFY_FAILS(mine->pause(job.id), ErrorCode::Gone);
    VERIFY_FAILS(mine->resume(job.id), ErrorCode::Gone);
    VERIFY_FAILS(mine->cancel(job.id), ErrorCode::Gone);
    TAKE(run, mine->run(job.id, control()));
    QCOMPARE(run.end, JobRunEnd::Ended);
    QCOMPARE(m_counting->handled(), QList<int>(Rows, 1));
}

void TestJobs::aJobOfAnUnknownKindOrLaterVersionIsLeftAlone()
{
    TAKE(store, m_fixture->open());
    JobBook book(store->core());
    StoredJob unknown;
    unknown.job.id = u"20260101-000000-aaaaaa"_s;
    unknown.job.request.kind = u"unheard-of"_s;
    VERIFY_OK(book.write(unknown));
    StoredJob later;
    later.job.id = u"20260101-000000-bbbbbb"_s;
    later.job.request = counting();
    later.job.version = 2;
    VERIFY_OK(book.write(later));
    VERIFY_OK(store->core().documents().write(u"job/20260101-000000-cccccc"_s, "{\"format\":2}", 0,
                                              store->core().deadline()));
    const auto mine = jobs();
    TAKE(ended, mine->workOff(control()));
    QCOMPARE(ended, 0);
    VERIFY_FAILS(mine->run(unknown.job.id, control()), ErrorCode::Unsupported);
    VERIFY_FAILS(mine->run(later.job.id, control()), ErrorCode::TooNew);
    VERIFY_FAILS(mine->run(u"20260101-000000-cccccc"_s, control()), ErrorCode::TooNew);
    TAKE(list, mine->list());
    QCOMPARE(list.size(), 3);
    for (const JobInfo &job : std::as_const(list)) {
        QVERIFY(!job.obstacle.isEmpty());
        QCOMPARE(job.state, JobState::Waiting);
    }
    // Whoever knows it less may still end it.
    VERIFY_OK(mine->cancel(unknown.job.id));
}

void TestJobs::anAlteredJobIsRefusedAndListed()
{
    const auto mine = jobs();
    TAKE(job, mine->submit(counting()));
    TAKE(other, mine->submit(counting()));
    const auto connection = m_fixture->connection();
    TAKE(document, connection->document(JobBook::nameOf(job.id)));
    QVERIFY(document);
    QByteArray altered = document->bytes;
    altered[altered.size() / 2] = char(altered[altered.size() / 2] ^ 1);
    VERIFY_OK(connection->putDocument(document->name, altered, document->revision));
    VERIFY_FAILS(mine->find(job.id), ErrorCode::Corrupt);
    VERIFY_FAILS(mine->run(job.id, control()), ErrorCode::Corrupt);
    // The other one is worked off all the same.
    TAKE(ended, mine->workOff(control()));
    QCOMPARE(ended, 1);
    TAKE(list, mine->list());
    QCOMPARE(list.size(), 2);
    const auto broken = std::ranges::find(list, job.id, &JobInfo::id);
    QVERIFY(broken != list.cend() && !broken->obstacle.isEmpty());
}

void TestJobs::aKeylessConsoleSeesProgressAndActsOnNothing()
{
    const auto mine = jobs();
    JobRequest request = counting();
    request.parameters.insert(u"user"_s, u"somebody"_s);
    TAKE(job, mine->submit(request));
    TAKE(keyless, m_fixture->openKeyless());
    Jobs seen(keyless, m_kinds);
    TAKE(waiting, seen.list());
    QCOMPARE(waiting.size(), 1);
    QCOMPARE(waiting.first().state, JobState::Waiting);
    VERIFY_FAILS(seen.submit(request), ErrorCode::KeyMissing);
    VERIFY_FAILS(seen.pause(job.id), ErrorCode::KeyMissing);
    VERIFY_FAILS(seen.cancel(job.id), ErrorCode::KeyMissing);
    VERIFY_FAILS(seen.run(job.id, control()), ErrorCode::KeyMissing);
    VERIFY_OK(mine->run(job.id, control()));
    TAKE(done, seen.find(job.id));
    QCOMPARE(done.state, JobState::Done);
    QCOMPARE(done.counts.value(u"counted"_s), Rows);
    QVERIFY(done.request.parameters.isEmpty() && done.request.reason.isEmpty() && done.checkpoint.isEmpty());
    VERIFY_FAILS(seen.find(u"20260101-000000-abcdef"_s), ErrorCode::Gone);
}

void TestJobs::onAPlainStoreNoKeyIsNeeded()
{
    StoreFixture plain;
    plain.rootKey = RootKey::none();
    TAKE(store, plain.open());
    Jobs mine(store, m_kinds);
    TAKE(job, mine.submit(counting()));
    TAKE(keyless, plain.openKeyless());
    Jobs theirs(keyless, m_kinds);
    TAKE(ended, theirs.workOff(control()));
    QCOMPARE(ended, 1);
    TAKE(done, mine.find(job.id));
    QCOMPARE(done.state, JobState::Done);
    TAKE(copies, plain.connection()->documents(DocumentName::JobCopyPrefix.toString(), {}, 10));
    QVERIFY(copies.documents.isEmpty());
}

void TestJobs::endedJobsAreKeptAndTrimmed()
{
    const auto mine = jobs();
    for (int i = 0; i < Jobs::MostEnded + 5; ++i) {
        TAKE(job, mine->submit(counting()));
        VERIFY_OK(mine->cancel(job.id));
        m_fixture->clock->advance(1min);
    }
    TAKE(active, mine->submit(counting()));
    TAKE(gone, mine->trim());
    QCOMPARE(gone, 5);
    TAKE(list, mine->list());
    QCOMPARE(list.size(), Jobs::MostEnded + 1);
    m_fixture->clock->advance(Jobs::KeptFor);
    TAKE(old, mine->trim());
    QCOMPARE(old, int(Jobs::MostEnded));
    TAKE(left, mine->list());
    QCOMPARE(left.size(), 1);
    QCOMPARE(left.first().id, active.id);
    TAKE(copies, m_fixture->connection()->documents(DocumentName::JobCopyPrefix.toString(), {}, 10));
    QCOMPARE(copies.documents.size(), 1);
}

void TestJobs::moreJobsThanAreAllowedAreRefused()
{
    const auto mine = jobs();
    for (int i = 0; i < Jobs::MostActive; ++i)
        VERIFY_OK(mine->submit(counting()));
    VERIFY_FAILS(mine->submit(counting()), ErrorCode::Full);
}

void TestJobs::documentsReadAsTheyWereWritten()
{
    JobInfo job;
    job.id = u"20260101-000000-abcdef"_s;
    job.request = counting();
    job.request.mode = JobMode::DryRun;
    job.request.rowsPerSecond = 7;
    job.request.parameters.insert(u"user"_s, u"ann"_s);
    job.state = JobState::Failed;
    job.wish = JobWish::Pause;
    job.counts = {{u"a"_s, 1}, {u"b"_s, qint64(1) << 50}};
    job.failures = {{u"id"_s, u"No."_s}};
    job.failureCount = 1;
    job.remarks = {u"Do."_s};
    job.checkpoint = QByteArray("\0\xff x", 4);
    job.error = Error(ErrorCode::ClockSkew, u"Skewed"_s);
    job.takeovers = 3;
    job.steps = 9;
    TAKE(read, decodeJob(encodeJob(job, JobDetail::Whole)));
    QCOMPARE(encodeJob(read, JobDetail::Whole), encodeJob(job, JobDetail::Whole));
    QCOMPARE(read.checkpoint, job.checkpoint);
    QVERIFY(read.error && read.error->code() == ErrorCode::ClockSkew);
    QVERIFY(!encodeJob(job, JobDetail::Progress).contains("ann\":"));
    for (const char *junk : {"", "[]", "{}", "{\"format\":1}", "{\"format\":1,\"id\":\"x\",\"version\":1}"})
        VERIFY_FAILS(decodeJob(junk), ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestJobs)
#include "tst_jobs.moc"
