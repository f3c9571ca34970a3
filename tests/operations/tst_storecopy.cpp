// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "copytest.h"

#include "session/storecore_p.h"
#include "storefixture.h"

#include <axess/operations.h>
#include <axess/store.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Two stores, each of the kind that a row of the test's data names.
class TestStoreCopy : public CopyTest
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsLoggedOut_data();
    void nobodyIsLoggedOut();
    void anUnsealedStoreIsCopied();
    void itGoesOnAfterEachStep();
    void theTargetOpensForNobodyUntilItIsComplete();
    void whatWasWrittenMeanwhileIsPutRight();
    void aRunThatGoesOnComparesAnew();
    void historyIsToldOnce();
    void keysThatCameMeanwhileAreTaken();
    void aCompleteCopyIsNotMadeAgain();
    void verifyingFindsEachDifference();
    void whoUsesTheSourceIsNamed();
    void otherTargetsAreRefused();
};

namespace {

QList<Event> withoutPositions(QList<Event> events)
{
    for (Event &event : events)
        event.position = 0;
    return events;
}

} // namespace

void TestStoreCopy::nobodyIsLoggedOut_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("target");
    const QStringList setUps = FreshStore::asked(u"memory"_s);
    for (const QString &source : setUps) {
        for (const QString &target : setUps)
            QTest::addRow("%s to %s", qPrintable(source), qPrintable(target)) << source << target;
    }
}

void TestStoreCopy::nobodyIsLoggedOut()
{
    QFETCH(const QString, source);
    QFETCH(const QString, target);
    TAKE(ends, this->ends(source, target));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    TAKE(copy, StoreCopy::open(ends));
    TAKE(plan, copy->plan());
    QCOMPARE(plan.target, StoreCopyPlan::Target::Empty);
    QCOMPARE(plan.sessions, Sessions); // One was removed, by being signed out everywhere.
    QVERIFY(plan.isSealed);

    TAKE(run, copy->run({}, {}));
    QCOMPARE(run.end, JobRunEnd::Ended);
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE(run.job.counts.value(u"sessions"_s), plan.sessions);
    QCOMPARE(run.job.counts.value(u"compared"_s), plan.sessions);
    QCOMPARE(run.job.counts.value(u"surplus"_s), 0);
    QCOMPARE(run.job.counts.value(u"values"_s), 1);

    TAKE(to, targetOf(ends));
    for (const SessionToken &token : filled.live) {
        TAKE(there, from->load(token));
        TAKE(here, to->load(token));
        QVERIFY(there && here);
        QCOMPARE(here->revision, there->revision);
        QCOMPARE(here->idleDeadline, there->idleDeadline);
        QCOMPARE(here->absoluteDeadline, there->absoluteDeadline);
        QCOMPARE(here->data, there->data);
        QCOMPARE(here->user, there->user);
    }
    for (const SessionToken &token : filled.dead) {
        TAKE(here, to->load(token));
        QVERIFY(!here);
    }
    // What was under way when the user was signed out everywhere stays out.
    SessionRow late = guestRow();
    late.user = userNamed(u"gone"_s);
    late.level = SessionLevel::Authenticated;
    VERIFY_FAILS(to->save(late, SignIn {filled.outdated}), ErrorCode::Gone);
    QCOMPARE(to->findSessionsForUser(userNamed(u"gone"_s)).value().size(), 1);
    TAKE(history, to->history(userNamed(u"ann"_s), {}));
    QCOMPARE(history.constFirst().kind, EventKind::Revoked);
    QCOMPARE(history.constFirst().detail, u"lost laptop"_s);
    QCOMPARE(withoutPositions(history), withoutPositions(from->history(userNamed(u"ann"_s), {}).value()));
    QCOMPARE(valueStore(to)->get(u"banner"_s).value(), QByteArray("hello"));
    // It is a store like any other.
    TAKE(row, to->load(filled.live.constFirst()));
    row->data.insert(u"basket"_s, 1);
    VERIFY_OK(to->save(*row));
}

void TestStoreCopy::anUnsealedStoreIsCopied()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    ends.rootKey = RootKey::none();
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    TAKE(run, copied(ends));
    QCOMPARE(run.job.state, JobState::Done);
    TAKE(to, targetOf(ends));
    TAKE(row, to->load(filled.live.constLast()));
    QVERIFY(row.has_value());
}

void TestStoreCopy::itGoesOnAfterEachStep()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    JobRun run;
    int runs = 0;
    do {
        // Of another program each time, which comes a step further: what is behind the sessions is one go.
        TAKE(copy, StoreCopy::open(ends));
        TAKE(part, copy->run({}, stopAfter(2 + runs)));
        run = part;
        QVERIFY2(++runs < 100, "it comes to no end");
    } while (run.end == JobRunEnd::Stopped);
    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE_GE(runs, 7);
    TAKE(to, targetOf(ends));
    QCOMPARE(to->events(0, 1000).value().size(), from->events(0, 1000).value().size());
    TAKE(row, to->load(filled.live.constFirst()));
    QVERIFY(row.has_value());
}

void TestStoreCopy::theTargetOpensForNobodyUntilItIsComplete()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    TAKE(copy, StoreCopy::open(ends));
    TAKE(part, copy->run({}, stopAfter(2)));
    QCOMPARE(part.end, JobRunEnd::Stopped);
    VERIFY_FAILS(targetOf(ends), ErrorCode::Unavailable);
    VERIFY_FAILS(SessionStore::initialise(ends.target, ends.rootKey, ends.targetOptions),
                 ErrorCode::Unavailable);
    TAKE(status, copy->status());
    QVERIFY(status && !status->hasEnded());
    QCOMPARE(copy->plan().value().target, StoreCopyPlan::Target::Begun);
    TAKE(rest, copy->run({}, {}));
    QCOMPARE(rest.job.state, JobState::Done);
    VERIFY_OK(targetOf(ends));
}

void TestStoreCopy::whatWasWrittenMeanwhileIsPutRight()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    TAKE(copy, StoreCopy::open(ends));
    TAKE(part, copy->run({}, stopAfter(2)));
    QCOMPARE(part.end, JobRunEnd::Stopped);
    // Sessions are copied by now.
    TAKE(saved, from->load(filled.live[0]));
    saved->data.insert(u"basket"_s, 12);
    VERIFY_OK(from->save(*saved));
    VERIFY_OK(from->remove(filled.live[1].id()));
    TAKE(added, from->save(guestRow()));
    TAKE(failed, copy->run({}, {}));
    QCOMPARE(failed.job.state, JobState::Failed);
    QCOMPARE(failed.job.error->code(), ErrorCode::Conflict);
    QCOMPARE(failed.job.counts.value(u"missing"_s), 1);
    QCOMPARE(failed.job.counts.value(u"different"_s), 1);
    QCOMPARE(failed.job.counts.value(u"surplus"_s), 1);
    VERIFY_FAILS(targetOf(ends), ErrorCode::Unavailable);

    TAKE(again, copy->run({}, {}));
    QCOMPARE(again.job.state, JobState::Done);
    TAKE(to, targetOf(ends));
    TAKE(here, to->load(filled.live[0]));
    QCOMPARE(here->data.value(u"basket"_s), 12);
    TAKE(ended, to->load(filled.live[1]));
    QVERIFY(!ended);
    TAKE(fresh, to->load(added.token));
    QVERIFY(fresh.has_value());
}

void TestStoreCopy::aRunThatGoesOnComparesAnew()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    TAKE(copy, StoreCopy::open(ends));
    // Everything is compared by now, and only what is surplus was not looked for.
    JobControl control;
    bool isCompared = false;
    control.progressed = [&](const JobInfo &job) { isCompared = job.counts.value(u"compared"_s) > 0; };
    control.wait = [&](std::chrono::milliseconds) { return !isCompared; };
    TAKE(part, copy->run({}, control));
    QCOMPARE(part.end, JobRunEnd::Stopped);
    // The applications are started once more, and stopped.
    VERIFY_OK(from->remove(filled.live[1].id()));
    VERIFY_OK(from->signOutEverywhere(userNamed(u"gone"_s)));
    VERIFY_OK(valueStore(from)->remove(u"banner"_s));
    TAKE(added, from->save(guestRow()));
    TAKE(failed, copy->run({}, {}));
    QCOMPARE(failed.job.state, JobState::Failed);
    QCOMPARE(failed.job.counts.value(u"missing"_s), 1);
    QCOMPARE(failed.job.counts.value(u"surplus"_s), 2);
    TAKE(again, copy->run({}, {}));
    QCOMPARE(again.job.state, JobState::Done);
    TAKE(to, targetOf(ends));
    TAKE(ended, to->load(filled.live[1]));
    QVERIFY(!ended);
    TAKE(fresh, to->load(added.token));
    QVERIFY(fresh.has_value());
    QVERIFY(!valueStore(to)->get(u"banner"_s).value());
}

void TestStoreCopy::historyIsToldOnce()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    for (int i = 0; i < 1500; ++i)
        VERIFY_OK(from->save(guestRow()));
    TAKE(copy, StoreCopy::open(ends));
    TAKE(part, copy->run({}, stopAfter(4)));
    TAKE(saved, from->load(filled.live[0]));
    saved->data.insert(u"basket"_s, 12);
    VERIFY_OK(from->save(*saved));
    TAKE(failed, copy->run({}, {}));
    QCOMPARE(failed.job.state, JobState::Failed);
    TAKE(again, copy->run({}, {}));
    QCOMPARE(again.job.state, JobState::Done);
    TAKE(to, targetOf(ends));
    const auto count = [](SessionStore &store) {
        qsizetype events = 0;
        for (qint64 position = 0;;) {
            const auto some = store.events(position, 1000);
            if (!some || some->isEmpty())
                return events;
            events += some->size();
            position = some->constLast().position;
        }
    };
    QCOMPARE_GT(count(*from), 1500);
    QCOMPARE(count(*to), count(*from));
}

void TestStoreCopy::keysThatCameMeanwhileAreTaken()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    TAKE(copy, StoreCopy::open(ends));
    TAKE(part, copy->run({}, stopAfter(1)));
    StoreCore &core = from->core();
    TAKE(staged, core.ring().current()->withStaged(KeyPurpose::Envelope, from->now(), core.random()));
    TAKE(sealed, sealRing(staged, core.random()));
    const QString name = DocumentName::Ring.toString();
    VERIFY_OK(core.storage().run(Verb::PutDocument, core.deadline(), [&](StorageConnection &connection) {
        return connection.document(name).and_then([&](const std::optional<StoredDocument> &standing) {
            return connection.putDocument(name, sealed, standing->revision);
        });
    }));
    TAKE(later, StoreCopy::open(ends));
    TAKE(run, later->run({}, {}));
    QCOMPARE(run.job.state, JobState::Done);
    TAKE(to, targetOf(ends));
    QCOMPARE(to->core().ring().current()->keys().size(), staged.keys().size());
    TAKE(row, to->load(filled.live.constFirst()));
    QVERIFY(row.has_value());
}

void TestStoreCopy::aCompleteCopyIsNotMadeAgain()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    VERIFY_OK(copied(ends));
    // A session that has ended in the target by now must not come back.
    TAKE(to, targetOf(ends));
    VERIFY_OK(to->remove(filled.live[0].id()));
    VERIFY_FAILS(copied(ends), ErrorCode::Gone);
    TAKE(ended, to->load(filled.live[0]));
    QVERIFY(!ended);
}

void TestStoreCopy::verifyingFindsEachDifference()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    TAKE(filled, fill(*from));
    TAKE(copy, StoreCopy::open(ends));
    VERIFY_FAILS(copy->verify({}, {}), ErrorCode::Gone);
    VERIFY_OK(copy->run({}, {}));
    TAKE(whole, copy->verify({}, {}));
    QCOMPARE(whole.job.counts.value(u"compared"_s), Sessions);
    QCOMPARE(whole.job.failureCount, 0);

    TAKE(to, targetOf(ends));
    VERIFY_OK(to->remove(filled.live[0].id()));
    TAKE(row, to->load(filled.live[1]));
    VERIFY_OK(to->touch(*row));
    row->data.insert(u"basket"_s, 3);
    VERIFY_OK(to->save(*row));
    VERIFY_OK(to->save(guestRow()));
    TAKE(found, copy->verify({}, {}));
    QCOMPARE(found.job.state, JobState::Done);
    QCOMPARE(found.job.counts.value(u"missing"_s), 1);
    QCOMPARE(found.job.counts.value(u"different"_s), 1);
    QCOMPARE(found.job.counts.value(u"surplus"_s), 1);
    // It only looked.
    TAKE(ended, to->load(filled.live[0]));
    QVERIFY(!ended);
}

void TestStoreCopy::whoUsesTheSourceIsNamed()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    Housekeeping::Options options;
    options.program = u"shop"_s;
    Housekeeping housekeeping(from, options);
    VERIFY_OK(housekeeping.start());
    QTRY_COMPARE_WITH_TIMEOUT(instances(*from).value().size(), 1, 60'000);
    TAKE(copy, StoreCopy::open(ends));
    TAKE(plan, copy->plan());
    QCOMPARE(plan.writers.size(), 1);
    QVERIFY(plan.writers[0].startsWith(u"shop@"_s));
    VERIFY_FAILS(copy->run({}, {}), ErrorCode::Denied);
    QCOMPARE(copy->plan().value().target, StoreCopyPlan::Target::Empty);
}

void TestStoreCopy::otherTargetsAreRefused()
{
    TAKE(ends, this->ends(u"memory"_s, u"memory"_s));
    TAKE(from, sourceOf(ends));
    StoreCopyEnds itself = ends;
    itself.targetOptions = ends.sourceOptions;
    VERIFY_FAILS(StoreCopy::open(itself), ErrorCode::InvalidArgument);

    TAKE(foreign, this->ends(u"memory"_s, u"memory"_s));
    TAKE(other, sourceOf(foreign));
    StoreCopyEnds onto = ends;
    onto.targetOptions = foreign.sourceOptions;
    VERIFY_FAILS(StoreCopy::open(onto), ErrorCode::Denied);

    VERIFY_OK(copied(foreign));
    onto.targetOptions = foreign.targetOptions;
    VERIFY_FAILS(StoreCopy::open(onto), ErrorCode::Denied);

    StoreCopyEnds wrong = ends;
    wrong.rootKey = foreign.rootKey;
    VERIFY_FAILS(StoreCopy::open(wrong), ErrorCode::KeyMissing);
    wrong.rootKey = RootKey::none();
    VERIFY_FAILS(StoreCopy::open(wrong), ErrorCode::KeyMissing);
}

QTEST_GUILESS_MAIN(TestStoreCopy)
#include "tst_storecopy.moc"
