// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operatorlog/logmodel.h"

#include "app/timetexts.h"
#include "operatorlog/logtexts.h"

#include <QtGui/qfontdatabase.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

LogModel::LogModel(Source source, Now now, QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(std::move(source))
    , m_now(std::move(now))
{ }

LogModel::~LogModel()
{
    m_stop.request_stop();
}

void LogModel::show(LogPlace place, const AuditFilter &filter)
{
    m_stop.request_stop();
    beginResetModel();
    m_asked = std::make_shared<LogReading>(place, filter);
    m_records.clear();
    m_error.reset();
    m_examined = 0;
    m_unreadable = 0;
    m_hasMore = false;
    m_asOf = m_now();
    m_state = State::Loading;
    endResetModel();
    m_wanted = PageActs;
    m_unasked = 0;
    read();
}

void LogModel::stop()
{
    m_stop.request_stop();
}

void LogModel::lookFurther()
{
    if (m_reading || !m_hasMore || isFull())
        return;
    m_wanted = PageActs;
    m_unasked = 0;
    m_error.reset();
    read();
}

void LogModel::read()
{
    m_reading = true;
    m_stop = {};
    const quint64 question = m_latest.next();
    m_source(m_asked, m_wanted, m_stop.get_token())
        .then(this, [this, question](const Result<AuditPage> &page) {
            if (m_latest.is(question))
                take(page);
        });
    Q_EMIT changed();
}

void LogModel::take(const Result<AuditPage> &page)
{
    if (!page) {
        m_reading = false;
        m_error = page.error();
        m_state = m_records.isEmpty() ? State::Failed : State::Filled;
        Q_EMIT changed();
        return;
    }
    m_examined += page->examined;
    m_unreadable += page->unreadable;
    m_unasked += page->examined;
    m_wanted -= int(page->records.size());
    m_hasMore = page->hasMore;
    if (!page->records.isEmpty()) {
        const int first = int(m_records.size());
        beginInsertRows({}, first, first + int(page->records.size()) - 1);
        m_records.append(page->records);
        m_state = State::Filled;
        endInsertRows();
    }
    // Only now: a view that hears of rows may ask for more at once.
    m_reading = false;
    const bool goesOn
        = m_hasMore && m_wanted > 0 && m_unasked < MostUnasked && !m_stop.stop_requested() && !isFull();
    if (goesOn) {
        read();
        return;
    }
    m_state = m_records.isEmpty() ? State::Empty : State::Filled;
    Q_EMIT changed();
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_records.size());
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString LogModel::text(const AuditRecord &record, int column)
{
    const AuditEntry &entry = record.head();
    switch (column) {
    case When:
        return TimeTexts::dateTime(entry.at);
    case Person:
        return LogTexts::person(entry);
    case Host:
        return LogTexts::host(entry);
    case Act:
        return LogTexts::act(entry.act);
    case What:
        return entry.what;
    case Count:
        return LogTexts::count(entry);
    case Reason:
        return entry.reason;
    case Outcome:
        return LogTexts::result(record);
    case Took:
        return LogTexts::took(record);
    case Entry:
        return u"%1 · %2"_s.arg(entry.number).arg(QLatin1StringView(record.code.first(8)));
    default:
        return {};
    }
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AuditRecord &record = m_records.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return column == Outcome ? LogTexts::outcome(record) : text(record, column);
    case Qt::ToolTipRole:
        if (column == When)
            return TimeTexts::toolTip(record.head().at, m_now());
        // A tool tip that looks like markup would be shown as such.
        return column == Entry ? QString::fromLatin1(record.code) : text(record, column).toHtmlEscaped();
    case Qt::TextAlignmentRole:
        return int((column == Count || column == Took ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::FontRole:
        return column == Entry ? QVariant(QFontDatabase::systemFont(QFontDatabase::FixedFont)) : QVariant();
    case ToneRole:
        return QVariant::fromValue(LogTexts::tone(record));
    default:
        return {};
    }
}

QString LogModel::title(int column)
{
    switch (column) {
    case When:
        return tr("When");
    case Person:
        return tr("Operator");
    case Host:
        return tr("Host");
    case Act:
        return tr("Act");
    case What:
        return tr("Of what");
    case Count:
        return tr("Sessions");
    case Reason:
        return tr("Reason");
    case Outcome:
        return tr("Result");
    case Took:
        return tr("Took");
    case Entry:
        return tr("Entry");
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Count || section == Took ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? QVariant(title(section)) : QVariant();
}

bool LogModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore && !m_reading && !m_error && !isFull() && !m_stop.stop_requested();
}

void LogModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        lookFurther();
}

} // namespace Axess
