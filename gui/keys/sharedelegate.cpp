// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/sharedelegate.h"

#include <QtGui/qpainter.h>

#include <algorithm>

namespace Axess {

ShareDelegate::ShareDelegate(int chipColumn, int toneRole, int shareColumn, int shareRole, QObject *parent)
    : CellDelegate(chipColumn, toneRole, parent)
    , m_shareColumn(shareColumn)
    , m_shareRole(shareRole)
{ }

// The text stands before the bar, so that nothing is told by the bar alone.
void ShareDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    CellDelegate::paint(painter, option, index);
    const double share = index.data(m_shareRole).toDouble();
    if (index.column() != m_shareColumn || share <= 0)
        return;
    const int text = option.fontMetrics.horizontalAdvance(QStringLiteral("100,0 %")) + 20;
    QRect field = option.rect.adjusted(text, 0, -12, 0);
    if (field.width() < 16)
        return;
    field.setTop(option.rect.center().y() - 3);
    field.setHeight(7);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(option.palette.color(QPalette::Mid));
    painter->setOpacity(0.35);
    painter->drawRoundedRect(field, 3, 3);
    painter->setOpacity(1);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->setBrush(option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Highlight));
    field.setWidth(std::max(4, int(field.width() * std::min(1.0, share))));
    painter->drawRoundedRect(field, 3, 3);
    painter->restore();
}

} // namespace Axess
