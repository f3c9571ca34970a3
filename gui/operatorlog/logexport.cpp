// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operatorlog/logexport.h"

#include "operatorlog/logmodel.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qtimezone.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int ActsAtOnce = 500;

QString timeText(qint64 at)
{
    return QDateTime::fromMSecsSinceEpoch(at, QTimeZone::systemTimeZone()).toString(Qt::ISODate);
}

QJsonObject toJson(const AuditRecord &record)
{
    const AuditEntry &entry = record.head();
    const auto took = record.duration();
    return {{u"number"_s, qint64(entry.number)},
            {u"at"_s, entry.at},
            {u"act"_s, entry.act},
            {u"by"_s, entry.by},
            {u"what"_s, entry.what},
            {u"reason"_s, entry.reason},
            {u"phase"_s,
             record.result ? auditPhaseName(record.result->phase) : auditPhaseName(AuditPhase::Intent)},
            {u"result"_s, record.result ? record.result->result : QString()},
            {u"milliseconds"_s, took ? QJsonValue(qint64(took->count())) : QJsonValue()},
            {u"code"_s, QString::fromLatin1(record.code)}};
}

QStringList toRow(const AuditRecord &record)
{
    QStringList row;
    for (int column = 0; column < LogModel::ColumnCount; ++column)
        row.append(LogModel::text(record, column));
    row[LogModel::When] = timeText(record.head().at);
    row[LogModel::Entry] = QString::number(record.head().number);
    row.append(QString::fromLatin1(record.code));
    return row;
}

TableSource::Page pageOf(const QList<AuditRecord> &records, bool hasMore)
{
    TableSource::Page page;
    page.hasMore = hasMore;
    for (const AuditRecord &record : records) {
        page.rows.append(toRow(record));
        page.objects.append(toJson(record));
    }
    return page;
}

TableSource bare(const QString &what)
{
    TableSource source;
    source.title = LogModel::tr("Export of the operator log");
    source.what = what;
    for (int column = 0; column < LogModel::ColumnCount; ++column)
        source.columns.append(LogModel::title(column));
    source.columns.append(LogModel::tr("Hash"));
    return source;
}

} // namespace

TableSource logSource(const QList<AuditRecord> &records)
{
    TableSource source = bare(u"%1 act(s) of the operator log"_s.arg(records.size()));
    source.next = [records](const ThreadJob::Store &, const std::stop_token &) {
        return Result<TableSource::Page>(pageOf(records, false));
    };
    return source;
}

TableSource logSource(LogPlace place, const AuditFilter &filter)
{
    TableSource source = bare(u"the operator log, all that match"_s);
    source.next = [reading = std::make_shared<LogReading>(place, filter)](const ThreadJob::Store &store,
                                                                          const std::stop_token &stop) {
        return reading->next(store, ActsAtOnce, stop).transform([](const AuditPage &page) {
            return pageOf(page.records, page.hasMore);
        });
    };
    return source;
}

} // namespace Axess
