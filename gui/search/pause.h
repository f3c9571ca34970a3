// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qobject.h>
#include <QtCore/qtimer.h>

namespace Axess {

/// A short wait for somebody who is typing; tests bring one that they end themselves.
class Pause : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void begin() = 0; ///< Anew, if it is under way.
    virtual void cancel() = 0;

Q_SIGNALS:
    void over();
};

class TimedPause final : public Pause
{
    Q_OBJECT

public:
    explicit TimedPause(std::chrono::milliseconds length, QObject *parent = nullptr)
        : Pause(parent)
    {
        m_timer.setSingleShot(true);
        m_timer.setInterval(length);
        connect(&m_timer, &QTimer::timeout, this, &Pause::over);
    }

    void begin() override { m_timer.start(); }
    void cancel() override { m_timer.stop(); }

private:
    QTimer m_timer;
};

} // namespace Axess
