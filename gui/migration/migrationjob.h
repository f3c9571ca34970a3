// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "jobs/dockjob.h"
#include "jobs/jobsteering.h"
#include "migration/migrationorder.h"

#include <axess/livemigration.h>

#include <QtCore/qtimer.h>

namespace Axess {

/// What a step came to, as far as it is known.
struct MigrationOutcome
{
    std::optional<JobRun> copy;
    std::optional<LiveMigrationReport> report; ///< Of a live move, where something was compared.
    std::optional<LiveMigrationState> state; ///< Of a live move, where something was changed.
};

/// One step of a migration, done by a thread of this window.
///
/// How far it is stands in the two stores: it can be stopped at any time, and be gone on with by anybody.
class MigrationJob : public DockJob
{
    Q_OBJECT

public:
    /// `expected`: about so many sessions are walked, for the time left; 0 = nobody knows.
    MigrationJob(Console &console, const MigrationOrder &order, MigrationStep step, qint64 expected,
                 QObject *parent = nullptr);
    ~MigrationJob() override;

    void start();
    const MigrationOrder &order() const { return m_order; }
    MigrationStep step() const { return m_step; }
    const MigrationOutcome &outcome() const { return m_outcome; }
    const std::optional<Error> &error() const { return m_error; }
    bool isStopping() const { return m_isWorking && m_steering->isStopped(); }
    bool isStopped() const { return !m_isWorking && m_wasStopped; } ///< On request.
    bool isDone() const; ///< What was asked for is done.
    double fraction() const; ///< Of 1; below 0 = not known.

    QString title() const override;
    QString stateText() const override;
    Tone tone() const override;
    QString progressText() const override;
    QString rateText() const override;
    QString timeLeftText() const override;
    QString resultText() const override;
    QString problemText() const override;
    bool hasEnded() const override { return !m_isWorking; }
    bool isPausable() const override { return m_isWorking && !isStopping(); }
    bool isResumable() const override { return !m_isWorking && !isDone(); }
    bool isCancellable() const override { return isPausable(); }
    void pause() override { stop(); }
    void resume() override; ///< The same step once more; the engine goes on where it stopped.
    void cancel() override { stop(); }

private:
    struct Notes; // What the thread tells beside JobSteering.
    using Answer = Result<MigrationOutcome>;

    bool isCopying() const { return m_order.way == MigrationWay::Standstill; }
    double rate() const;
    void stop();
    void took(const Answer &answer);
    void tick();
    static Answer carryOut(const MigrationOrder &order, MigrationStep step, JobSteering &steering,
                           Notes &notes);
    static Answer carryOutCopy(const StoreCopyEnds &ends, const MigrationOrder &order, MigrationStep step,
                               JobSteering &steering, Notes &notes);
    static Answer carryOutMove(const StoreCopyEnds &ends, MigrationStep step, JobSteering &steering);

    Console &m_console;
    const MigrationOrder m_order;
    const MigrationStep m_step;
    const qint64 m_expected;
    std::shared_ptr<JobSteering> m_steering;
    std::shared_ptr<Notes> m_notes;
    QTimer m_ticks;
    JobInfo m_seen; ///< Of a live move its `rows` only.
    qint64 m_begun = 0;
    MigrationOutcome m_outcome;
    std::optional<Error> m_error;
    bool m_isWorking = false;
    bool m_wasStopped = false;
};

} // namespace Axess
