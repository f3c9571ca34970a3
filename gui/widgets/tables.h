// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qstyleditemdelegate.h>
#include <QtWidgets/qtableview.h>

namespace Axess {

/// A list as the console shows lists: whole rows, no grid, no editing, Tab leads out of it, Enter activates.
class ListTable : public QTableView
{
    Q_OBJECT

public:
    ListTable(const QString &objectName, const QString &accessibleName, QWidget *parent = nullptr);

    /// Widths in average characters, by column.
    void setWidths(std::initializer_list<int> characters);
};

/// Cells with room around the text; the column with tones is drawn as a chip.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int NoChips = -1;

    /// `toneRole` gives the Tone of a cell in `chipColumn`.
    CellDelegate(int chipColumn, int toneRole, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_chipColumn;
    int m_toneRole;
};

} // namespace Axess
