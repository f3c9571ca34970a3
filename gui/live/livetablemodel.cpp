// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/livetablemodel.h"

#include "app/timetexts.h"

namespace Axess {

using namespace Qt::StringLiterals;

LiveTableModel::LiveTableModel(const LiveHistory &history, QObject *parent)
    : QAbstractTableModel(parent)
    , m_history(history)
    , m_kind(&LiveCharts::kinds().front())
    , m_rows(int(history.size()))
    , m_top(history.size() - 1)
{
    connect(&history, &LiveHistory::added, this, &LiveTableModel::added);
    connect(&history, &LiveHistory::cleared, this, [this] {
        beginResetModel();
        m_rows = 0;
        m_top = -1;
        endResetModel();
    });
}

void LiveTableModel::setKind(const LiveChartKind &kind)
{
    beginResetModel();
    m_kind = &kind;
    endResetModel();
}

qint64 LiveTableModel::moment(int row) const
{
    return m_history.at(m_top - row).at;
}

// The history has changed already: the rows that views know of begin one before its end, and what it dropped
// is the last of them.
void LiveTableModel::added(int dropped)
{
    m_top = m_history.size() - 2;
    if (dropped > 0) {
        beginRemoveRows({}, m_rows - dropped, m_rows - 1);
        m_rows -= dropped;
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    ++m_rows;
    ++m_top;
    endInsertRows();
}

int LiveTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int LiveTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstLine + int(m_kind->lines.size());
}

QVariant LiveTableModel::data(const QModelIndex &index, int role) const
{
    // What was dropped is nowhere any more, though views still have its row.
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.row() > m_top)
        return {};
    const LivePoint &point = m_history.at(m_top - index.row());
    if (role == Qt::TextAlignmentRole && index.column() >= Instances)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == When)
        return TimeTexts::toolTip(point.at, m_history.newest()->at);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case When:
        return TimeTexts::brief(point.at, m_history.newest()->at);
    case Instances:
        return point.known < 0 ? tr("no answer") : tr("%1 of %2").arg(point.counted).arg(point.known);
    default:
        return LiveCharts::text(m_kind->unit, point.of(m_kind->lines[index.column() - FirstLine].value));
    }
}

QVariant LiveTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == When ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case Instances:
        return tr("From instances");
    default:
        return section < columnCount() ? LiveCharts::lineName(m_kind->lines[section - FirstLine])
                                       : QVariant();
    }
}

} // namespace Axess
