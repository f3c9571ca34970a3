// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "copysteps_p.h"

#include "storeaudit_p.h"

#include <axess/metrics.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

using Rows = QHash<SessionId, SealedRow>;

Result<RowPage> pageOf(StoreCore &core, const QByteArray &cursor, int rows)
{
    PageRequest request;
    request.order = PageOrder::OldestFirst;
    request.cursor = cursor;
    request.limit = rows;
    return core.storage().run(Verb::Page, core.deadline(),
                              [&](StorageConnection &connection) { return connection.page(request); });
}

QList<SessionId> idsOf(const RowPage &page)
{
    QList<SessionId> ids;
    ids.reserve(page.rows.size());
    for (const SealedRow &row : page.rows)
        ids.append(row.id);
    return ids;
}

Result<QList<SealedRow>> loaded(StoreCore &core, const QList<SessionId> &ids)
{
    return core.storage().load(std::span(ids), core.deadline());
}

Result<Rows> rowsOf(StoreCore &core, const QList<SessionId> &ids)
{
    return loaded(core, ids).transform([](const QList<SealedRow> &found) {
        Rows rows;
        for (const SealedRow &row : found)
            rows.insert(row.id, row);
        return rows;
    });
}

template<typename Entry> QList<std::span<const Entry>> batchesOf(const QList<Entry> &entries)
{
    constexpr std::size_t most = StorageConnection::MaximumBatch;
    QList<std::span<const Entry>> batches;
    for (std::span<const Entry> rest(entries); !rest.empty();
         rest = rest.subspan(std::min(most, rest.size())))
        batches.append(rest.first(std::min(most, rest.size())));
    return batches;
}

Result<QList<Event>> eventsBehind(StoreCore &core, qint64 position, int limit)
{
    return core.storage().run(Verb::Events, core.deadline(), [&](StorageConnection &connection) {
        return connection.events(position, limit);
    });
}

// The position in the target of an event of the batch under way, which then stands there no more.
std::optional<qint64> takeFrom(QList<Event> &standing, Event event)
{
    const auto found = std::ranges::find_if(standing, [&](const Event &one) {
        event.position = one.position;
        return event == one;
    });
    if (found == standing.end())
        return std::nullopt;
    const qint64 position = found->position;
    standing.erase(found);
    return position;
}

// A row that time has ended may be gone from the target already: Valkey's own expiry takes it.
bool mayBeGone(const SealedRow &row, qint64 now)
{
    Horizon horizon;
    horizon.now = now;
    return horizon.hasEnded(row) || (row.revocation && row.revocation->graceUntil <= now);
}

} // namespace

Result<void> CopySteps::sessions(CopyPlace &place, int rows)
{
    const auto page = pageOf(m_source, place.cursor, rows);
    if (!page)
        return std::unexpected(page.error());
    const auto found = loaded(m_source, idsOf(*page));
    if (!found)
        return std::unexpected(found.error());
    for (const auto batch : batchesOf(*found)) {
        const auto installed
            = m_target.storage().run(Verb::Install, m_target.deadline(), [&](StorageConnection &connection) {
                  return connection.install(batch);
              });
        if (!installed)
            return std::unexpected(installed.error());
    }
    m_step.counts[u"sessions"_s] += found->size();
    m_step.rows += found->size();
    place.done += page->rows.size() + page->unreadable.size();
    place.cursor = page->next;
    if (place.cursor.isEmpty())
        place.go(CopyPhase::Users);
    return {};
}

Result<void> CopySteps::users(CopyPlace &place, int rows)
{
    const auto tenants
        = m_source.storage().run(Verb::Tenants, m_source.deadline(), [&](StorageConnection &connection) {
              return connection.tenants(place.cursor, 1);
          });
    if (!tenants)
        return std::unexpected(tenants.error());
    if (tenants->tenants.isEmpty()) {
        place.go(CopyPhase::Values);
        return {};
    }
    const auto users
        = m_source.storage().run(Verb::Users, m_source.deadline(), [&](StorageConnection &connection) {
              return connection.users(tenants->tenants.constFirst(), place.userCursor, rows);
          });
    if (!users)
        return std::unexpected(users.error());
    if (const auto copied = copyGenerations(users->users); !copied)
        return copied;
    place.userCursor = users->next;
    if (!place.userCursor.isEmpty())
        return {};
    place.cursor = tenants->next;
    if (place.cursor.isEmpty())
        place.go(CopyPhase::Values);
    return {};
}

Result<void> CopySteps::copyGenerations(const QList<UserSummary> &users)
{
    for (const auto batch : batchesOf(users)) {
        QList<std::pair<const UserSummary *, quint64>> raised;
        const auto asked = m_source.storage().run(
            Verb::UserGeneration, m_source.deadline(), [&](StorageConnection &connection) -> Result<void> {
                raised.clear();
                for (const UserSummary &user : batch) {
                    const auto generation = connection.userGeneration(user.tenant, user.user);
                    if (!generation)
                        return std::unexpected(generation.error());
                    if (*generation > 0)
                        raised.append({&user, *generation});
                }
                return {};
            });
        if (!asked)
            return asked;
        for (const auto &[user, generation] : std::as_const(raised)) {
            const auto put = m_target.storage().run(
                Verb::RaiseUser, m_target.deadline(), [&](StorageConnection &connection) {
                    return connection.putUserGeneration(user->tenant, user->user, generation);
                });
            if (!put)
                return put;
        }
        m_step.counts[u"users"_s] += qint64(batch.size());
    }
    return {};
}

// The log gives no answer that a checkpoint could hold, so a batch that was appended already is told by its
// events: what stands before the first of them, or all if there is none, is older than the batch.
Result<void> CopySteps::events(CopyPlace &place, int rows)
{
    // The target shows two batches at most at once.
    constexpr int most = PageRequest::MaximumRows / 2;
    const auto batch = eventsBehind(m_source, place.sourcePosition, std::min(rows, most));
    if (!batch)
        return std::unexpected(batch.error());
    auto standing = eventsBehind(m_target, place.targetPosition, PageRequest::MaximumRows);
    if (!standing)
        return std::unexpected(standing.error());
    QList<Event> missing;
    qint64 first = std::numeric_limits<qint64>::max();
    for (const Event &event : *batch) {
        if (const auto position = takeFrom(*standing, event))
            first = std::min(first, *position);
        else
            missing.append(event);
    }
    for (const auto part : batchesOf(missing)) {
        const auto appended = mayWrite().and_then([&] {
            return m_target.storage().run(
                Verb::AppendEvents, m_target.deadline(),
                [&](StorageConnection &connection) { return connection.appendEvents(part); });
        });
        if (!appended)
            return appended;
    }
    m_step.counts[u"events"_s] += batch->size();
    for (const Event &event : std::as_const(*standing)) {
        if (event.position < first)
            place.targetPosition = std::max(place.targetPosition, event.position);
    }
    if (batch->isEmpty())
        place.go(CopyPhase::Audit);
    else
        place.sourcePosition = batch->constLast().position;
    return {};
}

// Byte by byte, so that each entry still closes the one before it. One that is appended twice counts once.
Result<void> CopySteps::audit(CopyPlace &place, int rows)
{
    constexpr int most = StorageConnection::MaximumBatch;
    const QString log = StoreAudit::Log.toString();
    const auto entries
        = m_source.storage().run(Verb::ReadLog, m_source.deadline(), [&](StorageConnection &connection) {
              return connection.read(log, place.auditPosition, std::min(rows, most));
          });
    if (!entries)
        return std::unexpected(entries.error());
    if (entries->isEmpty()) {
        place.go(CopyPhase::Compare);
        return closeAudit();
    }
    QList<QByteArray> lines;
    for (const LogEntry &entry : *entries)
        lines.append(entry.bytes);
    const auto appended
        = m_target.storage().run(Verb::AppendLog, m_target.deadline(), [&](StorageConnection &connection) {
              return connection.append(log, std::span<const QByteArray>(lines));
          });
    if (!appended)
        return std::unexpected(appended.error());
    m_step.counts[u"audit"_s] += entries->size();
    place.auditPosition = entries->constLast().position;
    return {};
}

// The last entry may stand in the head only; the target's next one goes on behind it.
Result<void> CopySteps::closeAudit()
{
    auto head = AuditHead::read(m_source);
    const auto standing = AuditHead::read(m_target);
    if (!head || !standing)
        return std::unexpected(head ? standing.error() : head.error());
    if (head->line.code.isEmpty() || standing->line.entry.number >= head->line.entry.number)
        return {};
    head->behind = 0;
    return putDocument(m_target.storage(), DocumentName::AuditHead.toString(), head->bytes(),
                       standing->revision, m_target.deadline())
        .transform([](quint64) { });
}

Result<void> CopySteps::compare(CopyPlace &place, int rows)
{
    const auto page = pageOf(m_source, place.cursor, rows);
    if (!page)
        return std::unexpected(page.error());
    const QList<SessionId> ids = idsOf(*page);
    const auto theirs = loaded(m_source, ids);
    if (!theirs)
        return std::unexpected(theirs.error());
    const auto ours = rowsOf(m_target, ids);
    if (!ours)
        return std::unexpected(ours.error());
    for (const SealedRow &row : *theirs) {
        const auto copy = ours->constFind(row.id);
        if (copy != ours->constEnd() && *copy == row)
            continue;
        const bool isMissing = copy == ours->constEnd();
        if (isMissing && mayBeGone(row, m_source.time().now()))
            continue;
        m_step.counts[isMissing ? u"missing"_s : u"different"_s] += 1;
        m_step.failures.append(
            {row.id.text(),
             isMissing ? u"The target has no such session"_s : u"The target's session differs"_s});
    }
    noteUnreadable(*page);
    m_step.counts[u"compared"_s] += theirs->size();
    m_step.rows += theirs->size();
    place.done += page->rows.size() + page->unreadable.size();
    place.cursor = page->next;
    if (place.cursor.isEmpty())
        place.go(CopyPhase::Surplus);
    return {};
}

// They stay behind. Counted when all is compared, which each run does once.
void CopySteps::noteUnreadable(const RowPage &page)
{
    for (const SessionId &id : page.unreadable)
        m_step.failures.append({id.text(),
                                u"Stays in the source: nobody can have written this session, or a "
                                "later version did"_s});
    if (!page.unreadable.isEmpty())
        m_step.counts[u"unreadable"_s] += page.unreadable.size();
}

Result<void> CopySteps::surplus(CopyPlace &place, int rows, JobMode mode)
{
    const auto page = pageOf(m_target, place.cursor, rows);
    if (!page)
        return std::unexpected(page.error());
    const QList<SessionId> ids = idsOf(*page);
    const auto theirs = rowsOf(m_source, ids);
    if (!theirs)
        return std::unexpected(theirs.error());
    QList<SessionId> ended;
    std::ranges::copy_if(ids, std::back_inserter(ended),
                         [&](const SessionId &id) { return !theirs->contains(id); });
    // It ended in the source after it had been copied, and must not come back. Told by the source's history.
    for (const auto batch : mode == JobMode::Act ? batchesOf(ended) : QList<std::span<const SessionId>>()) {
        const auto buried
            = m_target.storage().run(Verb::Bury, m_target.deadline(), [&](StorageConnection &connection) {
                  return connection.bury(batch, m_target.time().now());
              });
        if (!buried)
            return buried;
    }
    m_step.counts[u"surplus"_s] += ended.size();
    place.surplus += ended.size();
    m_step.rows += ids.size();
    place.done += ids.size();
    place.cursor = page->next;
    if (place.cursor.isEmpty())
        place.go(CopyPhase::Complete);
    return {};
}

} // namespace Axess
