// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/migrationjob.h"

#include "app/person.h"
#include "app/timetexts.h"
#include "migration/migrationtexts.h"

#include <axess/audit.h>
#include <axess/configuration.h>

#include <QtCore/qlocale.h>

#include <algorithm>
#include <atomic>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TickTime = 200ms;
constexpr auto TimeBetweenLooks = 2s; // At a copy that another works on.

Result<AuditOptions> auditOptions()
{
    return Configuration::resolve({}).transform([](const Configuration &configuration) {
        AuditOptions options;
        options.by = personHere();
        options.file = configuration.auditFile();
        options.policy = configuration.isAuditRequired() ? AuditPolicy::Require : AuditPolicy::Record;
        return options;
    });
}

template<typename Value> Result<MigrationOutcome> outcomeOf(const Result<Value> &value)
{
    return value.transform([](const Value &known) {
        MigrationOutcome outcome;
        if constexpr (std::is_same_v<Value, LiveMigrationReport>)
            outcome.report = known;
        else
            outcome.state = known;
        return outcome;
    });
}

} // namespace

struct MigrationJob::Notes
{
    std::atomic_bool isElsewhere = false; ///< Another works on the copy.
};

MigrationJob::MigrationJob(Console &console, const MigrationOrder &order, MigrationStep step, qint64 expected,
                           QObject *parent)
    : DockJob(parent)
    , m_console(console)
    , m_order(order)
    , m_step(step)
    , m_expected(expected)
    , m_steering(std::make_shared<JobSteering>())
    , m_notes(std::make_shared<Notes>())
{
    m_ticks.setInterval(TickTime);
    connect(&m_ticks, &QTimer::timeout, this, &MigrationJob::tick);
}

MigrationJob::~MigrationJob()
{
    m_steering->stop();
}

void MigrationJob::start()
{
    m_isWorking = true;
    m_wasStopped = false;
    m_error.reset();
    m_outcome = {};
    m_seen = {};
    m_begun = m_console.now();
    m_ticks.start();
    m_console
        .actAtLength(GatedAct::MoveSessions,
                     [order = m_order, step = m_step, steering = m_steering,
                      notes = m_notes](const std::shared_ptr<SessionStore> &) {
                         return carryOut(order, step, *steering, *notes);
                     })
        .then(this, [this](const Answer &answer) { took(answer); });
    Q_EMIT changed();
}

MigrationJob::Answer MigrationJob::carryOut(const MigrationOrder &order, MigrationStep step,
                                            JobSteering &steering, Notes &notes)
{
    const auto ends = order.ends();
    if (!ends)
        return std::unexpected(ends.error());
    return order.way == MigrationWay::Standstill ? carryOutCopy(*ends, order, step, steering, notes)
                                                 : carryOutMove(*ends, step, steering);
}

// Whoever has it tells how far it is; if that one falls silent, it is worked on with here.
MigrationJob::Answer MigrationJob::carryOutCopy(const StoreCopyEnds &ends, const MigrationOrder &order,
                                                MigrationStep step, JobSteering &steering, Notes &notes)
{
    const auto opened = StoreCopy::open(ends);
    if (!opened)
        return std::unexpected(opened.error());
    StoreCopy &copy = **opened;
    JobRequest request;
    request.rowsPerSecond = order.rate;
    request.reason = order.reason;
    request.by = order.by;
    for (;;) {
        const auto run = step == MigrationStep::Verify ? copy.verify(request, steering.control())
                                                       : copy.run(request, steering.control());
        const bool wasElsewhere = notes.isElsewhere.exchange(run && run->end == JobRunEnd::Elsewhere);
        if (!run && wasElsewhere && run.error().code() == ErrorCode::Gone) {
            // The other one has completed it.
            return copy.status().transform([](const std::optional<JobInfo> &job) {
                MigrationOutcome outcome;
                if (job)
                    outcome.copy = JobRun {JobRunEnd::Ended, *job};
                return outcome;
            });
        }
        if (!run)
            return std::unexpected(run.error());
        steering.tell(run->job);
        if (run->end != JobRunEnd::Elsewhere || !steering.wait(TimeBetweenLooks)) {
            MigrationOutcome outcome;
            outcome.copy = *run;
            return outcome;
        }
    }
}

MigrationJob::Answer MigrationJob::carryOutMove(const StoreCopyEnds &ends, MigrationStep step,
                                                JobSteering &steering)
{
    const auto audit = auditOptions();
    const auto opened = audit.and_then([&](const AuditOptions &) { return LiveMigration::open(ends); });
    if (!opened)
        return std::unexpected(opened.error());
    LiveMigration &move = **opened;
    LiveMigrationControl control;
    control.audit = *audit;
    control.wait = [&steering](std::chrono::milliseconds time) { return steering.wait(time); };
    control.progress = [&steering](qint64 rows) {
        JobInfo seen;
        seen.rows = rows;
        steering.tell(seen);
    };
    switch (step) {
    case MigrationStep::Run:
        return outcomeOf(move.run(control));
    case MigrationStep::Verify:
        return outcomeOf(move.verify(control));
    case MigrationStep::Plan:
        return outcomeOf(move.plan(control));
    case MigrationStep::CutOver:
        return outcomeOf(move.cutOver(control));
    case MigrationStep::RollBack:
        return outcomeOf(move.rollBack(control));
    case MigrationStep::Finish:
        return outcomeOf(move.finish(control));
    case MigrationStep::Cancel:
        break;
    }
    return outcomeOf(move.cancel(control));
}

void MigrationJob::took(const Answer &answer)
{
    m_isWorking = false;
    m_ticks.stop();
    m_notes->isElsewhere = false;
    if (answer) {
        m_outcome = *answer;
        if (m_outcome.copy)
            m_seen = m_outcome.copy->job;
    } else {
        m_error = answer.error();
    }
    // What was finished before the wish was heard is done.
    m_wasStopped = m_steering->isStopped() && !isDone();
    Q_EMIT changed();
    Q_EMIT finished();
}

void MigrationJob::tick()
{
    m_seen = m_steering->seen();
    Q_EMIT changed();
}

void MigrationJob::stop()
{
    if (!isPausable())
        return;
    m_steering->stop();
    Q_EMIT changed();
}

void MigrationJob::resume()
{
    if (!isResumable())
        return;
    m_steering = std::make_shared<JobSteering>();
    start();
}

bool MigrationJob::isDone() const
{
    if (m_isWorking || m_error)
        return false;
    return !m_outcome.copy
        || (m_outcome.copy->end == JobRunEnd::Ended && m_outcome.copy->job.state == JobState::Done);
}

double MigrationJob::fraction() const
{
    const qint64 done = isCopying() ? m_seen.done : m_seen.rows;
    const qint64 total = isCopying() ? m_seen.total : m_expected;
    return total > 0 && done > 0 ? std::min(1.0, double(done) / double(total)) : -1;
}

double MigrationJob::rate() const
{
    if (isCopying())
        return m_seen.rowsPerSecond();
    const qint64 elapsed = m_console.now() - m_begun;
    return elapsed > 0 ? 1000.0 * double(m_seen.rows) / double(elapsed) : 0;
}

QString MigrationJob::title() const
{
    return tr("%1: %2 → %3", "what is done, from, to")
        .arg(MigrationTexts::step(m_order.way, m_step), m_order.source.shortName(),
             m_order.target.shortName());
}

QString MigrationJob::stateText() const
{
    if (isStopping())
        return tr("Stopping");
    if (m_isWorking) {
        if (m_notes->isElsewhere)
            return tr("Another works on it: %1").arg(m_seen.worker);
        return m_steering->trouble() ? tr("Waits for the store") : tr("Running");
    }
    if (m_wasStopped)
        return tr("Stands still");
    if (isDone()) {
        const bool isLeft = m_seen.failureCount > 0 || !m_seen.remarks.isEmpty()
            || (m_outcome.report && m_outcome.report->isPartial());
        return isLeft ? tr("Done, see there") : tr("Done");
    }
    return m_error || m_outcome.copy ? tr("Failed") : tr("Beginning");
}

Tone MigrationJob::tone() const
{
    if (m_isWorking)
        return m_steering->trouble() || m_notes->isElsewhere ? Tone::Attention : Tone::Info;
    if (m_wasStopped)
        return Tone::Attention;
    if (!isDone())
        return Tone::Danger;
    const bool isLeft = m_seen.failureCount > 0 || (m_outcome.report && m_outcome.report->isPartial());
    return isLeft ? Tone::Attention : Tone::Good;
}

QString MigrationJob::progressText() const
{
    if (isCopying())
        return m_isWorking ? MigrationTexts::copyProgress(m_seen) : QString();
    return m_isWorking && m_seen.rows > 0
        ? tr("about %1 sessions compared").arg(QLocale().toString(m_seen.rows))
        : QString();
}

QString MigrationJob::rateText() const
{
    return m_isWorking && rate() >= 1 ? tr("%1/s").arg(QLocale().toString(qRound64(rate()))) : QString();
}

QString MigrationJob::timeLeftText() const
{
    if (!m_isWorking)
        return {};
    if (isCopying()) {
        const auto left = m_seen.timeLeft();
        return left ? TimeTexts::duration(left->count()) : QString();
    }
    if (rate() < 1 || m_seen.rows >= m_expected)
        return {};
    return TimeTexts::duration(qint64(1000.0 * double(m_expected - m_seen.rows) / rate()));
}

QString MigrationJob::resultText() const
{
    if (m_isWorking)
        return {};
    QStringList parts;
    if (m_outcome.copy)
        parts.append(MigrationTexts::copyResult(m_seen));
    if (m_outcome.report)
        parts.append(MigrationTexts::moveResult(*m_outcome.report));
    if (m_outcome.state)
        parts.append(MigrationTexts::phase(m_outcome.state->phase));
    parts += m_seen.remarks;
    return parts.join(u" · "_s);
}

QString MigrationJob::problemText() const
{
    if (m_error)
        return m_wasStopped ? tr("Stopped before it was through. Going on begins where it stopped.")
                            : MigrationTexts::refusal(*m_error) + u' ' + m_error->message();
    if (!m_isWorking && m_seen.error)
        return m_seen.error->message();
    const auto trouble = m_steering->trouble();
    return m_isWorking && trouble ? MigrationTexts::refusal(*trouble) + u' ' + trouble->message() : QString();
}

} // namespace Axess
