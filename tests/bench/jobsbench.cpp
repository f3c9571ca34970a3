// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobsbench.h"

#include "enginesubject.h"
#include "foreground.h"
#include "freshstore.h"
#include "rawjobs.h"
#include "report.h"

#include <axess/jobs.h>
#include <axess/randomsource.h>
#include <axess/storecopy.h>

#include <algorithm>
#include <chrono>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Steady = std::chrono::steady_clock;

constexpr int FewRows = 10'000;

struct Backend
{
    QString setUp;
    QString name;
    QString driver; ///< Qt's; empty = hiredis.
};

double secondsSince(Steady::time_point begun)
{
    return std::chrono::duration<double>(Steady::now() - begun).count();
}

Result<RootKey> freshKey()
{
    SystemRandom random;
    return SecretBytes::random(random, 32).transform([](SecretBytes bytes) {
        return RootKey::fromBytes(std::move(bytes));
    });
}

/// Follows a job: how fast a count of its report grew, and the most that the process held.
class Watch
{
public:
    explicit Watch(const QString &count)
        : m_count(count)
        , m_before(residentBytes())
    { }

    JobControl control()
    {
        JobControl control;
        control.wait = [](std::chrono::milliseconds time) {
            std::this_thread::sleep_for(time);
            return true;
        };
        control.progressed = [this](const JobInfo &job) { note(job.counts.value(m_count)); };
        control.worker = u"bench"_s;
        return control;
    }

    /// From the first step that counted to the last.
    double rate() const
    {
        const double seconds = std::chrono::duration<double>(m_last - m_first).count();
        return seconds > 0 ? double(m_rows - m_firstRows) / seconds : 0;
    }
    double grownBytes() const { return m_most - m_before; }

private:
    void note(qint64 rows)
    {
        m_most = std::max(m_most, residentBytes());
        if (rows <= m_rows)
            return;
        if (m_rows == 0) {
            m_first = Steady::now();
            m_firstRows = rows;
        }
        m_last = Steady::now();
        m_rows = rows;
    }

    QString m_count;
    double m_before;
    double m_most = 0;
    Steady::time_point m_first;
    Steady::time_point m_last;
    qint64 m_firstRows = 0;
    qint64 m_rows = 0;
};

Result<void> hasDone(const Result<JobRun> &run)
{
    if (!run)
        return std::unexpected(run.error());
    if (run->job.error)
        return std::unexpected(*run->job.error);
    return {};
}

/// A sealed store with so many sessions.
struct Filled
{
    std::unique_ptr<FreshStore> fresh;
    RootKey key = RootKey::none();
    std::shared_ptr<SessionStore> store;
    SessionToken token = SessionToken(); ///< Of one that stays alive.
};

Result<Filled> filledStore(const Backend &backend, int rows)
{
    Filled filled;
    auto key = freshKey();
    auto fresh = key ? FreshStore::make(backend.setUp) : std::unexpected(key.error());
    if (!fresh)
        return std::unexpected(fresh.error());
    filled.key = *std::move(key);
    filled.fresh = *std::move(fresh);
    auto store = SessionStore::initialise(filled.fresh->url(), filled.key).and_then([&](const auto &) {
        return SessionStore::open(filled.fresh->url(), filled.key);
    });
    if (!store)
        return std::unexpected(store.error());
    filled.store = *std::move(store);
    std::vector<SessionRow> sessions {std::size_t(rows)};
    const auto done = fillStore(*filled.store, sessions, [](std::size_t) { return benchRow(); });
    if (!done)
        return std::unexpected(done.error());
    filled.token = sessions.front().token;
    return filled;
}

JobRequest requestOf(const QString &kind)
{
    JobRequest request;
    request.kind = kind;
    request.by = u"bench"_s;
    return request;
}

Result<void> rotate(const Filled &filled, Watch &watch)
{
    Jobs jobs(filled.store);
    return jobs.submit(requestOf(u"key-rotation"_s)).and_then([&](const JobInfo &job) {
        return hasDone(jobs.run(job.id, watch.control()));
    });
}

Result<void> copy(const Backend &backend, const Filled &filled, Watch &watch)
{
    const auto target = FreshStore::make(backend.setUp);
    if (!target)
        return std::unexpected(target.error());
    const auto copy = StoreCopy::open({filled.fresh->url(), (*target)->url(), filled.key, {}, {}});
    if (!copy)
        return std::unexpected(copy.error());
    return hasDone((*copy)->run(requestOf({}), watch.control()));
}

/// What rotating few rows lets the process grow by.
Result<double> growthOfFew(const Backend &backend)
{
    const auto filled = filledStore(backend, FewRows);
    if (!filled)
        return std::unexpected(filled.error());
    Watch watch(u"resealed"_s);
    return rotate(*filled, watch).transform([&] { return watch.grownBytes(); });
}

Result<void> endTenant(Report &report, const Backend &backend, const Filled &filled, int rows)
{
    const auto begun = Steady::now();
    const auto raised = filled.store->raiseTenantEpoch(TenantId(), u"bench"_s);
    const double seconds = secondsSince(begun);
    if (!raised)
        return std::unexpected(raised.error());
    const auto loaded = filled.store->load(filled.token);
    if (!loaded || *loaded)
        return std::unexpected(Error(ErrorCode::Corrupt, u"a session outlived its tenant's epoch"_s));
    report.figure(u"%1: seconds until a tenant's %2 sessions have ended"_s.arg(backend.name).arg(rows),
                  seconds, 2, Report::Bound::AtMost);
    return {};
}

Result<void> measure(Report &report, const Backend &backend, int rows)
{
    const auto few = growthOfFew(backend);
    auto filled = few ? filledStore(backend, rows) : std::unexpected(few.error());
    if (!filled)
        return std::unexpected(filled.error());
    Foreground calm(*filled->store, filled->token);
    std::this_thread::sleep_for(1500ms);
    const double before = calm.p99();

    Watch rotation(u"resealed"_s);
    Foreground beside(*filled->store, filled->token);
    const auto rotated = rotate(*filled, rotation);
    const double during = beside.p99();
    if (!rotated)
        return rotated;
    // A copy wants nobody to use the source.
    Watch alone(u"resealed"_s);
    if (const auto again = rotate(*filled, alone); !again)
        return again;
    if (const auto ended = endTenant(report, backend, *filled, rows); !ended)
        return ended;
    filled->store.reset();
    Watch copying(u"sessions"_s);
    if (const auto copied = copy(backend, *filled, copying); !copied)
        return copied;
    const RawJobRates raw = backend.driver.isEmpty() ? rawValkeyJobs(filled->fresh->url(), rows)
                                                     : rawSqlJobs(backend.driver, filled->fresh->url());

    report.rate(backend.setUp, u"rotate"_s, 1, u"engine sealed"_s, alone.rate());
    report.rate(backend.setUp, u"rotate"_s, 1, u"raw loop"_s, raw.reseal);
    report.rate(backend.setUp, u"copy"_s, 1, u"engine sealed"_s, copying.rate());
    report.rate(backend.setUp, u"copy"_s, 1, u"raw loop"_s, raw.copy);
    report.figure(u"%1: rotating ÷ raw loop of batches"_s.arg(backend.name), alone.rate() / raw.reseal, 0.5);
    report.figure(u"%1: copying ÷ raw loop of batches"_s.arg(backend.name), copying.rate() / raw.copy, 0.5);
    report.figure(u"%1: a load's p99 while rotating ÷ before"_s.arg(backend.name), during / before, 2,
                  Report::Bound::AtMost);
    report.figure(
        u"%1: MiB grown by rotating %2 rows, beyond those for %3"_s.arg(backend.name).arg(rows).arg(FewRows),
        (rotation.grownBytes() - *few) / (1024 * 1024), 8, Report::Bound::AtMost);
    return {};
}

} // namespace

void benchJobs(Report &report, const QString &only, int rows)
{
    const Backend backends[] = {
        {u"sqlite"_s, u"SQLite"_s, u"QSQLITE"_s},
        {u"postgres"_s, u"PostgreSQL"_s, u"QPSQL"_s},
        {u"mysql"_s, u"MariaDB"_s, u"QMYSQL"_s},
        {u"valkey"_s, u"Valkey"_s, {}},
    };
    for (const Backend &backend : backends) {
        if (!only.isEmpty() && only != backend.setUp)
            continue;
        report.section(u"Jobs on %1, %2 rows of 1 KiB"_s.arg(backend.name).arg(rows));
        if (const auto done = measure(report, backend, rows); !done)
            report.problem(u"%1: %2"_s.arg(backend.name, done.error().message()));
    }
}
