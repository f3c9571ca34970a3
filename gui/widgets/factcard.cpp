// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/factcard.h"

#include "app/colours.h"
#include "widgets/icons.h"

#include <QtGui/qevent.h>
#include <QtGui/qpainter.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int Padding = 16;

QFont figureFont(const QFont &base)
{
    QFont font = base;
    font.setPointSizeF(font.pointSizeF() * 1.9);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

FactCard::FactCard(const QString &icon, const QString &title, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
    , m_value(u"…"_s)
{
    setText(title);
    setAccessibleName(title);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
}

void FactCard::set(const QString &value, const QString &note, Tone tone)
{
    m_value = value;
    m_note = note;
    m_tone = tone;
    setAccessibleName(u"%1: %2"_s.arg(text(), value));
    setAccessibleDescription(note);
    setToolTip(note);
    update();
}

QSize FactCard::sizeHint() const
{
    const int lines = 2 * fontMetrics().height() + QFontMetrics(figureFont(font())).height();
    return {168, lines + 2 * Padding + 6};
}

void FactCard::focusInEvent(QFocusEvent *event)
{
    m_ring = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QAbstractButton::focusInEvent(event);
}

void FactCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = hasFocus() && m_ring;
    const QColor line
        = focused || underMouse() ? palette().color(QPalette::Highlight) : Colours::line(palette());
    painter.setPen(QPen(line, focused ? 1.6 : 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);

    const QColor muted = palette().color(QPalette::PlaceholderText);
    const QColor ink
        = m_tone == Tone::Neutral ? palette().color(QPalette::Text) : Colours::tone(m_tone, palette()).ink;
    const int text = fontMetrics().height();
    QRect line1(Padding, Padding - 2, width() - 2 * Padding, text);
    painter.drawPixmap(Padding, line1.top() + (text - 16) / 2,
                       Icons::pixmap(m_icon, 16, muted, devicePixelRatioF()));
    painter.setPen(muted);
    painter.drawText(line1.adjusted(23, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, this->text());

    const QFont figure = figureFont(font());
    const QFontMetrics large(figure);
    QRect line2(Padding, line1.bottom() + 5, line1.width(), large.height());
    painter.setFont(figure);
    painter.setPen(ink);
    painter.drawText(line2, Qt::AlignVCenter | Qt::AlignLeft,
                     large.elidedText(m_value, Qt::ElideRight, line2.width()));

    painter.setFont(font());
    painter.setPen(muted);
    QRect line3(Padding, line2.bottom() + 3, line1.width(), text);
    painter.drawText(line3, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(m_note, Qt::ElideRight, line3.width()));
}

} // namespace Axess
