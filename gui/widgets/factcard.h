// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <QtWidgets/qabstractbutton.h>

namespace Axess {

/// A figure with its name and a note. As a button it leads to where the figure comes from.
class FactCard : public QAbstractButton
{
    Q_OBJECT

public:
    FactCard(const QString &icon, const QString &title, QWidget *parent = nullptr);

    void set(const QString &value, const QString &note, Tone tone = Tone::Neutral);
    const QString &value() const { return m_value; }
    const QString &note() const { return m_note; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void focusInEvent(QFocusEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    QString m_value;
    QString m_note;
    Tone m_tone = Tone::Neutral;
    bool m_ring = false; ///< Moved here by keyboard.
};

} // namespace Axess
