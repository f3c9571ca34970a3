// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqladmission.h"

#include "sqlevents.h"
#include "sqlrow.h"

#include <axess/storageconnection.h>

#include <QtCore/qset.h>

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
    const SqlTexts &texts = m_link.texts();
    return m_link.later(texts.lockUser, 1, [&](size_t, SqlValues &values) { values = user; })
        .and_then([&] { return m_link.number(texts.lockedGeneration, user); })
        .transform([&](std::optional<qint64> generation) {
            return quint64(generation.value_or(0)) == m_admission.generation ? WriteStatus::Stored
                                                                             : WriteStatus::Gone;
        });
}

Result<WriteOutcome> SqlAdmission::chooseRoom()
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
    return outcome;
}

Result<WriteOutcome> SqlAdmission::makeRoom(const WriteOutcome &chosen)
{
    WriteOutcome outcome;
    // More than a batch only when the limit was lowered since.
    for (qsizetype done = 0; done < chosen.displaced.size(); done += StorageConnection::MaximumBatch) {
        const auto ended = end(chosen.displaced.mid(done, StorageConnection::MaximumBatch));
        if (!ended)
            return std::unexpected(ended.error());
        outcome.displaced += *ended;
    }
    return outcome;
}

Result<QList<SqlAdmission::Member>> SqlAdmission::others()
{
    SqlValues values {SqlText {m_row.tenant.utf8()}, SqlText {m_row.user.utf8()}, SqlBytes {m_row.id.view()}};
    m_link.appendHorizon(values, m_horizon);
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

Result<QList<SessionId>> SqlAdmission::end(std::span<const SessionId> ids)
{
    // Somebody else may have ended one of them meanwhile.
    QSet<SessionId> removed;
    const auto read = m_link.removeRows(ids, [&](const SqlStatement &row) {
        return SqlRow::readId(row, 0).transform([&](const SessionId &id) { removed.insert(id); });
    });
    if (!read)
        return std::unexpected(read.error());
    QList<SessionId> ended;
    std::vector<Event> events;
    for (const SessionId &id : ids) {
        if (!removed.contains(id))
            continue;
        ended.append(id);
        events.push_back(
            {0, m_horizon.now, EventKind::Ended, EndReason::Displaced, id, m_row.tenant, m_row.user, {}});
    }
    return SqlEvents(m_link).append(events).transform([&] { return ended; });
}

} // namespace Axess
