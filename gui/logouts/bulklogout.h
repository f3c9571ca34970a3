// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "jobs/dockjob.h"
#include "logouts/bulkwork.h"

#include <QtCore/qtimer.h>

namespace Axess {

/// One log-out in bulk of this window, from its countdown to its result; what the Jobs dock shows.
///
/// What it begins goes on when the window closes only if it stands as a job in the store.
class BulkLogOut : public DockJob
{
    Q_OBJECT

public:
    enum class State : quint8 {
        CountingDown, ///< Nothing was sent.
        Running,
        Paused,
        Ending, ///< Was told to stop, and has not yet.
        Done,
        Failed,
        Cancelled,
        Undoing,
        Undone,
    };

    BulkLogOut(Console &console, const BulkOrder &order, QObject *parent = nullptr);
    ~BulkLogOut() override;

    /// Counts down, then acts. Without countdown at once. A machine that sleeps meanwhile sends nothing at
    /// waking: the job is paused then, and counts down anew when it goes on.
    void start();
    void pause() override;
    void resume() override;
    /// Before it is sent nothing has happened; later what has ended stays ended.
    void cancel() override;
    void undo() override;

    State state() const { return m_state; }
    const BulkOrder &order() const { return m_order; }
    const JobInfo &job() const { return m_outcome.job; }
    const BulkOutcome &outcome() const { return m_outcome; }
    const std::optional<Error> &error() const { return m_error; }
    std::optional<Error> trouble() const { return m_steering->trouble(); }
    std::chrono::seconds untilSent() const; ///< Of the countdown, rounded up.

    bool wasSent() const { return m_wasSent; } ///< Before that nothing has happened.
    bool hasEnded() const override;
    bool isPausable() const override;
    bool isResumable() const override { return m_state == State::Paused; }
    bool isCancellable() const override;
    bool isUndoable() const override;
    /// What lives still, or got no answer; trying again means the same set once more.
    qint64 failed() const;
    bool standsInStore() const override { return !m_outcome.job.id.isEmpty(); }
    /// The line of axessctl that does the same.
    QString commandLine() const;

    QString title() const override;
    QString stateText() const override;
    Tone tone() const override;
    QString progressText() const override;
    QString rateText() const override;
    QString timeLeftText() const override;
    QString resultText() const override;
    QString problemText() const override;

Q_SIGNALS:
    void undone();

private:
    void tick();
    void send();
    void goOn();
    void follow(QFuture<Result<BulkOutcome>> future);
    void took(const Result<BulkOutcome> &outcome);
    void tookUndo(const Result<BulkOutcome> &outcome);
    void steer(JobWish wish);
    void setState(State state);
    void lookAtProgress();

    Console &m_console;
    const BulkOrder m_order;
    std::shared_ptr<JobSteering> m_steering = std::make_shared<JobSteering>();
    QTimer m_ticks;
    State m_state = State::CountingDown;
    State m_beforeUndo = State::Done;
    BulkOutcome m_outcome;
    std::optional<Error> m_error;
    qint64 m_sendAt = 0;
    qint64 m_lookedAt = 0; ///< During the countdown.
    bool m_wasSent = false;
    bool m_workerEnded = true;
    bool m_resumed = false; ///< While the worker was still about to pause.
};

} // namespace Axess
