// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <QtWidgets/qwidget.h>

class QLabel;
class QProgressBar;
class QPushButton;

namespace Axess {

/// What stands where a list would be when there is none: a picture, a sentence, and what to do.
class StatePanel : public QWidget
{
    Q_OBJECT

public:
    struct Content
    {
        QString icon;
        QString title;
        QString sentence;
        QString action; ///< Text of the button; empty = none.
        QString detail; ///< Technical text, small and selectable.
        Tone tone = Tone::Neutral;
    };

    explicit StatePanel(QWidget *parent = nullptr);

    void show(const Content &content);
    void showBusy(const QString &title);
    QString sentence() const;
    QString title() const;

    QSize minimumSizeHint() const override { return {220, 160}; }

Q_SIGNALS:
    void actionTriggered();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void paintPicture();

    QString m_icon;
    Tone m_tone = Tone::Neutral;
    QLabel *m_picture;
    QLabel *m_title;
    QLabel *m_sentence;
    QLabel *m_detail;
    QProgressBar *m_busy;
    QPushButton *m_action;
};

} // namespace Axess
