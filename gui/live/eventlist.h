// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "live/eventtail.h"

#include <QtWidgets/qwidget.h>

class QComboBox;
class QLabel;
class QSortFilterProxyModel;

namespace Axess {

class ListTable;

/// What happens to sessions while one looks on, and to whom. What stands still stays where it is.
class EventList : public QWidget
{
    Q_OBJECT

public:
    enum class Filter : quint8 { All, Lost, SignIns, Ends, Refusals };

    EventList(Console &console, EventTail &tail, QWidget *parent = nullptr);

    void setFilter(Filter filter);
    int shownRows() const;
    QString shownText(int row, LiveEventModel::Column column) const;
    QString footer() const;

Q_SIGNALS:
    void historyWanted(const Axess::UserId &user, const Axess::TenantId &tenant);

private:
    QLayout *topRow();
    void noteTop();
    void backToTop();
    void showFooter();
    void activated(const QModelIndex &index);

    Console &m_console;
    EventTail &m_tail;
    QPersistentModelIndex m_top; ///< Of the row at the top, while rows are inserted; invalid at the newest.
    QSortFilterProxyModel *m_filtered;
    QComboBox *m_filter;
    QLabel *m_footer;
    ListTable *m_table;
};

} // namespace Axess
