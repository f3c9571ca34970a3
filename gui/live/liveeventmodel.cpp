// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/liveeventmodel.h"

#include "app/texts.h"
#include "app/timetexts.h"

#include <QtGui/qfontdatabase.h>

namespace Axess {

using namespace Qt::StringLiterals;

LiveEventModel::LiveEventModel(Now now, QObject *parent, qsizetype most)
    : QAbstractTableModel(parent)
    , m_now(std::move(now))
    , m_most(most)
{ }

void LiveEventModel::add(const QList<Event> &events)
{
    std::deque<Row> rows;
    for (const Event &event : events)
        rows.push_front({event, {}});
    prepend(std::move(rows));
}

void LiveEventModel::addGap(qint64 at, const QString &sentence)
{
    Event event;
    event.at = at;
    prepend({Row {event, sentence}});
}

void LiveEventModel::prepend(std::deque<Row> rows)
{
    while (qsizetype(rows.size()) > m_most) {
        rows.pop_back();
        ++m_dropped;
    }
    if (rows.empty())
        return;
    const qsizetype tooMany = qsizetype(m_rows.size() + rows.size()) - m_most;
    if (tooMany > 0) {
        beginRemoveRows({}, int(qsizetype(m_rows.size()) - tooMany), int(m_rows.size()) - 1);
        m_rows.resize(m_rows.size() - std::size_t(tooMany));
        m_dropped += tooMany;
        endRemoveRows();
    }
    beginInsertRows({}, 0, int(rows.size()) - 1);
    m_rows.insert(m_rows.begin(), rows.begin(), rows.end());
    endInsertRows();
}

std::optional<Event> LiveEventModel::event(int row) const
{
    const Row &found = m_rows[std::size_t(row)];
    return found.gap.isEmpty() ? std::optional(found.event) : std::nullopt;
}

int LiveEventModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int LiveEventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LiveEventModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const bool isGap = !row.gap.isEmpty();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case ToneRole:
        return QVariant::fromValue(isGap ? Tone::Attention : Texts::eventTone(row.event));
    case KindRole:
        return isGap ? QVariant() : QVariant(int(row.event.kind));
    case Qt::FontRole:
        return index.column() == Session ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : QVariant();
    case Qt::ToolTipRole:
        if (isGap)
            return row.gap;
        if (index.column() == When)
            return TimeTexts::toolTip(row.event.at, m_now());
        return index.column() == Session ? QVariant(row.event.session.text()) : text(row, index.column());
    default:
        return {};
    }
}

QVariant LiveEventModel::text(const Row &row, int column) const
{
    const bool isGap = !row.gap.isEmpty();
    switch (column) {
    case When:
        return TimeTexts::brief(row.event.at, m_now());
    case What:
        return isGap ? tr("Events are missing") : Texts::event(row.event);
    case User:
        return isGap || row.event.session.isNull() ? QString() : Texts::userName(row.event.user);
    case Tenant:
        return isGap || row.event.tenant.isEmpty() ? QString() : Texts::tenantName(row.event.tenant);
    case Detail:
        return isGap ? row.gap : row.event.detail;
    case Session:
        return row.event.session.isNull() ? QString() : Texts::shortId(row.event.session);
    default:
        return {};
    }
}

QVariant LiveEventModel::headerData(int section, Qt::Orientation orientation, int role) const
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
    case User:
        return tr("User");
    case Tenant:
        return tr("Tenant");
    case Detail:
        return tr("Reason");
    case Session:
        return tr("Session");
    default:
        return {};
    }
}

} // namespace Axess
