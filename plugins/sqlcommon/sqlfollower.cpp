// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlfollower.h"

#include "sqlrow.h"

#include <algorithm>
#include <numeric>

namespace Axess {

Result<QList<InstallStatus>> SqlFollower::install(std::span<const SealedRow> rows)
{
    QList<InstallStatus> statuses(qsizetype(rows.size()), InstallStatus::Older);
    std::vector<SessionId> ids;
    for (const SealedRow &row : rows)
        ids.push_back(row.id);
    if (const auto locked = lock(ids); !locked)
        return std::unexpected(locked.error());
    Chosen all(rows.size());
    std::iota(all.begin(), all.end(), size_t(0));
    const auto inserted = insert(rows, ids);
    if (!inserted)
        return std::unexpected(inserted.error());

    const Chosen standing = missedOf(all, *inserted, statuses);
    std::vector<SessionId> standingIds;
    for (const size_t i : standing)
        standingIds.push_back(ids[i]);
    const auto written
        = m_link.eachOf(m_link.texts().overwriteRow, standingIds, [&](size_t i, SqlValues &values) {
              const SealedRow &row = rows[standing[i]];
              SqlRow::append(values, row, row.change);
              m_link.appendJson(values, row);
              values.insert(values.end(),
                            {SqlBytes {row.id.view()}, qint64(row.change), SqlBytes {row.id.view()}});
          });
    if (!written)
        return std::unexpected(written.error());
    return explain(rows, missedOf(standing, *written, statuses), statuses).transform([&] {
        return statuses;
    });
}

// Nobody buries one of them while they are locked.
Result<QList<qint64>> SqlFollower::insert(std::span<const SealedRow> rows, std::span<const SessionId> ids)
{
    const SqlTexts &texts = m_link.texts();
    bool mayBeBuried = true;
    // For one row alone the look would only be a second trip.
    if (ids.size() > 1 && !texts.installUnburied.isEmpty()) {
        const auto buried = buriedOf(ids);
        if (!buried)
            return std::unexpected(buried.error());
        mayBeBuried = !buried->isEmpty();
    }
    const QString &text = mayBeBuried ? texts.installRow : texts.installUnburied;
    return m_link.eachOf(text, ids, [&](size_t i, SqlValues &values) {
        SqlRow::append(values, rows[i], rows[i].change);
        m_link.appendJson(values, rows[i]);
        if (mayBeBuried)
            values.emplace_back(SqlBytes {ids[i].view()});
    });
}

Result<QSet<SessionId>> SqlFollower::buriedOf(std::span<const SessionId> ids)
{
    QSet<SessionId> buried;
    const auto read = m_link.queryIds(m_link.texts().tombstones, ids, [&](const SqlStatement &row) {
        return SqlRow::readId(row, 0).transform([&](const SessionId &id) { buried.insert(id); });
    });
    return read.transform([&] { return std::move(buried); });
}

Result<void> SqlFollower::lock(std::span<const SessionId> ids)
{
    const QString &text = m_link.texts().lockFollowed;
    if (text.isEmpty())
        return {};
    // In one order for all, so that none waits for another that waits for it.
    std::vector<SessionId> sorted(ids.begin(), ids.end());
    std::ranges::sort(sorted);
    return m_link.later(text, sorted.size(),
                        [&](size_t i, SqlValues &values) { values = {SqlBytes {sorted[i].view()}}; });
}

SqlFollower::Chosen SqlFollower::missedOf(const Chosen &chosen, const QList<qint64> &changed,
                                          QList<InstallStatus> &statuses)
{
    Chosen missed;
    for (size_t i = 0; i < chosen.size(); ++i) {
        if (changed[qsizetype(i)] > 0)
            statuses[qsizetype(chosen[i])] = InstallStatus::Installed;
        else
            missed.push_back(chosen[i]);
    }
    return missed;
}

Result<void> SqlFollower::explain(std::span<const SealedRow> rows, const Chosen &missed,
                                  QList<InstallStatus> &statuses)
{
    if (missed.empty())
        return {};
    std::vector<SessionId> ids;
    for (const size_t i : missed)
        ids.push_back(rows[i].id);
    const auto buried = buriedOf(ids);
    if (!buried)
        return std::unexpected(buried.error());
    for (const size_t i : missed) {
        if (buried->contains(rows[i].id))
            statuses[qsizetype(i)] = InstallStatus::Buried;
    }
    return {};
}

Result<void> SqlFollower::bury(std::span<const SessionId> ids, qint64 until)
{
    return lock(ids)
        .and_then([&] { return m_link.removeRows(ids, [](const SqlStatement &) { return Result<void>(); }); })
        .and_then([&] {
            return m_link.each(m_link.texts().insertTombstone, ids.size(), [&](size_t i, SqlValues &values) {
                values = {SqlBytes {ids[i].view()}, until};
            });
        })
        .transform([](const QList<qint64> &) {});
}

} // namespace Axess
