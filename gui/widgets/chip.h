// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <QtWidgets/qwidget.h>

namespace Axess {

/// A short fact in a rounded field: icon, word and tone. Screen readers read its text.
class Chip : public QWidget
{
    Q_OBJECT

public:
    explicit Chip(QWidget *parent = nullptr);

    void set(const QString &text, Tone tone, const QString &icon = {});
    const QString &text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// Draws a chip into a cell; how wide it was.
    static void draw(QPainter *painter, const QRect &rect, const QString &text, Tone tone,
                     const QPalette &palette);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    QString m_icon;
    Tone m_tone = Tone::Neutral;
};

} // namespace Axess
