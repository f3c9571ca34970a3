// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobworker.h"

#include "axesstest.h"
#include "freshstore.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/revokesessions.h>

#include <QtCore/qprocess.h>

#include <atomic>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Has a thread that calls `step` again and again, a little apart, until it is finished.
class Worker
{
public:
    virtual ~Worker() = default;
    void finish()
    {
        m_isOver = true;
        m_thread = {};
    }

protected:
    virtual void step() = 0;
    void start()
    {
        m_thread = std::jthread([this] {
            for (; !m_isOver; std::this_thread::sleep_for(2ms))
                step();
        });
    }

private:
    std::atomic<bool> m_isOver = false;
    std::jthread m_thread;
};

/// Nobody else writes its session: whatever is lost or conflicts was somebody else's doing.
class Caller final : public Worker
{
public:
    Caller(std::shared_ptr<SessionStore> store, const SessionRow &row)
        : m_store(std::move(store))
        , m_token(row.token)
    {
        start();
    }
    ~Caller() override { finish(); }

    std::atomic<qint64> written = 0;
    int lost = 0;
    int stale = 0;
    int conflicts = 0;

private:
    void step() override
    {
        const auto loaded = m_store->load(m_token);
        if (!loaded) // A busy machine: nothing is known, and nothing lost.
            return;
        if (!*loaded) {
            ++lost;
            return;
        }
        SessionRow row = **loaded;
        stale += row.data.value(u"value"_s).toInteger() < m_value ? 1 : 0;
        row.data.insert(u"value"_s, m_value + 1);
        const auto saved = m_store->save(row);
        if (!saved) {
            failed(saved.error());
            return;
        }
        m_isCertain = true;
        ++m_value;
        ++written;
        if (const auto touched = m_store->touch(*saved); !touched)
            failed(touched.error());
    }

    // What a write of unknown outcome does late is its own doing, nobody else's.
    void failed(const Error &error)
    {
        if (error.code() == ErrorCode::Unavailable)
            m_isCertain = false;
        else
            conflicts += m_isCertain ? 1 : 0;
    }

    const std::shared_ptr<SessionStore> m_store;
    const SessionToken m_token;
    qint64 m_value = 0;
    bool m_isCertain = true;
};

/// Works on sessions that are about to end.
class Owner final : public Worker
{
public:
    Owner(std::shared_ptr<SessionStore> store, const QList<SessionRow> &rows)
        : m_store(std::move(store))
        , m_rows(rows)
    {
        start();
    }
    ~Owner() override { finish(); }

    int strange = 0;

private:
    void step() override
    {
        const SessionToken token = m_rows.at(m_next).token;
        m_next = (m_next + 1) % m_rows.size();
        const auto row = m_store->load(token);
        if (!row || !*row)
            return;
        SessionRow changed = **row;
        changed.data.insert(u"value"_s, m_next);
        const auto written = m_next % 2 == 0 ? m_store->save(changed) : m_store->touch(changed);
        const bool isUnknown = !written && written.error().code() == ErrorCode::Unavailable;
        const bool isExplained = written || isUnknown || written.error().code() == ErrorCode::Gone
            || (!m_isCertain && written.error().code() == ErrorCode::Conflict);
        strange += isExplained ? 0 : 1;
        // From then on a write of this owner's own may come late, to any of its sessions.
        m_isCertain = m_isCertain && !isUnknown;
    }

    const std::shared_ptr<SessionStore> m_store;
    const QList<SessionRow> m_rows;
    qsizetype m_next = 0;
    bool m_isCertain = true;
};

} // namespace

/// Revoking in bulk on each kind of store, while others work and workers die.
class TestBulkRevocation : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void othersWorkMeanwhileAndLoseNothing();
    void workersAreKilledAtEveryCheckpoint();

private:
    static constexpr int Doomed = 240;
    static constexpr int Spared = 40;

    SessionRow saved(const QString &tenant);
    BulkRevocation ofTheDoomed() const;
    JobControl control() const;
    qint64 living(const QString &tenant);
    /// Works the job off by workers who die, each after one step at most.
    bool worksOffByDying(const QString &job);

    std::unique_ptr<FreshStore> m_fresh;
    std::shared_ptr<SessionStore> m_store;
    QList<SessionRow> m_doomed;
};

void TestBulkRevocation::init()
{
    AxessTest::init();
    m_store.reset();
    m_doomed.clear();
    TAKE(fresh, FreshStore::make(FreshStore::asked(u"memory"_s).first()));
    m_fresh = std::move(fresh);
    StoreOptions options;
    options.callDeadline = 10s;
    TAKE(store, SessionStore::initialise(m_fresh->url(), KilledJobs::rootKey(), options));
    m_store = store;
    for (int i = 0; i < Doomed; ++i)
        m_doomed.append(saved(u"doomed"_s));
    QVERIFY(std::ranges::none_of(m_doomed, [](const SessionRow &row) { return row.id.isNull(); }));
}

SessionRow TestBulkRevocation::saved(const QString &tenant)
{
    SessionRow row = guestRow();
    row.tenant = tenantNamed(tenant);
    return m_store->save(row).value_or(SessionRow());
}

BulkRevocation TestBulkRevocation::ofTheDoomed() const
{
    BulkRevocation what;
    what.scope = RevokeScope::Matching;
    what.filter.tenant = tenantNamed(u"doomed"_s);
    what.reason = u"a test"_s;
    what.grace = 1h;
    return what;
}

JobControl TestBulkRevocation::control() const
{
    JobControl control;
    control.worker = u"the test"_s;
    control.wait = [](std::chrono::milliseconds time) {
        std::this_thread::sleep_for(time);
        return true;
    };
    return control;
}

qint64 TestBulkRevocation::living(const QString &tenant)
{
    BulkRevocation what = ofTheDoomed();
    what.filter.tenant = tenantNamed(tenant);
    const auto preview = RevokeSessions(m_store).preview(what, control());
    return preview ? preview->sessions.size() : -1;
}

// 16 callers work on sessions of their own, four more on those that end.
void TestBulkRevocation::othersWorkMeanwhileAndLoseNothing()
{
    std::vector<std::unique_ptr<Caller>> callers;
    for (int i = 0; i < 16; ++i)
        callers.push_back(std::make_unique<Caller>(m_store, saved(u"spared"_s)));
    std::vector<std::unique_ptr<Owner>> owners;
    for (int i = 0; i < 4; ++i)
        owners.push_back(std::make_unique<Owner>(m_store, m_doomed.sliced(i * Doomed / 4, Doomed / 4)));
    const auto allWork = [&](qint64 since) {
        return std::ranges::all_of(callers, [&](const auto &caller) { return caller->written > since; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(allWork(0), 60'000);
    BulkRevocation what = ofTheDoomed();
    what.sessionsPerSecond = 400;
    TAKE(job, RevokeSessions(m_store).submit(what));
    TAKE(run, Jobs(m_store).run(job.id, control()));
    QTRY_VERIFY_WITH_TIMEOUT(allWork(10), 60'000);
    for (const auto &caller : callers) {
        caller->finish();
        QCOMPARE(caller->lost, 0);
        QCOMPARE(caller->stale, 0);
        QCOMPARE(caller->conflicts, 0);
    }
    for (const auto &owner : owners) {
        owner->finish();
        QCOMPARE(owner->strange, 0);
    }

    QCOMPARE(run.job.state, JobState::Done);
    QCOMPARE(run.job.counts.value(u"requested"_s), Doomed);
    QCOMPARE(run.job.counts.value(u"done"_s), Doomed);
    QCOMPARE(run.job.counts.value(u"verified"_s), Doomed);
    qint64 resurrected = 0;
    for (const SessionRow &row : std::as_const(m_doomed)) {
        TAKE(opened, m_store->load(row.token));
        resurrected += opened ? 1 : 0;
    }
    QCOMPARE(resurrected, 0);
}

bool TestBulkRevocation::worksOffByDying(const QString &job)
{
    // Before a step is kept, after it was kept, and so on; each step is tried twice at most.
    for (int worker = 0; worker < 100; ++worker) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QString::fromLatin1(AXESS_KILLEDWORKER),
                      {m_fresh->text(), job, worker % 2 == 0 ? u"before"_s : u"after"_s});
        if (!process.waitForStarted() || !process.waitForFinished(60'000))
            return false;
        if (process.exitStatus() == QProcess::NormalExit)
            return process.exitCode() == 0;
    }
    return false;
}

void TestBulkRevocation::workersAreKilledAtEveryCheckpoint()
{
    if (m_fresh->text().startsWith(u"memory"_s))
        return; // A store of one process has no workers.
    QList<SessionRow> spared;
    for (int i = 0; i < Spared; ++i)
        spared.append(saved(u"spared"_s));
    BulkRevocation what = ofTheDoomed();
    what.sessionsPerSecond = 400; // 100 a step.
    TAKE(job, RevokeSessions(m_store).submit(what));
    QVERIFY(worksOffByDying(job.id));

    Jobs jobs(m_store);
    TAKE(done, jobs.find(job.id));
    QCOMPARE(done.state, JobState::Done);
    QVERIFY(done.takeovers > 0);
    QCOMPARE(done.counts.value(u"requested"_s), Doomed);
    QCOMPARE(done.counts.value(u"done"_s), Doomed);
    QCOMPARE(done.counts.value(u"gone"_s), 0);
    QCOMPARE(done.counts.value(u"verified"_s), Doomed);
    QCOMPARE(living(u"doomed"_s), 0);
    for (const SessionRow &row : std::as_const(spared)) {
        TAKE(standing, m_store->load(row.token));
        QVERIFY(standing && standing->revision == row.revision && standing->data == row.data);
    }

    TAKE(undo, RevokeSessions(m_store).submitUndo(job.id, u"the test"_s));
    QVERIFY(worksOffByDying(undo.id));
    TAKE(undone, jobs.find(undo.id));
    QCOMPARE(undone.state, JobState::Done);
    QCOMPARE(undone.counts.value(u"restored"_s) + undone.counts.value(u"alive"_s), Doomed);
    QCOMPARE(living(u"doomed"_s), Doomed);
    for (const SessionRow &row : std::as_const(m_doomed)) {
        TAKE(standing, m_store->load(row.token));
        QVERIFY(standing && standing->revision == row.revision && standing->data == row.data);
    }
}

QTEST_GUILESS_MAIN(TestBulkRevocation)
#include "tst_bulkrevocation.moc"
