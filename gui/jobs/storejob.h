// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "jobs/dockjob.h"
#include "jobs/jobsteering.h"

#include <QtCore/qtimer.h>

namespace Axess {

/// A job that stands in the store, which this window works off, or only watches.
///
/// When the window closes it stays there, for others or for the window's next opening.
class StoreJob : public DockJob
{
    Q_OBJECT

public:
    using Store = std::shared_ptr<SessionStore>;

    struct Order
    {
        QString title;
        GatedAct act = GatedAct::SteerJob; ///< What the gate is asked for.
        std::function<Result<JobInfo>(const Store &)> submit; ///< Or finds one to go on with. Blocking.
        bool isLeft = false; ///< To applications and workers.
        bool isFound = false; ///< Not begun in this window, which does not cancel it at its end.
        QString line; ///< Of axessctl, that does the same.
        std::function<QString(const JobInfo &)> progress;
        std::function<QString(const JobInfo &)> result;
    };

    StoreJob(Console &console, const Order &order, QObject *parent = nullptr);
    ~StoreJob() override;

    void start();
    const JobInfo &job() const { return m_job; }
    const Order &order() const { return m_order; }
    const std::optional<Error> &error() const { return m_error; }
    /// It waits, and nobody has taken it.
    bool isUntaken() const;

    QString title() const override { return m_order.title; }
    QString stateText() const override;
    Tone tone() const override;
    QString progressText() const override;
    QString rateText() const override;
    QString timeLeftText() const override;
    QString resultText() const override;
    QString problemText() const override;
    bool hasEnded() const override;
    bool isPausable() const override;
    bool isResumable() const override; ///< Here, whoever had it before.
    bool isCancellable() const override;
    bool standsInStore() const override { return !m_job.id.isEmpty(); }
    bool isBegunHere() const override { return !m_order.isFound; }
    void pause() override;
    void resume() override;
    void cancel() override;

private:
    using Work = std::function<Result<JobInfo>(const Store &, JobSteering &)>;

    void work(GatedAct act, const Work &work);
    void took(const Result<JobInfo> &job);
    void tick();
    void look();
    void steer(JobWish wish);
    void goOn();

    Console &m_console;
    const Order m_order;
    std::shared_ptr<JobSteering> m_steering = std::make_shared<JobSteering>();
    QTimer m_ticks;
    JobInfo m_job;
    std::optional<Error> m_error;
    int m_ticksToLook = 0;
    bool m_isWorking = false; ///< A thread of this window does.
    bool m_isLooking = false;
    bool m_isResumed = false; ///< While the worker was still about to pause.
};

} // namespace Axess
