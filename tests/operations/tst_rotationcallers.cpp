// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "busycallers.h"
#include "freshstore.h"
#include "verify.h"

#include <axess/jobs.h>
#include <axess/keys.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

RootKey rootKey()
{
    return RootKey::fromBytes(SecretBytes(QByteArrayView("the root key of the busy callers")));
}

} // namespace

/// 16 callers work while the keys of their store are rotated, twice.
class TestRotationCallers : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void callersNoticeNothing_data();
    void callersNoticeNothing();
};

void TestRotationCallers::callersNoticeNothing_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"memory,sqlite"_s))
        QTest::newRow(qPrintable(setUp)) << setUp;
}

void TestRotationCallers::callersNoticeNothing()
{
    QFETCH(const QString, setUp);
    constexpr int callers = 16;
    constexpr int rows = 2000;
    TAKE(fresh, FreshStore::make(setUp));
    StoreOptions options;
    options.callDeadline = 5s;
    options.controlLag = 200ms;
    TAKE(store, SessionStore::initialise(fresh->url(), rootKey(), options));
    for (int i = 0; i < rows; ++i)
        VERIFY_OK(store->save(guestRow()));
    // On a server half of them work in another instance.
    std::shared_ptr<SessionStore> other = store;
    if (setUp != "memory"_L1) {
        TAKE(second, SessionStore::open(fresh->url(), rootKey(), options));
        other = second;
    }
    Tally tally;
    std::atomic<bool> isOver = false;
    std::vector<std::jthread> threads;
    for (int i = 0; i < callers; ++i)
        threads.emplace_back([&, mine = i % 2 == 0 ? store : other] { Caller(mine, tally).work(isOver); });
    Jobs jobs(store);
    JobControl control;
    control.wait = [](std::chrono::milliseconds time) {
        std::this_thread::sleep_for(time);
        return true;
    };
    Result<JobRun> runs[2] {std::unexpected(Error(ErrorCode::Unavailable, u"not yet"_s)),
                            std::unexpected(Error(ErrorCode::Unavailable, u"not yet"_s))};
    for (Result<JobRun> &run : runs) {
        JobRequest request;
        request.kind = u"key-rotation"_s;
        run = jobs.submit(request).and_then([&](const JobInfo &job) { return jobs.run(job.id, control); });
    }
    isOver = true;
    threads.clear();

    for (const Result<JobRun> &run : runs) {
        VERIFY_OK(run);
        QCOMPARE(run->job.state, JobState::Done);
        QCOMPARE(run->job.counts.value(u"retired"_s), 1);
        QVERIFY(run->job.counts.value(u"resealed"_s) >= rows);
    }
    QVERIFY(tally.saves > 0 && tally.removals > 0);
    QCOMPARE(tally.conflicts.load(), 0);
    QCOMPARE(tally.losses.load(), 0);
    QCOMPARE(tally.resurrections.load(), 0);
    TAKE(report, Keys(store).verify());
    QVERIFY2(report.isClean(), qPrintable(report.failures.join(u'\n')));
    qInfo("%lld saves, %lld removals, %lld unavailable", (long long)tally.saves, (long long)tally.removals,
          (long long)tally.unavailable);
}

QTEST_GUILESS_MAIN(TestRotationCallers)
#include "tst_rotationcallers.moc"
