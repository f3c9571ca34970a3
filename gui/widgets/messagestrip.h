// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <QtWidgets/qframe.h>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace Axess {

/// One line above the page that says what happened and offers what can be done about it. Never modal.
class MessageStrip : public QFrame
{
    Q_OBJECT

public:
    explicit MessageStrip(QWidget *parent = nullptr);

    void show(const QString &text, Tone tone, const QString &toolTip = {});
    /// The strip's button, and one beside it that refuses; empty text = none.
    void offer(const QString &action, const QString &refusal = {});
    void setText(const QString &text);
    void keepOpen(); ///< Without a button to close it.
    QString text() const;
    QString action() const;

protected:
    void insert(QWidget *widget); ///< Between the text and the button.

Q_SIGNALS:
    void replaced(); ///< Another message stands there now; its button is no longer that of the one before.
    void actionTriggered();
    void refused();
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void paintIcon();

    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QPushButton *m_refusal;
    QToolButton *m_close;
    Tone m_tone = Tone::Info;
};

} // namespace Axess
