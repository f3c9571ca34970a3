// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/event.h>

#include <QtCore/qabstractitemmodel.h>

#include <deque>
#include <functional>

namespace Axess {

/// What happens to sessions, as the store's log tells it, newest first: a ring that counts what it drops.
class LiveEventModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr qsizetype Most = 5'000;
    enum Column { When, What, User, Tenant, Detail, Session, ColumnCount };
    enum Role { ToneRole = Qt::UserRole + 1, KindRole };
    using Now = std::function<qint64()>;

    explicit LiveEventModel(Now now, QObject *parent = nullptr, qsizetype most = Most);

    void add(const QList<Event> &events); ///< Oldest first.
    /// A row that says in words that some are missing.
    void addGap(qint64 at, const QString &sentence);
    qint64 dropped() const { return m_dropped; } ///< For want of room, since the beginning.
    /// Nothing for a gap.
    std::optional<Event> event(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        Event event;
        QString gap; ///< Not empty = it is one.
    };
    void prepend(std::deque<Row> rows);
    QVariant text(const Row &row, int column) const;

    Now m_now;
    qsizetype m_most;
    std::deque<Row> m_rows; ///< Newest first.
    qint64 m_dropped = 0;
};

} // namespace Axess
