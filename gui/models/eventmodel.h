// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/event.h>

#include <QtCore/qabstractitemmodel.h>

#include <functional>

namespace Axess {

/// What happened to a user's sessions, newest first, in words.
class EventModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { When, What, Detail, Session, ColumnCount };
    enum Role { ToneRole = Qt::UserRole + 1 };
    using Now = std::function<qint64()>;

    explicit EventModel(Now now, QObject *parent = nullptr);

    void setEvents(const QList<Event> &events);
    const Event &event(int row) const { return m_events.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Now m_now;
    QList<Event> m_events;
};

} // namespace Axess
