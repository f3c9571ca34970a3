// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/tailmodel.h"

namespace Axess {

TailModel::TailModel(SessionModel &sessions, QObject *parent)
    : QIdentityProxyModel(parent)
    , m_sessions(sessions)
{
    setSourceModel(&sessions);
    connect(&sessions, &SessionModel::changed, this, [this] {
        const QModelIndex tail = index(rowCount() - 1, 0);
        Q_EMIT dataChanged(tail, tail);
    });
}

bool TailModel::isTail(const QModelIndex &index) const
{
    return index.isValid() && index.row() >= m_sessions.rowCount();
}

QString TailModel::tailText() const
{
    if (m_sessions.isReading())
        return tr("Loading…");
    return m_sessions.hasMore() ? tr("More… (Space)") : tr("End of results");
}

int TailModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_sessions.rowCount() + 1;
}

bool TailModel::hasChildren(const QModelIndex &parent) const
{
    return !parent.isValid();
}

QModelIndex TailModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex TailModel::parent(const QModelIndex &) const
{
    return {};
}

QModelIndex TailModel::sibling(int row, int column, const QModelIndex &) const
{
    return index(row, column);
}

QModelIndex TailModel::mapToSource(const QModelIndex &index) const
{
    if (!index.isValid() || isTail(index))
        return {};
    return m_sessions.index(index.row(), index.column());
}

QVariant TailModel::data(const QModelIndex &index, int role) const
{
    if (!isTail(index))
        return QIdentityProxyModel::data(index, role);
    const bool says = role == Qt::DisplayRole || role == Qt::AccessibleTextRole;
    return says && index.column() == 0 ? QVariant(tailText()) : QVariant();
}

Qt::ItemFlags TailModel::flags(const QModelIndex &index) const
{
    // It can be reached with the keys and activated, but it is no session that anything is done to.
    return isTail(index) ? Qt::ItemFlags(Qt::ItemIsEnabled | Qt::ItemNeverHasChildren)
                         : QIdentityProxyModel::flags(index);
}

} // namespace Axess
