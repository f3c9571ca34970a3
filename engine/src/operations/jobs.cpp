// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "frozenset_p.h"
#include "jobbook_p.h"
#include "jobkinds_p.h"
#include "jobrunner_p.h"
#include "session/audited_p.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qtimezone.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int mostRowsPerSecond = 10'000'000;
constexpr qsizetype longestText = 256;
constexpr qsizetype mostParameters = 64 * 1024;
constexpr int setsAtOnce = 50; // Parts, of 16 KiB.
constexpr std::chrono::milliseconds aDay = std::chrono::hours(24);

Result<void> checkRequest(const JobRequest &request)
{
    if (request.rowsPerSecond < 0 || request.rowsPerSecond > mostRowsPerSecond)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"A rate is 1 to 10,000,000 rows a second, or 0 for none"_s));
    if (request.by.toUtf8().size() > longestText || request.reason.toUtf8().size() > longestText)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"A reason or a name takes at most 256 bytes of UTF-8"_s));
    if (QJsonDocument(request.parameters).toJson().size() > mostParameters)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"The parameters of a job take at most 64 KiB"_s));
    return {};
}

bool isUnreadable(const Error &error)
{
    return error.code() == ErrorCode::Corrupt || error.code() == ErrorCode::TooNew;
}

// Nobody here can tell it to stop. Who works on it, of a later version, finds it gone at the next step.
Result<JobInfo> forgotten(JobBook &book, const QString &id, const Error &why)
{
    if (const auto removed = book.remove(id); !removed)
        return std::unexpected(removed.error());
    // A worker of the later version may have written it meanwhile.
    if (const auto left = book.read(id); left || left.error().code() != ErrorCode::Gone)
        return std::unexpected(
            Error(ErrorCode::Conflict, u"Somebody works on job %1 at this moment; try again"_s.arg(id)));
    JobInfo job;
    job.id = id;
    job.state = JobState::Cancelled;
    job.remarks = {u"It could not be read, and was forgotten: "_s + why.message()};
    return job;
}

Error hasEnded(const JobInfo &job)
{
    return Error(ErrorCode::Gone, u"Job %1 has ended already: %2."_s.arg(job.id, jobStateName(job.state)));
}

// Its set may stand before the job does, which is being submitted.
bool isYoung(const QString &id, qint64 now)
{
    const QDateTime submitted = QDateTime::fromString(id.left(15), u"yyyyMMdd-HHmmss"_s, QTimeZone::UTC);
    return submitted.isValid() && now - submitted.toMSecsSinceEpoch() < aDay.count();
}

// What the wish makes of a job that nobody works on; else its worker follows.
void follow(JobInfo &job, JobWish wish, qint64 now)
{
    job.wish = wish;
    if (wish == JobWish::Run && job.state == JobState::Paused)
        job.state = JobState::Waiting;
    if (job.state == JobState::Running)
        return;
    if (wish == JobWish::Pause)
        job.state = JobState::Paused;
    if (wish == JobWish::Cancel) {
        job.state = JobState::Cancelled;
        job.ended = now;
    }
}

} // namespace

Jobs::Jobs(std::shared_ptr<SessionStore> store)
    : Jobs(std::move(store), JobKinds::standard())
{ }

Jobs::Jobs(std::shared_ptr<SessionStore> store, std::shared_ptr<const JobKinds> kinds)
    : m_store(std::move(store))
    , m_kinds(std::move(kinds))
    , m_book(std::make_unique<JobBook>(m_store->core()))
{ }

Jobs::~Jobs() = default;

QStringList Jobs::kinds() const
{
    QStringList names;
    for (const auto &kind : m_kinds->all())
        names.append(kind->name());
    return names;
}

Result<JobInfo> Jobs::submit(const JobRequest &request)
{
    return submit(request, [](JobInfo &) { return Result<void>(); });
}

Result<JobInfo> Jobs::submit(const JobRequest &request, const std::function<Result<void>(JobInfo &)> &prepare)
{
    const auto kind = m_kinds->find(request.kind);
    if (!kind)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"There is no kind of job “%1”; there is %2"_s.arg(request.kind, kinds().join(u", "_s))));
    if (const auto sound = checkRequest(request).and_then([&] { return (*kind)->check(request); }); !sound)
        return std::unexpected(sound.error());
    const auto standing = m_book->list();
    if (!standing)
        return std::unexpected(standing.error());
    if (std::ranges::count_if(*standing, [](const JobInfo &job) { return !job.hasEnded(); }) >= MostActive)
        return std::unexpected(
            Error(ErrorCode::Full, u"100 jobs have not ended yet; let them end, or cancel some."_s));
    StoreCore &core = m_store->core();
    const auto random = core.randomName();
    if (!random)
        return std::unexpected(random.error());
    StoredJob stored;
    JobInfo &job = stored.job;
    job.request = request;
    job.version = (*kind)->version();
    job.submitted = job.updated = core.time().now();
    job.id = QDateTime::fromMSecsSinceEpoch(job.submitted, QTimeZone::UTC).toString(u"yyyyMMdd-HHmmss-"_s)
        + QString::fromLatin1(random->first(3).toHex());
    // A rehearsal is no act.
    const auto write = [&] { return prepare(job).and_then([&] { return m_book->write(stored); }); };
    const AuditAct act {u"job-submit"_s, u"%1 %2"_s.arg(request.kind, job.id), request.reason};
    const auto written = request.mode == JobMode::DryRun ? write() : audited(core, act, write);
    return written.transform([&] { return job; });
}

Result<QList<JobInfo>> Jobs::list()
{
    auto jobs = m_book->list();
    if (!jobs)
        return jobs;
    for (JobInfo &job : *jobs) {
        if (const auto kind = m_kinds->kindOf(job); !kind && !job.hasEnded())
            job.obstacle = kind.error().message();
    }
    return jobs;
}

Result<JobInfo> Jobs::find(const QString &id)
{
    // Who has no key finds it among the copies.
    if (m_store->core().ring().kind() == RingKind::Keyless) {
        const auto jobs = list();
        if (!jobs)
            return std::unexpected(jobs.error());
        const auto job = std::ranges::find(*jobs, id, &JobInfo::id);
        return job != jobs->cend() ? Result<JobInfo>(*job) : std::unexpected(JobBook::noSuchJob(id));
    }
    const auto stored = m_book->read(id);
    if (!stored)
        return std::unexpected(stored.error());
    JobInfo job = stored->job;
    if (const auto kind = m_kinds->kindOf(job); !kind && !job.hasEnded())
        job.obstacle = kind.error().message();
    return job;
}

Result<JobInfo> Jobs::pause(const QString &id)
{
    return wish(id, JobWish::Pause);
}

Result<JobInfo> Jobs::resume(const QString &id)
{
    return wish(id, JobWish::Run);
}

Result<JobInfo> Jobs::cancel(const QString &id)
{
    return wish(id, JobWish::Cancel);
}

Result<JobInfo> Jobs::wish(const QString &id, JobWish wish)
{
    static const QString acts[] {u"job-resume"_s, u"job-pause"_s, u"job-cancel"_s};
    return audited(m_store->core(), {acts[std::size_t(wish)], id, {}}, [&] { return wished(id, wish); });
}

Result<JobInfo> Jobs::wished(const QString &id, JobWish wish)
{
    // Its worker writes at each step; whoever writes between reading and writing is followed.
    const Deadline deadline = m_store->core().deadline();
    for (;;) {
        auto stored = m_book->read(id);
        if (!stored)
            return wish == JobWish::Cancel && isUnreadable(stored.error())
                ? forgotten(*m_book, id, stored.error())
                : std::unexpected(stored.error());
        JobInfo &job = stored->job;
        if (job.hasEnded())
            return wish == JobWish::Cancel && job.state == JobState::Cancelled
                ? Result<JobInfo>(job)
                : std::unexpected(hasEnded(job));
        if (job.wish == JobWish::Cancel && wish != JobWish::Cancel)
            return std::unexpected(Error(ErrorCode::Conflict, u"Job %1 is being cancelled."_s.arg(id)));
        follow(job, wish, m_store->core().time().now());
        const auto written = m_book->write(*stored);
        if (written)
            return job;
        if (written.error().code() != ErrorCode::Conflict || deadline.hasPassed())
            return std::unexpected(written.error());
    }
}

Result<JobRun> Jobs::run(const QString &id, const JobControl &control)
{
    return JobRunner(m_store->core(), *m_book, *m_kinds, control).run(id);
}

Result<int> Jobs::workOff(const JobControl &control)
{
    const auto jobs = m_book->list();
    if (!jobs)
        return std::unexpected(jobs.error());
    int ended = 0;
    // The oldest first.
    for (auto job = jobs->crbegin(); job != jobs->crend(); ++job) {
        const auto kind = m_kinds->kindOf(*job);
        if (job->hasEnded() || job->state == JobState::Paused || !kind
            || !(*kind)->fits(m_store->core(), *job))
            continue;
        const auto run = this->run(job->id, control);
        if (!run)
            return std::unexpected(run.error().within(u"Job %1"_s.arg(job->id)));
        if (run->end == JobRunEnd::Stopped)
            return ended;
        ended += run->end == JobRunEnd::Ended ? 1 : 0;
    }
    if (const auto trimmed = ended > 0 ? trim() : Result<int>(0); !trimmed)
        return std::unexpected(trimmed.error());
    return ended;
}

Result<int> Jobs::trim()
{
    const auto jobs = m_book->list();
    if (!jobs)
        return std::unexpected(jobs.error());
    const qint64 now = m_store->core().time().now();
    const qint64 oldest = now - std::chrono::duration_cast<std::chrono::milliseconds>(KeptFor).count();
    qsizetype kept = 0;
    int gone = 0;
    for (const JobInfo &job : *jobs) {
        if (!job.hasEnded() || (++kept <= MostEnded && job.ended >= oldest) || isSetOfUse(job, now))
            continue;
        if (const auto removed = m_book->remove(job.id); !removed)
            return std::unexpected(removed.error());
        ++gone;
    }
    if (const auto forgotten = forgetSets(*jobs); !forgotten)
        return std::unexpected(forgotten.error());
    return gone;
}

// Undoing may still need it; jobs with one may be more than are kept else, for a week at most.
bool Jobs::isSetOfUse(const JobInfo &job, qint64 now) const
{
    const auto kind = m_kinds->find(job.request.kind);
    return kind && job.hasEnded() && (*kind)->setKeptUntil(job) > now;
}

// Page by page, from what stands there: a crash leaves no set behind for good.
Result<void> Jobs::forgetSets(const QList<JobInfo> &jobs)
{
    StoreCore &core = m_store->core();
    const qint64 now = core.time().now();
    QByteArray cursor;
    do {
        const auto page
            = core.storage().run(Verb::Documents, core.deadline(), [&](StorageConnection &connection) {
                  return connection.documents(DocumentName::JobSetPrefix.toString(), cursor, setsAtOnce);
              });
        if (!page)
            return std::unexpected(page.error());
        for (const StoredDocument &document : page->documents) {
            const QString id = document.name.section(u'/', 1, 1);
            const auto job = std::ranges::find(jobs, id, &JobInfo::id);
            const bool isOfUse
                = job == jobs.cend() ? isYoung(id, now) : !job->hasEnded() || isSetOfUse(*job, now);
            if (isOfUse)
                continue;
            const auto removed
                = removeDocument(core.storage(), document.name, document.revision, core.deadline());
            if (!removed && removed.error().code() != ErrorCode::Conflict)
                return removed;
        }
        cursor = page->next;
    } while (!cursor.isEmpty());
    return {};
}

} // namespace Axess
