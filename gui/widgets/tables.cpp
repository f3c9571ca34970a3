// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tables.h"

#include "app/texts.h"
#include "widgets/chip.h"

#include <QtGui/qpainter.h>
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qheaderview.h>

#include <algorithm>

namespace Axess {

ListTable::ListTable(const QString &objectName, const QString &accessibleName, QWidget *parent)
    : QTableView(parent)
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 13);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setSectionsMovable(true);
    setIconSize({18, 18});
}

void ListTable::setWidths(std::initializer_list<int> characters)
{
    int column = 0;
    for (const int count : characters)
        horizontalHeader()->resizeSection(column++, count * fontMetrics().averageCharWidth() + 24);
}

CellDelegate::CellDelegate(int chipColumn, int toneRole, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_chipColumn(chipColumn)
    , m_toneRole(toneRole)
{ }

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    // One focus mark a row: the highlight.
    cell.state &= ~QStyle::State_HasFocus;
    if (index.column() != m_chipColumn || cell.text.isEmpty()) {
        style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
        return;
    }
    const QString text = cell.text;
    cell.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    painter->setFont(cell.font);
    Chip::draw(painter, cell.rect.adjusted(6, 2, -4, -2), text, index.data(m_toneRole).value<Tone>(),
               cell.palette);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(size.height(), option.fontMetrics.height() + 11));
    return size;
}

} // namespace Axess
