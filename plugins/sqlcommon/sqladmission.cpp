// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqladmission.h"

#include "sqlevents.h"
#include "sqlrow.h"

#include <algorithm>

namespace Axess {

SqlAdmission::SqlAdmission(SqlLink &link, const Horizon &horizon, const Admission &admission,
                           const SealedRow &row)
    : m_link(link)
    , m_horizon(horizon)
    , m_admission(admission)
    , m_row(row)
{ }

Result<WriteStatus> SqlAdmission::checkGeneration()
{
    const SqlValues user {SqlText {m_row.tenant.utf8()}, SqlText {m_row.user.utf8()}};
    return m_link.number(m_link.texts().userGeneration, user)
        .transform([&](std::optional<qint64> generation) {
            return quint64(generation.value_or(0)) == m_admission.generation ? WriteStatus::Stored
                                                                             : WriteStatus::Gone;
        });
}

Result<WriteOutcome> SqlAdmission::makeRoom()
{
    if (m_admission.limit == 0)
        return WriteOutcome {};
    auto members = others();
    if (!members)
        return std::unexpected(members.error());
    const qsizetype tooMany = members->size() + 1 - m_admission.limit;
    if (tooMany <= 0)
        return WriteOutcome {};
    if (m_admission.policy == LimitPolicy::DenyNew)
        return WriteOutcome {WriteStatus::Denied, {}};

    std::ranges::sort(*members);
    WriteOutcome outcome;
    for (qsizetype i = 0; i < std::min(tooMany, members->size()); ++i)
        outcome.displaced.append((*members)[i].id);
    return end(outcome.displaced).transform([&] { return outcome; });
}

Result<QList<SqlAdmission::Member>> SqlAdmission::others()
{
    const SqlValues values {SqlText {m_row.tenant.utf8()},
                            SqlText {m_row.user.utf8()},
                            SqlBytes {m_row.id.view()},
                            m_horizon.now,
                            m_horizon.now,
                            qint64(m_horizon.store.value)};
    const bool byUse = m_admission.policy == LimitPolicy::EndLeastRecentlyUsed;
    QList<Member> members;
    const auto read
        = m_link.query(m_link.texts(m_horizon).liveSessions, values, [&](const SqlStatement &row) {
              // A row whose id is damaged answers to no token: it takes no place.
              if (const auto id = SqlRow::readId(row, 0))
                  members.append({byUse ? row.integer(2) : 0, row.integer(1), *id});
              return Result<void>();
          });
    if (!read)
        return std::unexpected(read.error());
    return members;
}

Result<void> SqlAdmission::end(std::span<const SessionId> ids)
{
    // More than a batch only when the limit was lowered since.
    for (size_t done = 0; done < ids.size(); done += 64) {
        const auto batch = ids.subspan(done, std::min<size_t>(64, ids.size() - done));
        std::vector<Event> events;
        for (const SessionId &id : batch)
            events.push_back(
                {0, m_horizon.now, EventKind::Ended, EndReason::Displaced, id, m_row.tenant, m_row.user, {}});
        const auto ended = m_link
                               .queryIds(m_link.texts().removeRows, batch,
                                         [](const SqlStatement &) { return Result<void>(); })
                               .and_then([&] { return SqlEvents(m_link).append(events); });
        if (!ended)
            return ended;
    }
    return {};
}

} // namespace Axess
