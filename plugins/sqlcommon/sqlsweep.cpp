// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlsweep.h"

#include "sqlevents.h"
#include "sqlreading.h"
#include "sqlrow.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <algorithm>

namespace Axess {

SqlSweep::SqlSweep(SqlLink &link, const Horizon &horizon)
    : m_link(link)
    , m_horizon(horizon)
    , m_texts(link.texts(horizon))
{ }

Result<QList<RemovedRow>> SqlSweep::run(int limit)
{
    auto removed = m_texts.sweepEnded.bySweep.isEmpty() ? findAndRemove(limit) : sweepInOne(limit);
    if (!removed)
        return removed;
    const SqlValues due {m_horizon.now, m_horizon.now, qint64(limit)};
    return m_link.later(m_texts.dropTombstones, 1, [&](size_t, SqlValues &values) { values = due; })
        .transform([&] { return std::move(*removed); });
}

Result<void> SqlSweep::lookByCause(const SqlTexts::Ended &texts, const Look &look)
{
    const qint64 now = m_horizon.now;
    auto done = look(texts.bySweep, {now, now, now}).and_then([&] { return look(texts.byMark, {now}); });
    const Epoch &store = m_horizon.store;
    if (done && store.value > 0)
        done = look(texts.byStoreEpoch, {store.raisedAt, qint64(store.value)});
    for (auto tenant = m_horizon.tenants.cbegin(); done && tenant != m_horizon.tenants.cend(); ++tenant) {
        if (tenant->value > 0)
            done = look(texts.byTenantEpoch,
                        {SqlText {tenant.key().utf8()}, tenant->raisedAt, qint64(tenant->value)});
    }
    return done;
}

Result<QList<RemovedRow>> SqlSweep::sweepInOne(int limit)
{
    QList<RemovedRow> removed;
    const auto read = [&](const SqlStatement &row) -> Result<void> {
        const auto id = SqlRow::readId(row, 0);
        if (!id)
            return std::unexpected(id.error());
        // A damaged name is no reason to go back.
        removed.append({*id, SqlRow::readName<TenantId>(row, 1).value_or(TenantId()),
                        SqlRow::readName<UserId>(row, 2).value_or(UserId()), EndReason(row.integer(3))});
        return {};
    };
    const auto swept = m_link.later(m_texts.beforeEvents).and_then([&] {
        return lookByCause(m_texts.sweepEnded, [&](const QString &text, SqlValues values) -> Result<void> {
            if (removed.size() >= limit)
                return {};
            values.emplace_back(limit - removed.size());
            appendJudgement(values);
            return m_link.query(text, values, read);
        });
    });
    return swept.transform([&] { return std::move(removed); });
}

void SqlSweep::appendJudgement(SqlValues &values)
{
    const qint64 now = m_horizon.now;
    values.emplace_back(now);
    m_link.appendHorizon(values, m_horizon);
    values.insert(values.end(), {now, now, qint64(m_horizon.store.value), m_horizon.store.raisedAt});
    if (m_horizon.tenants.isEmpty())
        return;
    QJsonObject epochs;
    QJsonObject times;
    for (auto tenant = m_horizon.tenants.cbegin(); tenant != m_horizon.tenants.cend(); ++tenant) {
        epochs.insert(tenant.key().text(), QString::number(tenant->value));
        times.insert(tenant.key().text(), QString::number(tenant->raisedAt));
    }
    for (const QJsonObject &object : {epochs, times})
        values.emplace_back(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

Result<QList<RemovedRow>> SqlSweep::findAndRemove(int limit)
{
    Found found;
    const auto looked = lookByCause(m_texts.findEnded, [&](const QString &text, SqlValues values) {
        return find(text, std::move(values), limit, found);
    });
    return looked.and_then([&] { return removeFound(found); });
}

Result<void> SqlSweep::find(const QString &text, SqlValues values, int limit, Found &found)
{
    if (found.size() >= limit)
        return {};
    const auto rows = readUpTo<SealedRow>(limit, m_link, text, std::move(values), SqlRow::readEnded);
    if (!rows)
        return std::unexpected(rows.error());
    // One statement finds a row once.
    const auto known = found.size();
    for (const SealedRow &row : *rows) {
        const auto same = [&](const SealedRow &other) { return other.id == row.id; };
        if (found.size() < limit && std::none_of(found.cbegin(), found.cbegin() + known, same))
            found.append(row);
    }
    return {};
}

Result<QList<RemovedRow>> SqlSweep::removeFound(const Found &found)
{
    std::vector<SessionId> ids;
    for (const SealedRow &row : found)
        ids.push_back(row.id);
    const auto changed = m_link.eachOf(m_texts.removeEnded, ids, [&](size_t i, SqlValues &values) {
        values = {SqlBytes {ids[i].view()}, m_horizon.now};
        m_link.appendHorizon(values, m_horizon);
    });
    if (!changed)
        return std::unexpected(changed.error());

    QList<RemovedRow> removed;
    std::vector<Event> events;
    for (qsizetype i = 0; i < found.size(); ++i) {
        if ((*changed)[i] == 0)
            continue;
        const SealedRow &row = found[i];
        const SessionEnd end = m_horizon.endOf(row).value_or(SessionEnd {});
        const QString detail = row.revocation ? row.revocation->reason : QString();
        removed.append({row.id, row.tenant, row.user, end.reason});
        events.push_back({0, end.at, EventKind::Ended, end.reason, row.id, row.tenant, row.user, detail});
    }
    return SqlEvents(m_link).append(events).transform([&] { return removed; });
}

} // namespace Axess
