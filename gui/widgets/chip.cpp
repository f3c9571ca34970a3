// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/chip.h"

#include "app/colours.h"
#include "widgets/icons.h"

#include <QtGui/qpainter.h>

namespace Axess {

namespace {

constexpr int Padding = 9;
constexpr int IconSize = 16;

void drawGround(QPainter *painter, const QRect &rect, const QColor &ground)
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(ground);
    const qreal radius = rect.height() / 2.0;
    painter->drawRoundedRect(rect, radius, radius);
}

} // namespace

Chip::Chip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Chip::set(const QString &text, Tone tone, const QString &icon)
{
    m_text = text;
    m_tone = tone;
    m_icon = icon;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    const int icon = m_icon.isEmpty() ? 0 : IconSize + 5;
    return {fontMetrics().horizontalAdvance(m_text) + 2 * Padding + icon, fontMetrics().height() + 6};
}

void Chip::draw(QPainter *painter, const QRect &rect, const QString &text, Tone tone, const QPalette &palette)
{
    const ToneColours colours = Colours::tone(tone, palette);
    const QFontMetrics metrics = painter->fontMetrics();
    const int width = std::min(rect.width(), metrics.horizontalAdvance(text) + 2 * Padding);
    const int height = std::min(rect.height(), metrics.height() + 4);
    QRect chip(rect.left(), rect.top() + (rect.height() - height) / 2, width, height);
    painter->save();
    drawGround(painter, chip, colours.ground);
    painter->setPen(colours.ink);
    const int room = width - 2 * Padding + 2;
    painter->drawText(chip, Qt::AlignCenter, metrics.elidedText(text, Qt::ElideRight, room));
    painter->restore();
}

void Chip::paintEvent(QPaintEvent *)
{
    const ToneColours colours = Colours::tone(m_tone, palette());
    QPainter painter(this);
    drawGround(&painter, rect(), colours.ground);
    QRect text = rect().adjusted(Padding, 0, -Padding, 0);
    if (!m_icon.isEmpty()) {
        const QPixmap icon = Icons::pixmap(m_icon, IconSize, colours.ink, devicePixelRatioF());
        painter.drawPixmap(text.left() - 2, (height() - IconSize) / 2, icon);
        text.setLeft(text.left() + IconSize + 3);
    }
    painter.setPen(colours.ink);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

} // namespace Axess
