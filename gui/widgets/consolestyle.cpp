// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/consolestyle.h"

#include "app/colours.h"

#include <QtGui/qpainter.h>
#include <QtWidgets/qstyleoption.h>
#include <QtWidgets/qwidget.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal Radius = 5;
constexpr int ScrollBarWidth = 13;
constexpr int ToolPadding = 7; ///< Left of the icon, between icon and text.

QRectF crisp(const QRect &rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

QString toneOf(const QWidget *widget)
{
    return widget ? widget->property("tone").toString() : QString();
}

QColor mixed(const QColor &one, const QColor &other, qreal share)
{
    return QColor::fromRgbF(float(one.redF() + (other.redF() - one.redF()) * share),
                            float(one.greenF() + (other.greenF() - one.greenF()) * share),
                            float(one.blueF() + (other.blueF() - one.blueF()) * share));
}

QColor fillOf(const QStyleOption &option, const QWidget *widget)
{
    const QPalette &palette = option.palette;
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const QString tone = toneOf(widget);
    QColor fill = palette.color(QPalette::Button);
    if (enabled && tone == "primary"_L1)
        fill = palette.color(QPalette::Highlight);
    else if (enabled && tone == "danger"_L1)
        fill = QColor(0xffb3261e);
    if (!enabled)
        return mixed(fill, palette.color(QPalette::Window), 0.6);
    if (option.state.testFlag(QStyle::State_Sunken) || option.state.testFlag(QStyle::State_On))
        return mixed(fill, palette.color(QPalette::WindowText), 0.14);
    if (option.state.testFlag(QStyle::State_MouseOver))
        return mixed(fill, palette.color(QPalette::WindowText), 0.06);
    return fill;
}

void drawFrame(QPainter *painter, const QStyleOption &option, const QColor &fill, bool focused)
{
    const QColor line = focused ? option.palette.color(QPalette::Highlight) : Colours::line(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(QPen(line, focused ? 1.6 : 1));
    painter->drawRoundedRect(crisp(option.rect), Radius, Radius);
    painter->restore();
}

void drawButton(QPainter *painter, const QStyleOption &option, const QWidget *widget)
{
    const bool focused = option.state.testFlag(QStyle::State_HasFocus)
        && option.state.testFlag(QStyle::State_KeyboardFocusChange);
    const bool filled = option.state.testFlag(QStyle::State_Enabled) && !toneOf(widget).isEmpty();
    const QColor fill = fillOf(option, widget);
    drawFrame(painter, option, fill, focused);
    if (!filled)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawRoundedRect(option.rect, Radius, Radius);
    if (focused) {
        // A ring inside the fill: visible on both themes.
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(Qt::white, 1.4));
        painter->drawRoundedRect(crisp(option.rect).adjusted(2, 2, -2, -2), Radius - 2, Radius - 2);
    }
    painter->restore();
}

void drawToolButton(QPainter *painter, const QStyleOption &option)
{
    const bool active = option.state.testFlag(QStyle::State_MouseOver)
        || option.state.testFlag(QStyle::State_Sunken) || option.state.testFlag(QStyle::State_On);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    if (!active && !focused)
        return;
    const QColor text = option.palette.color(QPalette::WindowText);
    const bool pressed
        = option.state.testFlag(QStyle::State_Sunken) || option.state.testFlag(QStyle::State_On);
    QColor fill = active ? mixed(option.palette.color(QPalette::Window), text, pressed ? 0.16 : 0.09)
                         : QColor(Qt::transparent);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(focused ? QPen(option.palette.color(QPalette::Highlight), 1.6) : QPen(Qt::NoPen));
    painter->drawRoundedRect(crisp(option.rect), Radius, Radius);
    painter->restore();
}

void drawToolLabel(QPainter *painter, const QStyleOptionToolButton &tool)
{
    const bool enabled = tool.state.testFlag(QStyle::State_Enabled);
    const QRect icon(tool.rect.left() + ToolPadding, tool.rect.center().y() - tool.iconSize.height() / 2,
                     tool.iconSize.width(), tool.iconSize.height());
    tool.icon.paint(painter, icon, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    painter->setPen(
        tool.palette.color(enabled ? QPalette::Normal : QPalette::Disabled, QPalette::ButtonText));
    const QRect text(icon.right() + ToolPadding, tool.rect.top(),
                     tool.rect.right() - icon.right() - ToolPadding, tool.rect.height());
    painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic, tool.text);
}

void drawHeader(QPainter *painter, const QStyleOption &option)
{
    painter->fillRect(option.rect, option.palette.color(QPalette::Window));
    painter->setPen(Colours::line(option.palette));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
}

void drawTab(QPainter *painter, const QStyleOptionTab &tab)
{
    if (tab.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(tab.palette.color(QPalette::Highlight), 1, Qt::DotLine));
        painter->drawRect(tab.rect.adjusted(3, 3, -4, -5));
    }
    if (!tab.state.testFlag(QStyle::State_Selected))
        return;
    QRect mark = tab.rect;
    mark.setTop(mark.bottom() - 1);
    painter->fillRect(mark.adjusted(6, 0, -6, 0), tab.palette.color(QPalette::Link));
}

void drawChevron(QPainter *painter, const QRect &rect, const QColor &colour)
{
    const QPointF middle = QRectF(rect).center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPolyline(QPolygonF {
        {middle.x() - 4, middle.y() - 2}, {middle.x(), middle.y() + 2}, {middle.x() + 4, middle.y() - 2}});
    painter->restore();
}

void drawScrollBar(QPainter *painter, const QStyleOptionSlider &bar, QRect slider)
{
    painter->fillRect(bar.rect, bar.palette.color(QPalette::Base));
    if (bar.maximum <= bar.minimum)
        return;
    const bool held = bar.state.testFlag(QStyle::State_MouseOver) || bar.state.testFlag(QStyle::State_Sunken);
    const QColor fill
        = mixed(bar.palette.color(QPalette::Base), bar.palette.color(QPalette::Text), held ? 0.5 : 0.28);
    slider = bar.orientation == Qt::Vertical ? slider.adjusted(3, 2, -3, -2) : slider.adjusted(2, 3, -2, -3);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawRoundedRect(slider, 3.5, 3.5);
    painter->restore();
}

void drawProgress(QPainter *painter, const QStyleOptionProgressBar &bar, bool groove)
{
    QRectF field = bar.rect;
    if (!groove)
        field.setWidth(field.width() * (bar.progress - bar.minimum) / (bar.maximum - bar.minimum));
    const bool enabled = bar.state.testFlag(QStyle::State_Enabled);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(groove || !enabled ? Colours::line(bar.palette)
                                         : bar.palette.color(QPalette::Normal, QPalette::Highlight));
    painter->drawRoundedRect(field, field.height() / 2, field.height() / 2);
    painter->restore();
}

} // namespace

ConsoleStyle::ConsoleStyle()
    : QProxyStyle(u"Fusion"_s)
{ }

void ConsoleStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        drawButton(painter, *option, widget);
        return;
    case PE_PanelButtonTool:
        drawToolButton(painter, *option);
        return;
    case PE_FrameFocusRect:
        // Buttons and fields show their focus by their frame; rows by the highlight.
        return;
    case PE_FrameLineEdit:
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0)
            drawFrame(painter, *option, option->palette.color(QPalette::Base),
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
        drawHeader(painter, *option);
        return;
    }
    if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
        tab && element == CE_TabBarTabShape) {
        drawTab(painter, *tab);
        return;
    }
    const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option);
    if (tool && element == CE_ToolButtonLabel && tool->toolButtonStyle == Qt::ToolButtonTextBesideIcon) {
        drawToolLabel(painter, *tool);
        return;
    }
    if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
        bar && bar->maximum > bar->minimum) {
        if (element == CE_ProgressBarGroove || element == CE_ProgressBarContents) {
            drawProgress(painter, *bar, element == CE_ProgressBarGroove);
            return;
        }
    }
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (button && element == CE_PushButtonLabel && !toneOf(widget).isEmpty()
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
        drawScrollBar(painter, *bar, proxy()->subControlRect(CC_ScrollBar, bar, SC_ScrollBarSlider, widget));
        return;
    }
    const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (control != CC_ComboBox || !combo) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    const QColor fill = combo->editable ? combo->palette.color(QPalette::Base) : fillOf(*combo, nullptr);
    drawFrame(painter, *combo, fill, combo->state.testFlag(State_HasFocus));
    const QRect arrow = proxy()->subControlRect(CC_ComboBox, combo, SC_ComboBoxArrow, widget);
    const bool enabled = combo->state.testFlag(State_Enabled);
    drawChevron(painter, arrow,
                combo->palette.color(enabled ? QPalette::Normal : QPalette::Disabled, QPalette::ButtonText));
}

// A scroll bar is all groove: no arrows at its ends.
QRect ConsoleStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                   const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !bar)
        return QProxyStyle::subControlRect(control, option, part, widget);
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
        result += QSize(ToolPadding + 6, 4);
    if (type == CT_PushButton)
        result.rwidth() += 12;
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
