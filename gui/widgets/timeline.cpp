// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/timeline.h"

#include "app/colours.h"
#include "models/eventmodel.h"

#include <QtGui/qpainter.h>

namespace Axess {

namespace {

constexpr int Gutter = 26;
constexpr int Gap = 10;

QString textOf(const QModelIndex &index, EventModel::Column column)
{
    return index.siblingAtColumn(column).data().toString();
}

} // namespace

Timeline::Timeline(QWidget *parent)
    : QListView(parent)
{
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    setFrameShape(QFrame::NoFrame);
    setModelColumn(EventModel::What);
    setItemDelegate(new TimelineDelegate(this));
    setSelectionMode(QAbstractItemView::NoSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setResizeMode(QListView::Adjust);
}

void TimelineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const QRect rect = option.rect;
    const int line = option.fontMetrics.height();
    const int x = rect.left() + 10;
    const int dot = rect.top() + 4 + line / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(Colours::line(option.palette), 2));
    const int from = index.row() == 0 ? dot : rect.top();
    const int to = index.row() == index.model()->rowCount() - 1 ? dot : rect.bottom() + 1;
    painter->drawLine(x, from, x, to);
    painter->setPen(Qt::NoPen);
    painter->setBrush(Colours::tone(index.data(EventModel::ToneRole).value<Tone>(), option.palette).ink);
    painter->drawEllipse(QPoint(x, dot), 5, 5);

    QRect text(rect.left() + Gutter, rect.top() + 4, rect.width() - Gutter - 6, line);
    const auto draw = [&](const QString &words, QPalette::ColorRole role) {
        painter->setPen(option.palette.color(role));
        painter->drawText(text, Qt::AlignVCenter,
                          option.fontMetrics.elidedText(words, Qt::ElideRight, text.width()));
        text.translate(0, line + 1);
    };
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    draw(textOf(index, EventModel::What), QPalette::Text);
    painter->setFont(option.font);
    if (const QString detail = textOf(index, EventModel::Detail); !detail.isEmpty())
        draw(detail, QPalette::Text);
    draw(textOf(index, EventModel::When), QPalette::PlaceholderText);
    painter->restore();
}

QSize TimelineDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int lines = textOf(index, EventModel::Detail).isEmpty() ? 2 : 3;
    return {120, lines * (option.fontMetrics.height() + 1) + 4 + Gap};
}

} // namespace Axess
