// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qlistview.h>
#include <QtWidgets/qstyleditemdelegate.h>

namespace Axess {

/// Events below each other on a line, as EventModel gives them.
class Timeline : public QListView
{
    Q_OBJECT

public:
    explicit Timeline(QWidget *parent = nullptr);
};

class TimelineDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace Axess
