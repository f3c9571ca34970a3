// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlends.h"

#include "sqlevents.h"
#include "sqlrow.h"

#include <QtCore/qhash.h>

namespace Axess {

namespace {

QList<WriteStatus> statusesOf(const QList<qint64> &changed)
{
    QList<WriteStatus> statuses;
    for (const qint64 rows : changed)
        statuses.append(rows > 0 ? WriteStatus::Stored : WriteStatus::Gone);
    return statuses;
}

} // namespace

SqlEnds::SqlEnds(SqlLink &link, const Horizon &horizon)
    : m_link(link)
    , m_horizon(horizon)
    , m_texts(link.texts(horizon))
{ }

Result<QList<WriteStatus>> SqlEnds::revoke(std::span<const Revocation> revocations)
{
    std::vector<SessionId> ids;
    for (const Revocation &revocation : revocations)
        ids.push_back(revocation.id);
    const auto changed = m_link.eachOf(m_texts.revokeRow, ids, [&](size_t i, SqlValues &values) {
        const RevocationMark &mark = revocations[i].mark;
        const qint64 withoutGrace = mark.at;
        values = {mark.graceUntil,      withoutGrace,
                  SqlBytes {mark.mark}, mark.at,
                  mark.reason,          SqlBytes {revocations[i].id.view()},
                  SqlBytes {mark.mark}};
        m_link.appendHorizon(values, m_horizon);
    });
    if (!changed)
        return std::unexpected(changed.error());

    std::vector<Event> events;
    for (size_t i = 0; i < revocations.size(); ++i) {
        if ((*changed)[qsizetype(i)] > 0)
            events.push_back({0,
                              m_horizon.now,
                              EventKind::Revoked,
                              EndReason::None,
                              revocations[i].id,
                              {},
                              {},
                              revocations[i].mark.reason});
    }
    return SqlEvents(m_link).appendOfRows(events).and_then(
        [&] { return withStandingMarks(revocations, statusesOf(*changed)); });
}

Result<QList<WriteStatus>> SqlEnds::withStandingMarks(std::span<const Revocation> revocations,
                                                      QList<WriteStatus> statuses)
{
    std::vector<size_t> unchanged;
    for (size_t i = 0; i < revocations.size(); ++i) {
        if (statuses[qsizetype(i)] == WriteStatus::Gone)
            unchanged.push_back(i);
    }
    if (unchanged.empty())
        return statuses;
    const auto found = m_link.each(m_texts.markStands, unchanged.size(), [&](size_t i, SqlValues &values) {
        const Revocation &revocation = revocations[unchanged[i]];
        values = {SqlBytes {revocation.id.view()}, SqlBytes {revocation.mark.mark}};
        m_link.appendHorizon(values, m_horizon);
    });
    if (!found)
        return std::unexpected(found.error());
    for (size_t i = 0; i < unchanged.size(); ++i) {
        if ((*found)[qsizetype(i)] > 0)
            statuses[qsizetype(unchanged[i])] = WriteStatus::Stored;
    }
    return statuses;
}

Result<QList<WriteStatus>> SqlEnds::restore(std::span<const SessionId> ids, const QByteArray &mark)
{
    const auto changed = m_link.eachOf(m_texts.restoreRow, ids, [&](size_t i, SqlValues &values) {
        values = {SqlBytes {ids[i].view()}, SqlBytes {mark}, m_horizon.now};
        m_link.appendHorizon(values, m_horizon);
    });
    if (!changed)
        return std::unexpected(changed.error());

    std::vector<Event> events;
    for (size_t i = 0; i < ids.size(); ++i) {
        if ((*changed)[qsizetype(i)] > 0)
            events.push_back({0, m_horizon.now, EventKind::Restored, EndReason::None, ids[i], {}, {}, {}});
    }
    return SqlEvents(m_link).appendOfRows(events).transform([&] { return statusesOf(*changed); });
}

Result<QList<RemovedRow>> SqlEnds::remove(std::span<const Removal> removals)
{
    std::vector<SessionId> ids;
    QHash<SessionId, size_t> questions;
    for (size_t i = 0; i < removals.size(); ++i) {
        ids.push_back(removals[i].id);
        questions.insert(removals[i].id, i);
    }
    QList<RemovedRow> removed;
    std::vector<Event> events;
    const auto read = m_link.removeRows(ids, [&](const SqlStatement &row) -> Result<void> {
        const auto id = SqlRow::readId(row, 0);
        if (!id)
            return std::unexpected(id.error());
        // A damaged name is no reason to keep the row that is to go.
        const TenantId tenant = SqlRow::readName<TenantId>(row, 1).value_or(TenantId());
        const UserId user = SqlRow::readName<UserId>(row, 2).value_or(UserId());
        const Removal &removal = removals[questions.value(*id)];
        removed.append({*id, tenant, user, removal.reason});
        events.push_back(
            {0, removal.at, EventKind::Ended, removal.reason, *id, tenant, user, removal.detail});
        return {};
    });
    if (!read)
        return std::unexpected(read.error());
    return SqlEvents(m_link).append(events).transform([&] { return removed; });
}

} // namespace Axess
