// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "jobs/dockjob.h"

#include <axess/keys.h>

#include <QtCore/qtimer.h>

#include <atomic>

namespace Axess {

/// Opens every session and says which do not. Only this window knows of it, and it writes nothing.
class KeyVerificationJob : public DockJob
{
    Q_OBJECT

public:
    explicit KeyVerificationJob(Console &console, QObject *parent = nullptr);
    ~KeyVerificationJob() override;

    void start();
    const std::optional<KeyVerification> &report() const { return m_report; }

    QString title() const override;
    QString stateText() const override;
    Tone tone() const override;
    QString progressText() const override;
    QString resultText() const override;
    QString problemText() const override;
    bool hasEnded() const override { return m_hasEnded; }
    bool isCancellable() const override { return !m_hasEnded && !m_stop.stop_requested(); }
    void cancel() override;

private:
    Console &m_console;
    QTimer m_ticks;
    std::stop_source m_stop;
    std::shared_ptr<std::atomic<qint64>> m_read = std::make_shared<std::atomic<qint64>>(0);
    std::optional<KeyVerification> m_report;
    std::optional<Error> m_error;
    bool m_hasEnded = false;
};

} // namespace Axess
