// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/migrationreport.h"

#include <axess/storeurl.h>

#include <QtCore/qdatetime.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qtimezone.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QString timeOf(qint64 at)
{
    return QDateTime::fromMSecsSinceEpoch(at, QTimeZone::UTC).toString(Qt::ISODate);
}

QString placeOf(const StoreAddress &address)
{
    const auto url = StoreUrl::parse(address.url);
    return url ? url->displayText() : QString();
}

QMap<QString, qint64> countsOf(const MigrationOutcome &outcome)
{
    if (outcome.copy)
        return outcome.copy->job.counts;
    if (!outcome.report)
        return {};
    return {{u"compared"_s, outcome.report->compared},
            {u"brought"_s, outcome.report->brought},
            {u"ended"_s, outcome.report->ended},
            {u"unreadable"_s, outcome.report->unreadable}};
}

} // namespace

void MigrationReport::begin(const MigrationOrder &order, const QString &preflight, qint64 at)
{
    m_order = order;
    m_preflight = preflight;
    m_begun = at;
    m_entries.clear();
}

void MigrationReport::add(const MigrationJob &job, qint64 at)
{
    m_entries.append({at, job.title(), job.stateText(), job.resultText(), job.problemText(),
                      m_order.line(job.step()), countsOf(job.outcome())});
}

QString MigrationReport::text(const QStringList &afterwards) const
{
    QStringList lines {tr("Sessions to another store"),
                       QString(),
                       tr("Source: %1").arg(placeOf(m_order.source)),
                       tr("Target: %1").arg(placeOf(m_order.target)),
                       tr("By: %1, from %2 (UTC)").arg(m_order.by, timeOf(m_begun)),
                       QString(),
                       tr("Before it began"),
                       m_preflight,
                       QString()};
    for (const Entry &entry : m_entries) {
        lines << u"%1  %2"_s.arg(timeOf(entry.at), entry.title);
        for (const QString &part : {entry.state, entry.result, entry.problem, entry.line}) {
            if (!part.isEmpty())
                lines << u"    "_s + part;
        }
    }
    lines << QString() << afterwards;
    return lines.join(u'\n') + u'\n';
}

QByteArray MigrationReport::json() const
{
    QJsonArray steps;
    for (const Entry &entry : m_entries) {
        QJsonObject counts;
        for (auto count = entry.counts.cbegin(); count != entry.counts.cend(); ++count)
            counts.insert(count.key(), count.value());
        steps.append(QJsonObject {{u"at"_s, timeOf(entry.at)},
                                  {u"step"_s, entry.title},
                                  {u"state"_s, entry.state},
                                  {u"result"_s, entry.result},
                                  {u"problem"_s, entry.problem},
                                  {u"axessctl"_s, entry.line},
                                  {u"counts"_s, counts}});
    }
    const QJsonObject report {{u"source"_s, placeOf(m_order.source)},
                              {u"target"_s, placeOf(m_order.target)},
                              {u"by"_s, m_order.by},
                              {u"reason"_s, m_order.reason},
                              {u"begun"_s, timeOf(m_begun)},
                              {u"preflight"_s, QJsonArray::fromStringList(m_preflight.split(u'\n'))},
                              {u"steps"_s, steps}};
    return QJsonDocument(report).toJson();
}

} // namespace Axess
