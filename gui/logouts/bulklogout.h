// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "logouts/bulkwork.h"

#include <QtCore/qtimer.h>

namespace Axess {

/// One log-out in bulk of this window, from its countdown to its result; what the Jobs dock shows.
///
/// What it begins goes on when the window closes only if it stands as a job in the store.
class BulkLogOut : public QObject
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
    void pause();
    void resume();
    /// Before it is sent nothing has happened; later what has ended stays ended.
    void cancel();
    void undo();

    State state() const { return m_state; }
    const BulkOrder &order() const { return m_order; }
    const JobInfo &job() const { return m_outcome.job; }
    const BulkOutcome &outcome() const { return m_outcome; }
    const std::optional<Error> &error() const { return m_error; }
    std::optional<Error> trouble() const { return m_steering->trouble(); }
    std::chrono::seconds untilSent() const; ///< Of the countdown, rounded up.

    bool wasSent() const { return m_wasSent; } ///< Before that nothing has happened.
    bool hasEnded() const;
    bool isPausable() const;
    bool isCancellable() const;
    bool isUndoable() const;
    /// What lives still, or got no answer; trying again means the same set once more.
    qint64 failed() const;
    bool standsInStore() const { return !m_outcome.job.id.isEmpty(); }
    /// The line of axessctl that does the same.
    QString commandLine() const;

Q_SIGNALS:
    void changed();
    void finished(); ///< It ended, one way or another; `state` says which.
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
    std::shared_ptr<BulkSteering> m_steering = std::make_shared<BulkSteering>();
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
