// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "jobs/dockjob.h"

#include <QtCore/qtimer.h>

#include <atomic>
#include <expected>

namespace Axess {

/// What a ThreadJob and the thread that works for it tell each other. Thread-safe.
class ThreadSteering
{
public:
    void stop() { m_stop.request_stop(); }
    bool isStopped() const { return m_stop.stop_requested(); }
    std::stop_token token() const { return m_stop.get_token(); }
    /// How far it is; false = it is to be stopped.
    bool goOn(qint64 done);
    qint64 done() const { return m_done; }

private:
    std::stop_source m_stop;
    std::atomic<qint64> m_done = 0;
};

/// Something long that only this window knows of, on a thread of its own, with an end or without.
class ThreadJob : public DockJob
{
    Q_OBJECT

public:
    using Store = std::shared_ptr<SessionStore>;
    using Done = std::expected<void, QString>; ///< Else a sentence for people.

    struct Order
    {
        QString title;
        std::function<Done(const Store &, ThreadSteering &)> work; ///< On its thread.
        std::function<QString(qint64 done)> progress;
        std::function<QString()> result; ///< What became of it; asked when it has not failed.
        std::function<Tone()> tone {}; ///< The same; empty = Good.
        std::optional<GatedAct> gated {}; ///< Absent = it only reads.
    };

    ThreadJob(Console &console, Order order, QObject *parent = nullptr);
    ~ThreadJob() override;

    void start();

    QString title() const override { return m_order.title; }
    QString stateText() const override;
    Tone tone() const override;
    QString progressText() const override;
    QString resultText() const override;
    QString problemText() const override { return m_problem; }
    bool hasEnded() const override { return m_hasEnded; }
    bool isCancellable() const override { return !m_hasEnded && !m_steering->isStopped(); }
    void cancel() override;

private:
    void ended(const Result<Done> &done);

    Console &m_console;
    const Order m_order;
    std::shared_ptr<ThreadSteering> m_steering = std::make_shared<ThreadSteering>();
    QTimer m_ticks;
    QString m_problem;
    bool m_hasEnded = false;
};

} // namespace Axess
