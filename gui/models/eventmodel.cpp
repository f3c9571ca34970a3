// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/eventmodel.h"

#include "app/texts.h"
#include "app/timetexts.h"

#include <QtGui/qfontdatabase.h>

namespace Axess {

EventModel::EventModel(Now now, QObject *parent)
    : QAbstractTableModel(parent)
    , m_now(std::move(now))
{ }

void EventModel::setEvents(const QList<Event> &events)
{
    beginResetModel();
    m_events = events;
    endResetModel();
}

int EventModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_events.size());
}

int EventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Event &event = m_events.at(index.row());
    if (role == ToneRole)
        return QVariant::fromValue(Texts::eventTone(event));
    if (role == Qt::FontRole && index.column() == Session)
        return QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (role == Qt::ToolTipRole && index.column() == When)
        return TimeTexts::toolTip(event.at, m_now());
    if (role == Qt::ToolTipRole && index.column() == Session)
        return event.session.text();
    if (role == Qt::ToolTipRole && index.column() == Detail)
        return event.detail;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case When:
        return TimeTexts::both(event.at, m_now());
    case What:
        return Texts::event(event);
    case Detail:
        return event.detail;
    case Session:
        return event.session.isNull() ? QString() : Texts::shortId(event.session);
    default:
        return {};
    }
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case What:
        return tr("What happened");
    case Detail:
        return tr("Reason");
    case Session:
        return tr("Session");
    default:
        return {};
    }
}

} // namespace Axess
