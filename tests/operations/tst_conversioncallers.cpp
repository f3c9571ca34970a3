// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "busycallers.h"
#include "freshstore.h"
#include "verify.h"

#include <axess/conversion.h>
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

/// 16 callers work while their store is sealed, and unsealed again.
class TestConversionCallers : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void callersNoticeNothing_data();
    void callersNoticeNothing();

private:
    static Result<JobRun> converted(Jobs &jobs, ConversionTarget target);
};

void TestConversionCallers::callersNoticeNothing_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s))
        QTest::newRow(qPrintable(setUp)) << setUp;
}

Result<JobRun> TestConversionCallers::converted(Jobs &jobs, ConversionTarget target)
{
    JobControl control;
    control.wait = [](std::chrono::milliseconds time) {
        std::this_thread::sleep_for(time);
        return true;
    };
    // Sixteen callers may keep SQLite's one writer busy for the time of a call.
    auto job = jobs.submit(conversionRequest(target));
    for (int i = 0; i < 20 && !job && job.error().code() == ErrorCode::Unavailable; ++i)
        job = jobs.submit(conversionRequest(target));
    return job.and_then([&](const JobInfo &submitted) { return jobs.run(submitted.id, control); });
}

void TestConversionCallers::callersNoticeNothing()
{
    QFETCH(const QString, setUp);
    constexpr int callers = 16;
    constexpr int rows = 2000;
    TAKE(fresh, FreshStore::make(setUp));
    StoreOptions options;
    options.controlLag = 200ms;
    options.callDeadline = 10s;
    TAKE(before, SessionStore::initialise(fresh->url(), RootKey::none(), options));
    options.callDeadline = 5s;
    for (int i = 0; i < rows; ++i)
        VERIFY_OK(before->save(guestRow()));
    TAKE(store, openForConversion(fresh->url(), rootKey(), ConversionTarget::Sealed, options));
    TAKE(other, openForConversion(fresh->url(), rootKey(), ConversionTarget::Sealed, options));
    Tally tally;
    std::atomic<bool> isOver = false;
    std::vector<std::jthread> threads;
    for (int i = 0; i < callers; ++i)
        threads.emplace_back([&, mine = i % 2 == 0 ? store : other] { Caller(mine, tally).work(isOver); });
    Jobs jobs(store);
    const auto sealed = converted(jobs, ConversionTarget::Sealed);
    const auto unsealed = converted(jobs, ConversionTarget::Unsealed);
    isOver = true;
    threads.clear();

    for (const Result<JobRun> &run : {sealed, unsealed}) {
        VERIFY_OK(run);
        QCOMPARE(run->job.state, JobState::Done);
        QVERIFY2(run->job.remarks.isEmpty(), qPrintable(run->job.remarks.join(u'\n')));
        QVERIFY(run->job.counts.value(u"converted"_s) >= rows);
        QCOMPARE(run->job.counts.value(u"unreadable"_s), 0);
    }
    QVERIFY(tally.saves > 0 && tally.removals > 0);
    QCOMPARE(tally.conflicts.load(), 0);
    QCOMPARE(tally.losses.load(), 0);
    QCOMPARE(tally.resurrections.load(), 0);
    // Whoever comes now needs no key.
    TAKE(after, SessionStore::open(fresh->url(), RootKey::none(), options));
    TAKE(statistics, after->statistics());
    QCOMPARE(statistics.byKey.size(), 1);
    QCOMPARE(statistics.byKey.value(0), statistics.sessions);
    qInfo("%lld saves, %lld removals, %lld unavailable", (long long)tally.saves, (long long)tally.removals,
          (long long)tally.unavailable);
}

QTEST_GUILESS_MAIN(TestConversionCallers)
#include "tst_conversioncallers.moc"
