// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "connection.h"

#include <axess/callrules.h>

#include <algorithm>

using namespace Axess;
using namespace Qt::StringLiterals;

// The verbs that write single rows. How rows end stands in ends.cpp.

namespace {

WriteOutcome createOne(Sessions &sessions, const NewRow &entry, const Horizon &horizon)
{
    if (!sessions.isAdmitted(entry.admission, entry.row))
        return {WriteStatus::Gone, {}};
    if (sessions.find(entry.row.id))
        return {WriteStatus::Taken, {}};
    const auto displaced = sessions.makeRoom(entry.admission, entry.row, horizon);
    if (!displaced)
        return {WriteStatus::Denied, {}};
    SealedRow row = entry.row;
    row.change = 1;
    sessions.insert(row);
    sessions.note(row, entry.event, horizon.now);
    return {WriteStatus::Stored, *displaced};
}

WriteOutcome updateOne(Sessions &sessions, const RowUpdate &entry, const Horizon &horizon)
{
    const auto standing = sessions.find(entry.row.id);
    if (!standing || horizon.isDead(*standing) || !sessions.isAdmitted(entry.admission, entry.row))
        return {WriteStatus::Gone, {}};
    if (standing->revision != entry.expectedRevision)
        return {WriteStatus::Conflict, {}};
    const auto displaced = sessions.makeRoom(entry.admission, entry.row, horizon);
    if (!displaced)
        return {WriteStatus::Denied, {}};

    SealedRow next = entry.row;
    next.created = standing->created;
    next.revocation = standing->revocation;
    next.change = standing->change + 1;
    if (entry.idleRule == IdleRule::KeepLater) {
        next.idleDeadline = std::max(next.idleDeadline, standing->idleDeadline);
        next.lastSeen = std::max(next.lastSeen, standing->lastSeen);
        next.sweepAt = std::max(next.sweepAt, standing->sweepAt);
    }
    next.idleDeadline = std::min(next.idleDeadline, next.absoluteDeadline);
    sessions.replace(*standing, next);
    if (entry.event)
        sessions.note(next, *entry.event, horizon.now);
    return {WriteStatus::Stored, *displaced};
}

WriteStatus touchOne(Sessions &sessions, const Touch &touch, const Horizon &horizon)
{
    const auto standing = sessions.find(touch.id);
    if (!standing || horizon.isDead(*standing))
        return WriteStatus::Gone;
    SealedRow next = *standing;
    next.idleDeadline
        = std::max(standing->idleDeadline, std::min(touch.idleDeadline, standing->absoluteDeadline));
    next.lastSeen = std::max(standing->lastSeen, touch.lastSeen);
    next.sweepAt = std::max(standing->sweepAt, touch.sweepAt);
    if (next == *standing)
        return WriteStatus::Stored;
    ++next.change;
    sessions.replace(*standing, next);
    return WriteStatus::Stored;
}

WriteStatus resealOne(Sessions &sessions, const Reseal &reseal, const Horizon &)
{
    const auto standing = sessions.find(reseal.id);
    if (!standing)
        return WriteStatus::Gone;
    if (standing->revision != reseal.expectedRevision || standing->writeId != reseal.expectedWriteId)
        return WriteStatus::Conflict;
    SealedRow next = *standing;
    next.keyId = reseal.keyId;
    next.payload = reseal.payload;
    ++next.change;
    sessions.replace(*standing, next);
    return WriteStatus::Stored;
}

WriteStatus revokeOne(Sessions &sessions, const Revocation &revocation, const Horizon &horizon)
{
    const auto standing = sessions.find(revocation.id);
    if (!standing || horizon.hasEnded(*standing))
        return WriteStatus::Gone;
    if (standing->revocation && standing->revocation->mark == revocation.mark.mark)
        return WriteStatus::Stored;
    SealedRow next = *standing;
    next.revocation = revocation.mark;
    // Neither of two marks can be undone.
    if (standing->revocation)
        next.revocation->graceUntil = next.revocation->at;
    ++next.change;
    sessions.replace(*standing, next);
    sessions.note(next, EventKind::Revoked, horizon.now, revocation.mark.reason);
    return WriteStatus::Stored;
}

WriteStatus restoreOne(Sessions &sessions, const SessionId &id, const QByteArray &mark,
                       const Horizon &horizon)
{
    const auto standing = sessions.find(id);
    if (!standing || !standing->revocation || standing->revocation->mark != mark
        || horizon.hasEnded(*standing))
        return WriteStatus::Gone;
    // A mark without grace carries its own time as the end of it, also when the caller's clock is behind.
    const RevocationMark &stands = *standing->revocation;
    if (horizon.now >= stands.graceUntil || stands.graceUntil <= stands.at)
        return WriteStatus::Gone;
    SealedRow next = *standing;
    next.revocation.reset();
    ++next.change;
    sessions.replace(*standing, next);
    sessions.note(next, EventKind::Restored, horizon.now);
    return WriteStatus::Stored;
}

} // namespace

LmdbConnection::LmdbConnection(std::shared_ptr<Environment> environment, AccessMode access)
    : m_environment(std::move(environment))
    , m_access(access)
{ }

bool LmdbConnection::mustStop() const
{
    return m_isInterrupted || m_deadline.hasPassed();
}

// An interrupt ends the call that runs, not the one that comes next.
Result<void> LmdbConnection::mayBegin(const Result<void> &rules)
{
    m_isInterrupted = false;
    if (!rules)
        return rules;
    if (m_deadline.hasPassed())
        return std::unexpected(Error(ErrorCode::Unavailable, u"The call's time was up before it began."_s));
    return {};
}

Result<void> LmdbConnection::makeTables()
{
    if (const auto may = mayBegin({}); !may)
        return may;
    const auto exist = m_environment->hasTables();
    if (!exist)
        return std::unexpected(exist.error());
    if (*exist || m_access == AccessMode::ReadOnly)
        return {};
    return m_environment->writeRight([this] { return mustStop(); }).and_then([this](const auto &) {
        return m_environment->makeTables();
    });
}

Result<QList<WriteOutcome>> LmdbConnection::create(std::span<const NewRow> rows, const Horizon &horizon)
{
    return writingEach(CallRules::check(rows), rows, createOne, horizon);
}

Result<QList<SealedRow>> LmdbConnection::load(std::span<const SessionId> ids)
{
    return reading(CallRules::check(ids), [&](Transaction &transaction) {
        Sessions sessions(transaction);
        QList<SealedRow> rows;
        for (const SessionId &id : ids) {
            if (const auto row = sessions.find(id))
                rows.append(*row);
        }
        return rows;
    });
}

Result<QList<WriteOutcome>> LmdbConnection::update(std::span<const RowUpdate> updates, const Horizon &horizon)
{
    return writingEach(CallRules::check(updates), updates, updateOne, horizon);
}

Result<QList<WriteStatus>> LmdbConnection::touch(std::span<const Touch> touches, const Horizon &horizon)
{
    return writingEach(CallRules::check(touches), touches, touchOne, horizon);
}

Result<QList<WriteStatus>> LmdbConnection::reseal(std::span<const Reseal> reseals)
{
    return writingEach(CallRules::check(reseals), reseals, resealOne, {});
}

Result<QList<WriteStatus>> LmdbConnection::revoke(std::span<const Revocation> revocations,
                                                  const Horizon &horizon)
{
    return writingEach(CallRules::check(revocations), revocations, revokeOne, horizon);
}

Result<QList<WriteStatus>> LmdbConnection::restore(std::span<const SessionId> ids, const QByteArray &mark,
                                                   const Horizon &horizon)
{
    const auto rules = CallRules::check(ids).and_then([&] { return CallRules::checkMark(mark); });
    return writing(rules, [&](Transaction &transaction) {
        Sessions sessions(transaction);
        QList<WriteStatus> answers;
        for (const SessionId &id : ids)
            answers.append(restoreOne(sessions, id, mark, horizon));
        return answers;
    });
}
