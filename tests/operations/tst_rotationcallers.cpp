// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/jobs.h>
#include <axess/keys.h>

#include <atomic>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Tally
{
    std::atomic<qint64> saves = 0;
    std::atomic<qint64> removals = 0;
    std::atomic<qint64> unavailable = 0;
    std::atomic<qint64> conflicts = 0; ///< Nobody else writes these sessions but the job.
    std::atomic<qint64> losses = 0; ///< What was saved is not what is there.
    std::atomic<qint64> resurrections = 0;
};

RootKey rootKey()
{
    return RootKey::fromBytes(SecretBytes(QByteArrayView("the root key of the busy callers")));
}

/// One caller with sessions of its own, so that whatever goes wrong with them is the job's doing.
class Caller
{
public:
    Caller(std::shared_ptr<SessionStore> store, Tally &tally)
        : m_store(std::move(store))
        , m_tally(tally)
    { }

    void work(const std::atomic<bool> &isOver)
    {
        for (int turn = 0; !isOver; ++turn) {
            if (!m_row)
                begin();
            else if (turn % 16 == 15)
                end();
            else
                save();
        }
        checkLast();
    }

private:
    void begin()
    {
        const auto row = m_store->save(guestRow());
        m_row = row ? std::optional(*row) : std::nullopt;
        m_isCertain = true;
        m_tally.unavailable += row ? 0 : 1;
    }

    void save()
    {
        const auto loaded = m_store->load(m_row->token);
        if (!loaded) {
            m_tally.unavailable++;
            return;
        }
        if (!*loaded || (m_isCertain && (*loaded)->data != m_row->data)) {
            m_tally.losses++;
            m_row.reset();
            return;
        }
        SessionRow next = **loaded;
        next.data.insert(u"count"_s, next.data.value(u"count"_s).toInteger() + 1);
        const auto saved = m_store->save(next);
        if (saved) {
            m_row = *saved;
            m_isCertain = true;
            m_tally.saves++;
            return;
        }
        // Of an unknown outcome either may stand there, and its statement may still come.
        const bool isUnavailable = saved.error().code() == ErrorCode::Unavailable;
        m_tally.unavailable += isUnavailable ? 1 : 0;
        m_tally.conflicts += !isUnavailable && m_isCertain ? 1 : 0;
        m_isCertain = false;
    }

    void end()
    {
        const auto removed = m_store->remove(m_row->id);
        m_tally.removals += removed ? 1 : 0;
        m_tally.unavailable += removed ? 0 : 1;
        if (removed)
            m_ended.append(m_row->token);
        m_row.reset();
    }

    void checkLast()
    {
        for (const SessionToken &token : std::as_const(m_ended)) {
            const auto loaded = m_store->load(token);
            m_tally.resurrections += loaded && *loaded ? 1 : 0;
        }
    }

    const std::shared_ptr<SessionStore> m_store;
    Tally &m_tally;
    std::optional<SessionRow> m_row;
    bool m_isCertain = true;
    QList<SessionToken> m_ended;
};

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
