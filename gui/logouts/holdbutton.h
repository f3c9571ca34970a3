// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qtimer.h>
#include <QtWidgets/qpushbutton.h>

#include <chrono>
#include <functional>

namespace Axess {

/// A button that acts when it was held down for a while, by mouse or by Space. Without a time a click does.
class HoldButton : public QPushButton
{
    Q_OBJECT

public:
    using Now = std::function<qint64()>; ///< UTC milliseconds.

    explicit HoldButton(Now now, QWidget *parent = nullptr);

    void set(const QString &text, std::chrono::seconds hold);

Q_SIGNALS:
    void held();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void begin();
    void tick();
    void showLeft(qint64 left);

    Now m_now;
    QTimer m_ticks;
    QString m_text;
    std::chrono::milliseconds m_hold {0};
    qint64 m_since = 0;
    bool m_wasHeld = false;
};

} // namespace Axess
