// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/styledrawing.h"

#include "app/colours.h"

#include <QtGui/qpainter.h>
#include <QtWidgets/qwidget.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal Radius = 5;

QRectF crisp(const QRect &rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

QColor mixed(const QColor &one, const QColor &other, qreal share)
{
    return QColor::fromRgbF(float(one.redF() + (other.redF() - one.redF()) * share),
                            float(one.greenF() + (other.greenF() - one.greenF()) * share),
                            float(one.blueF() + (other.blueF() - one.blueF()) * share));
}

} // namespace

QString StyleDrawing::toneOf(const QWidget *widget)
{
    return widget ? widget->property("tone").toString() : QString();
}

QColor StyleDrawing::fillOf(const QStyleOption &option, const QWidget *widget)
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

void StyleDrawing::drawFrame(QPainter *painter, const QStyleOption &option, const QColor &fill, bool focused)
{
    const QColor line = focused ? option.palette.color(QPalette::Highlight) : Colours::line(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(QPen(line, focused ? 1.6 : 1));
    painter->drawRoundedRect(crisp(option.rect), Radius, Radius);
    painter->restore();
}

void StyleDrawing::drawButton(QPainter *painter, const QStyleOption &option, const QWidget *widget)
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

void StyleDrawing::drawToolButton(QPainter *painter, const QStyleOption &option)
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

void StyleDrawing::drawToolLabel(QPainter *painter, const QStyleOptionToolButton &tool)
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

void StyleDrawing::drawIndicator(QPainter *painter, const QStyleOption &option, bool round)
{
    const bool on = option.state.testFlag(QStyle::State_On);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const QPalette &palette = option.palette;
    const QColor accent = palette.color(enabled ? QPalette::Normal : QPalette::Disabled, QPalette::Highlight);
    const QRectF field = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    const qreal radius = round ? field.height() / 2 : 3;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(on ? accent : palette.color(QPalette::PlaceholderText), 1.2));
    painter->setBrush(on ? accent : palette.color(QPalette::Base));
    painter->drawRoundedRect(field, radius, radius);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(palette.color(QPalette::Link), 1.2));
        painter->drawRoundedRect(field.adjusted(-1.2, -1.2, 1.2, 1.2), radius + 1, radius + 1);
    }
    const QPointF middle = field.center();
    painter->setPen(QPen(Qt::white, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::white);
    if (on && round)
        painter->drawEllipse(middle, 1.6, 1.6);
    else if (on)
        painter->drawPolyline(QPolygonF {middle + QPointF(-2.6, 0.2), middle + QPointF(-0.7, 2.2),
                                         middle + QPointF(2.8, -2.2)});
    painter->restore();
}

void StyleDrawing::drawHeader(QPainter *painter, const QStyleOption &option)
{
    painter->fillRect(option.rect, option.palette.color(QPalette::Window));
    painter->setPen(Colours::line(option.palette));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
}

void StyleDrawing::drawTab(QPainter *painter, const QStyleOptionTab &tab)
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

void StyleDrawing::drawTabClose(QPainter *painter, const QStyleOption &option)
{
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    const bool held = option.state.testFlag(QStyle::State_Sunken);
    const QColor text = option.palette.color(QPalette::WindowText);
    const QRectF field = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const QRectF cross(field.center() - QPointF(3.5, 3.5), QSizeF(7, 7));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (hovered || held) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(mixed(option.palette.color(QPalette::Window), text, held ? 0.2 : 0.1));
        painter->drawRoundedRect(field, 4, 4);
    }
    const bool stands = hovered || held || option.state.testFlag(QStyle::State_Selected);
    painter->setPen(QPen(stands ? text : option.palette.color(QPalette::PlaceholderText), 1.5, Qt::SolidLine,
                         Qt::RoundCap));
    painter->drawLine(cross.topLeft(), cross.bottomRight());
    painter->drawLine(cross.topRight(), cross.bottomLeft());
    painter->restore();
}

void StyleDrawing::drawChevron(QPainter *painter, const QRect &rect, const QColor &colour)
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

void StyleDrawing::drawScrollBar(QPainter *painter, const QStyleOptionSlider &bar, QRect slider)
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

void StyleDrawing::drawProgress(QPainter *painter, const QStyleOptionProgressBar &bar, bool groove)
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

} // namespace Axess
