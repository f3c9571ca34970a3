// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qstyleoption.h>

class QPainter;

namespace Axess {

/// How the parts of ConsoleStyle look: from the option's palette, and for push buttons from their `tone`.
class StyleDrawing
{
public:
    static constexpr int ToolPadding = 7; ///< Left of a tool's icon, and between icon and text.

    static QString toneOf(const QWidget *widget);
    static QColor fillOf(const QStyleOption &option, const QWidget *widget);
    static void drawFrame(QPainter *painter, const QStyleOption &option, const QColor &fill, bool focused);
    static void drawButton(QPainter *painter, const QStyleOption &option, const QWidget *widget);
    static void drawToolButton(QPainter *painter, const QStyleOption &option);
    static void drawToolLabel(QPainter *painter, const QStyleOptionToolButton &tool);
    static void drawIndicator(QPainter *painter, const QStyleOption &option, bool round);
    static void drawHeader(QPainter *painter, const QStyleOption &option);
    static void drawTab(QPainter *painter, const QStyleOptionTab &tab);
    static void drawTabClose(QPainter *painter, const QStyleOption &option);
    static void drawChevron(QPainter *painter, const QRect &rect, const QColor &colour);
    static void drawScrollBar(QPainter *painter, const QStyleOptionSlider &bar, QRect slider);
    static void drawProgress(QPainter *painter, const QStyleOptionProgressBar &bar, bool groove);
};

} // namespace Axess
