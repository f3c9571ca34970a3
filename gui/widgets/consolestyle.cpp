// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/consolestyle.h"

#include "app/colours.h"
#include "widgets/styledrawing.h"

#include <QtGui/qpainter.h>
#include <QtWidgets/qstyleoption.h>
#include <QtWidgets/qwidget.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int ScrollBarWidth = 13;

} // namespace

ConsoleStyle::ConsoleStyle()
    : QProxyStyle(u"Fusion"_s)
{ }

void ConsoleStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        StyleDrawing::drawButton(painter, *option, widget);
        return;
    case PE_PanelButtonTool:
        StyleDrawing::drawToolButton(painter, *option);
        return;
    case PE_FrameFocusRect:
        // Buttons and fields show their focus by their frame; rows by the highlight.
        return;
    case PE_FrameLineEdit:
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0)
            StyleDrawing::drawFrame(painter, *option, option->palette.color(QPalette::Base),
                                    option->state.testFlag(State_HasFocus));
        return;
    }
    case PE_FrameTabBarBase:
        painter->setPen(Colours::line(option->palette));
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        return;
    case PE_Frame:
        if (option->rect.isValid()) {
            painter->setPen(Colours::line(option->palette));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        }
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorRadioButton:
        StyleDrawing::drawIndicator(painter, *option, element == PE_IndicatorRadioButton);
        return;
    case PE_IndicatorTabClose:
        StyleDrawing::drawTabClose(painter, *option);
        return;
    case PE_FrameStatusBarItem:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void ConsoleStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    if (element == CE_HeaderSection || element == CE_HeaderEmptyArea) {
        StyleDrawing::drawHeader(painter, *option);
        return;
    }
    if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
        tab && element == CE_TabBarTabShape) {
        StyleDrawing::drawTab(painter, *tab);
        return;
    }
    const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option);
    if (tool && element == CE_ToolButtonLabel && tool->toolButtonStyle == Qt::ToolButtonTextBesideIcon) {
        StyleDrawing::drawToolLabel(painter, *tool);
        return;
    }
    if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
        bar && bar->maximum > bar->minimum) {
        if (element == CE_ProgressBarGroove || element == CE_ProgressBarContents) {
            StyleDrawing::drawProgress(painter, *bar, element == CE_ProgressBarGroove);
            return;
        }
    }
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (button && element == CE_PushButtonLabel && !StyleDrawing::toneOf(widget).isEmpty()
        && button->state.testFlag(State_Enabled)) {
        QStyleOptionButton filled = *button;
        filled.palette.setColor(QPalette::ButtonText, Qt::white);
        QProxyStyle::drawControl(element, &filled, painter, widget);
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void ConsoleStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                      QPainter *painter, const QWidget *widget) const
{
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        bar && control == CC_ScrollBar) {
        StyleDrawing::drawScrollBar(painter, *bar,
                                    proxy()->subControlRect(CC_ScrollBar, bar, SC_ScrollBarSlider, widget));
        return;
    }
    const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (control != CC_ComboBox || !combo) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    const QColor fill
        = combo->editable ? combo->palette.color(QPalette::Base) : StyleDrawing::fillOf(*combo, nullptr);
    StyleDrawing::drawFrame(painter, *combo, fill, combo->state.testFlag(State_HasFocus));
    const QRect arrow = proxy()->subControlRect(CC_ComboBox, combo, SC_ComboBoxArrow, widget);
    const bool enabled = combo->state.testFlag(State_Enabled);
    StyleDrawing::drawChevron(
        painter, arrow,
        combo->palette.color(enabled ? QPalette::Normal : QPalette::Disabled, QPalette::ButtonText));
}

QRect ConsoleStyle::subElementRect(SubElement element, const QStyleOption *option,
                                   const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    if (element == SE_LineEditContents && frame && frame->lineWidth > 0)
        return rect.adjusted(5, 0, -4, 0);
    return rect;
}

// A scroll bar is all groove: no arrows at its ends.
QRect ConsoleStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                   const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !bar) {
        const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
        return control == CC_ComboBox && part == SC_ComboBoxEditField ? rect.adjusted(5, 0, 0, 0) : rect;
    }
    const bool vertical = bar->orientation == Qt::Vertical;
    const int room = vertical ? bar->rect.height() : bar->rect.width();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    const int shortest = pixelMetric(PM_ScrollBarSliderMin, option, widget);
    const int wished = range <= 0 ? room : int(qint64(bar->pageStep) * room / (range + bar->pageStep));
    const int length = std::min(room, std::max(wished, shortest));
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, room - length,
                                              bar->upsideDown);
    const auto along = [&](int from, int to) {
        return vertical ? QRect(0, from, bar->rect.width(), to - from)
                        : QRect(from, 0, to - from, bar->rect.height());
    };
    switch (part) {
    case SC_ScrollBarGroove:
        return along(0, room);
    case SC_ScrollBarSlider:
        return along(start, start + length);
    case SC_ScrollBarSubPage:
        return along(0, start);
    case SC_ScrollBarAddPage:
        return along(start + length, room);
    default:
        return {};
    }
}

int ConsoleStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_TabBarTabHSpace:
        return 24;
    case PM_TabBarTabVSpace:
        return 14;
    case PM_TabCloseIndicatorWidth:
    case PM_TabCloseIndicatorHeight:
        return 18;
    case PM_ToolBarItemSpacing:
        return 4;
    case PM_DockWidgetSeparatorExtent:
        return 1;
    case PM_HeaderMargin:
        return 8;
    case PM_FocusFrameHMargin:
        return 6;
    case PM_ScrollBarExtent:
        return ScrollBarWidth;
    case PM_ScrollBarSliderMin:
        return 36;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize ConsoleStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                     const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const int comfortable = option ? option->fontMetrics.height() + 14 : 0;
    const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option);
    if (tool && type == CT_ToolButton && tool->toolButtonStyle == Qt::ToolButtonTextBesideIcon)
        result += QSize(StyleDrawing::ToolPadding + 6, 4);
    if (type == CT_PushButton)
        result.rwidth() += 12;
    if (type == CT_ComboBox)
        result.rwidth() += 8;
    if (type == CT_PushButton || type == CT_LineEdit || type == CT_ComboBox)
        result.setHeight(std::max(result.height(), comfortable));
    if (type == CT_HeaderSection)
        result.setHeight(std::max(result.height(), comfortable - 2));
    return result;
}

int ConsoleStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                            QStyleHintReturn *returned) const
{
    if (hint == SH_EtchDisabledText || hint == SH_UnderlineShortcut)
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, returned);
}

} // namespace Axess
