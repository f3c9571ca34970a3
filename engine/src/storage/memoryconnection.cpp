// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/memoryconnection_p.h"

#include <axess/callrules.h>

#include <mutex>

using namespace Qt::StringLiterals;

// Sessions: the verbs that write single rows. Removing and admitting stand in memoryremoval.cpp.

namespace Axess {

MemoryConnection::MemoryConnection(std::shared_ptr<MemoryStore> store, std::shared_ptr<const Clock> clock,
                                   AccessMode access)
    : m_store(std::move(store))
    , m_clock(std::move(clock))
    , m_access(access)
{ }

Result<void> MemoryConnection::readable(const Result<void> &rules) const
{
    if (!rules)
        return rules;
    if (m_deadline && m_deadline->hasPassed())
        return std::unexpected(Error(ErrorCode::Unavailable, u"The call's time was up before it began."_s));
    return {};
}

Result<void> MemoryConnection::writable(const Result<void> &rules) const
{
    if (m_access == AccessMode::ReadOnly)
        return std::unexpected(Error(ErrorCode::Denied, u"The store was opened for reading only."_s));
    return readable(rules);
}

Result<QList<WriteOutcome>> MemoryConnection::create(std::span<const NewRow> rows, const Horizon &horizon)
{
    return writable(CallRules::check(rows)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        return answers<WriteOutcome>(rows, [&](const NewRow &row) { return createOne(row, horizon); });
    });
}

WriteOutcome MemoryConnection::createOne(const NewRow &entry, const Horizon &horizon)
{
    if (!isAdmittedAt(entry.admission, entry.row))
        return {WriteStatus::Gone, {}};
    if (m_store->find(entry.row.id))
        return {WriteStatus::Taken, {}};
    const auto displaced = makeRoom(entry.admission, entry.row, horizon);
    if (!displaced)
        return {WriteStatus::Denied, {}};
    note(m_store->insert(entry.row, 1), entry.event, horizon.now);
    return {WriteStatus::Stored, *displaced};
}

Result<QList<SealedRow>> MemoryConnection::load(std::span<const SessionId> ids)
{
    return viewsOf(ids, &MemoryRow::sealed);
}

Result<QList<SealedRow>> MemoryConnection::describe(std::span<const SessionId> ids)
{
    return viewsOf(ids, &MemoryRow::listed);
}

Result<QList<SealedRow>> MemoryConnection::viewsOf(std::span<const SessionId> ids,
                                                   SealedRow (MemoryRow::*view)() const) const
{
    return readable(CallRules::check(ids)).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        QList<SealedRow> rows;
        for (const SessionId &id : ids) {
            if (const MemoryRow *row = m_store->find(id))
                rows.append((row->*view)());
        }
        return rows;
    });
}

Result<QList<WriteOutcome>> MemoryConnection::update(std::span<const RowUpdate> updates,
                                                     const Horizon &horizon)
{
    return writable(CallRules::check(updates)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        return answers<WriteOutcome>(updates, [&](const RowUpdate &row) { return updateOne(row, horizon); });
    });
}

WriteOutcome MemoryConnection::updateOne(const RowUpdate &entry, const Horizon &horizon)
{
    MemoryRow *row = m_store->find(entry.row.id);
    if (!row || horizon.isDead(row->outline()) || !isAdmittedAt(entry.admission, entry.row))
        return {WriteStatus::Gone, {}};
    if (row->revision != entry.expectedRevision)
        return {WriteStatus::Conflict, {}};
    const auto displaced = makeRoom(entry.admission, entry.row, horizon);
    if (!displaced)
        return {WriteStatus::Denied, {}};

    SealedRow next = entry.row;
    if (entry.idleRule == IdleRule::KeepLater) {
        next.idleDeadline = std::max(next.idleDeadline, row->idleDeadline);
        next.lastSeen = std::max(next.lastSeen, row->lastSeen);
        next.sweepAt = std::max(next.sweepAt, row->sweepAt);
    }
    next.idleDeadline = std::min(next.idleDeadline, next.absoluteDeadline);
    m_store->update(*row, next);
    if (entry.event)
        note(*row, *entry.event, horizon.now);
    return {WriteStatus::Stored, *displaced};
}

Result<QList<WriteStatus>> MemoryConnection::touch(std::span<const Touch> touches, const Horizon &horizon)
{
    return writable(CallRules::check(touches)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        return answers<WriteStatus>(touches, [&](const Touch &touch) { return touchOne(touch, horizon); });
    });
}

WriteStatus MemoryConnection::touchOne(const Touch &touch, const Horizon &horizon)
{
    MemoryRow *row = m_store->find(touch.id);
    if (!row || horizon.isDead(row->outline()))
        return WriteStatus::Gone;
    const qint64 idleDeadline = std::min(touch.idleDeadline, row->absoluteDeadline);
    if (idleDeadline <= row->idleDeadline && touch.lastSeen <= row->lastSeen && touch.sweepAt <= row->sweepAt)
        return WriteStatus::Stored;
    row->idleDeadline = std::max(row->idleDeadline, idleDeadline);
    row->lastSeen = std::max(row->lastSeen, touch.lastSeen);
    if (touch.sweepAt > row->sweepAt)
        m_store->moveSweep(*row, touch.sweepAt);
    ++row->change;
    return WriteStatus::Stored;
}

Result<QList<WriteStatus>> MemoryConnection::reseal(std::span<const Reseal> reseals)
{
    return writable(CallRules::check(reseals)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        return answers<WriteStatus>(reseals, [&](const Reseal &reseal) { return resealOne(reseal); });
    });
}

WriteStatus MemoryConnection::resealOne(const Reseal &reseal)
{
    MemoryRow *row = m_store->find(reseal.id);
    if (!row)
        return WriteStatus::Gone;
    if (row->revision != reseal.expectedRevision || !std::ranges::equal(row->writeId, reseal.expectedWriteId))
        return WriteStatus::Conflict;
    row->keyId = reseal.keyId;
    row->payload = reseal.payload;
    ++row->change;
    return WriteStatus::Stored;
}

Result<QList<WriteStatus>> MemoryConnection::revoke(std::span<const Revocation> revocations,
                                                    const Horizon &horizon)
{
    return writable(CallRules::check(revocations)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        return answers<WriteStatus>(revocations,
                                    [&](const Revocation &mark) { return revokeOne(mark, horizon); });
    });
}

WriteStatus MemoryConnection::revokeOne(const Revocation &revocation, const Horizon &horizon)
{
    MemoryRow *row = m_store->find(revocation.id);
    if (!row || horizon.hasEnded(row->outline()))
        return WriteStatus::Gone;
    if (row->revocation && row->revocation->mark == revocation.mark.mark)
        return WriteStatus::Stored;
    auto mark = std::make_unique<RevocationMark>(revocation.mark);
    if (row->revocation)
        mark->graceUntil = mark->at;
    m_store->setRevocation(*row, std::move(mark));
    ++row->change;
    note(*row, EventKind::Revoked, horizon.now, revocation.mark.reason);
    return WriteStatus::Stored;
}

Result<QList<WriteStatus>> MemoryConnection::restore(std::span<const SessionId> ids, const QByteArray &mark,
                                                     const Horizon &horizon)
{
    const auto rules = CallRules::check(ids).and_then([&] { return CallRules::checkMark(mark); });
    return writable(rules).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        return answers<WriteStatus>(ids, [&](const SessionId &id) { return restoreOne(id, mark, horizon); });
    });
}

WriteStatus MemoryConnection::restoreOne(const SessionId &id, const QByteArray &mark, const Horizon &horizon)
{
    MemoryRow *row = m_store->find(id);
    if (!row || !row->revocation || row->revocation->mark != mark || horizon.hasEnded(row->outline()))
        return WriteStatus::Gone;
    // A mark without grace carries its own time as the end of it, also when the caller's clock is behind.
    if (horizon.now >= row->revocation->graceUntil || row->revocation->graceUntil <= row->revocation->at)
        return WriteStatus::Gone;
    m_store->setRevocation(*row, nullptr);
    ++row->change;
    note(*row, EventKind::Restored, horizon.now);
    return WriteStatus::Stored;
}

} // namespace Axess
