// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "revokework_p.h"

#include "sealedwalk_p.h"

#include <axess/callrules.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qsizetype mostTenants = 20;

QString lifeKey(Life life)
{
    static const QString keys[] {u"life.live"_s, u"life.revoked"_s, u"life.expired"_s};
    return keys[std::size_t(life)];
}

QString levelKey(SessionLevel level)
{
    static const QString keys[] {u"level.guest"_s, u"level.authenticated"_s, u"level.stepped-up"_s};
    return keys[std::size_t(level)];
}

} // namespace

Result<JobStep> RevokeWork::step(int rows)
{
    if (m_place.phase == RevokePhase::Choose)
        return choose();
    return m_place.phase == RevokePhase::Act ? act(rows) : verify();
}

// --- choosing

Result<JobStep> RevokeWork::choose()
{
    const auto rows = nextRows();
    if (!rows)
        return std::unexpected(rows.error());
    const Horizon horizon = m_core.horizonAtHand(m_deadline);
    SetPart part {m_place.head, {}};
    for (const SealedRow &row : *rows) {
        const Life life = CallRules::lifeOf(row, horizon);
        count(row, life);
        if (life == Life::Live)
            part.ids.append(row.id);
    }
    const bool isByIds = m_what.scope == RevokeScope::Ids;
    if (!isByIds)
        std::ranges::reverse(part.ids);
    m_step.counts[u"requested"_s] += isByIds ? 0 : part.ids.size();
    m_step.counts[u"gone"_s] += isByIds ? rows->size() - part.ids.size() : 0;
    m_place.size += part.ids.size();
    if (m_place.size > BulkRevocation::MaximumSessions)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"More than 1,000,000 sessions would end one by one, and none did; `axessctl epoch raise` "
                  "ends all of a tenant or of the store in one write"_s));
    if (!part.ids.isEmpty()) {
        const auto name = m_set.add(part);
        if (!name)
            return std::unexpected(name.error());
        m_place.head = *name;
    }
    return m_isAllChosen ? beginToAct() : Result<JobStep>(moved());
}

Result<QList<SealedRow>> RevokeWork::nextRows()
{
    return m_what.scope == RevokeScope::Ids ? nextGiven() : nextMatching();
}

// The newest first: what is chosen last, the oldest, is acted on first. So each part is turned round, too.
Result<QList<SealedRow>> RevokeWork::nextMatching()
{
    PageRequest request;
    request.filter = m_what.filter;
    request.cursor = m_place.cursor;
    request.limit = int(SetPart::MostIds);
    request.horizon = m_core.horizonAtHand(m_deadline);
    const auto page = readHeads(m_core, request);
    if (!page)
        return std::unexpected(page.error());
    m_place.cursor = page->next;
    m_isAllChosen = page->next.isEmpty();
    // Whether they were meant, nobody can tell; they open for nobody either.
    for (const SessionId &id : page->unreadable)
        m_step.failures.append({id.text(), u"It cannot be read, so that it was not chosen"_s});
    if (!page->unreadable.isEmpty())
        m_step.counts[u"unreadable"_s] += page->unreadable.size();
    return page->rows;
}

Result<QList<SealedRow>> RevokeWork::nextGiven()
{
    if (m_place.source.isEmpty())
        return std::unexpected(Error(ErrorCode::Corrupt, u"The job's ids are not named by its checkpoint"_s));
    const auto part = m_set.part(m_place.source);
    if (!part)
        return std::unexpected(part.error());
    QList<SealedRow> rows;
    qsizetype looked = 0;
    while (m_place.offset < part->ids.size()) {
        const auto ids = std::span(part->ids).subspan(
            std::size_t(m_place.offset),
            std::min<std::size_t>(StorageConnection::MaximumBatch,
                                  std::size_t(part->ids.size() - m_place.offset)));
        const auto some = readRows(m_core, ids, m_deadline, RowPart::Columns);
        if (!some && looked > 0)
            break;
        if (!some)
            return std::unexpected(some.error());
        rows += some->rows;
        m_step.failures += some->unreadable;
        looked += qsizetype(ids.size());
        m_place.offset += qsizetype(ids.size());
        if (isShortOfTime())
            break;
    }
    if (m_place.offset >= part->ids.size()) {
        m_place.source = part->before;
        m_place.offset = 0;
    }
    const qsizetype unreadable = m_step.failures.size();
    m_step.counts[u"requested"_s] += looked;
    m_step.counts[u"gone"_s] += looked - rows.size() - unreadable;
    m_step.counts[u"life.absent"_s] += looked - rows.size() - unreadable;
    if (unreadable > 0)
        m_step.counts[u"unreadable"_s] += unreadable;
    m_isAllChosen = m_place.source.isEmpty();
    return rows;
}

void RevokeWork::count(const SealedRow &row, Life life)
{
    ++m_step.counts[lifeKey(life)];
    if (life != Life::Live)
        return;
    ++m_step.counts[levelKey(row.level)];
    const QString tenant = u"tenant."_s + row.tenant.text();
    const auto isTenant = [](const QString &name) { return name.startsWith(u"tenant."_s); };
    const bool isKnown = m_job.counts.contains(tenant) || m_step.counts.contains(tenant);
    // Of the job's and the step's together; the few that are in both make no difference here.
    const bool isRoom = std::ranges::count_if(m_job.counts.keys(), isTenant)
            + std::ranges::count_if(m_step.counts.keys(), isTenant)
        < mostTenants;
    ++m_step.counts[isKnown || isRoom ? tenant : u"tenants.other"_s];
}

Result<JobStep> RevokeWork::beginToAct()
{
    const bool isPreview = m_job.request.mode == JobMode::DryRun;
    m_step.isLast = isPreview || m_place.size == 0;
    m_step.waits = !m_step.isLast && m_what.start == RevokeStart::WhenResumed;
    const auto mark = m_core.randomName();
    if (!mark)
        return std::unexpected(mark.error());
    // It stands in the checkpoint before the first session carries it.
    m_place.mark = isPreview ? QByteArray() : *mark;
    m_place.phase = RevokePhase::Act;
    m_place.part = m_place.head;
    m_place.offset = 0;
    return moved();
}

// --- acting and verifying

template<typename Batch> Result<void> RevokeWork::inBatches(qsizetype most, Batch batch)
{
    const auto part = m_set.part(m_place.part);
    if (!part)
        return std::unexpected(part.error());
    qsizetype handled = 0;
    most = std::min(most, part->ids.size() - m_place.offset);
    while (handled < most) {
        const qsizetype size = std::min<qsizetype>(StorageConnection::MaximumBatch, most - handled);
        const auto done
            = batch(std::span(part->ids).subspan(std::size_t(m_place.offset + handled), std::size_t(size)));
        // What went before is kept; the failure comes again with the next step.
        if (!done && handled > 0)
            break;
        if (!done)
            return done;
        handled += size;
        if (isShortOfTime())
            break;
    }
    m_place.handled += handled;
    m_place.offset += handled;
    if (m_place.offset >= part->ids.size()) {
        m_place.part = part->before;
        m_place.offset = 0;
    }
    return {};
}

Result<JobStep> RevokeWork::act(int rows)
{
    const qint64 before = m_place.handled;
    const bool hasCanary = m_what.canary > 0 && !m_place.isCanaryOver;
    const qsizetype most = hasCanary ? std::min<qsizetype>(rows, m_what.canary - m_place.handled) : rows;
    if (m_place.firstAt == 0)
        m_place.firstAt = m_core.time().now();
    const auto done = inBatches(most, [this](std::span<const SessionId> ids) { return revoke(ids); });
    if (!done)
        return std::unexpected(done.error());
    m_step.rows = m_place.handled - before;
    const bool isOver = m_place.part.isEmpty();
    if (hasCanary && m_place.handled >= m_what.canary) {
        m_place.isCanaryOver = true;
        m_step.waits = !isOver;
    }
    if (isOver) {
        m_place.phase = RevokePhase::Verify;
        m_place.part = m_place.head;
        m_place.handled = 0;
    }
    return moved();
}

Result<void> RevokeWork::revoke(std::span<const SessionId> ids)
{
    const Horizon horizon = m_core.horizonAtHand(m_deadline);
    const QString reason = markedReason(m_what);
    QList<Revocation> revocations;
    for (const SessionId &id : ids)
        revocations.append({id, {m_place.mark, horizon.now, horizon.now + m_what.grace.count(), reason}});
    const auto revoked = [&](std::span<const Revocation> some) {
        return m_core.confirmed(m_deadline,
                                [&] { return m_core.storage().revoke(some, horizon, m_deadline); });
    };
    const auto statuses = revoked(revocations);
    if (statuses)
        count(*statuses);
    if (statuses || !isOfOneRow(statuses.error()))
        return statuses.transform([](const QList<WriteStatus> &) { });
    // The guilty one is left out. What the others got already they get once more: it is one mark.
    for (const Revocation &revocation : std::as_const(revocations)) {
        const auto one = revoked(std::span(&revocation, 1));
        if (!one && !isOfOneRow(one.error()))
            return std::unexpected(one.error());
        if (one) {
            count(*one);
            continue;
        }
        m_step.counts[u"unreadable"_s] += 1;
        m_step.failures.append({revocation.id.text(), one.error().message()});
    }
    return {};
}

void RevokeWork::count(const QList<WriteStatus> &statuses)
{
    const auto done = std::ranges::count(statuses, WriteStatus::Stored);
    m_step.counts[u"done"_s] += done;
    m_step.counts[u"gone"_s] += statuses.size() - done;
}

Result<JobStep> RevokeWork::verify()
{
    const auto done
        = inBatches(SetPart::MostIds, [this](std::span<const SessionId> ids) { return reread(ids); });
    if (!done)
        return std::unexpected(done.error());
    m_step.isLast = m_place.part.isEmpty();
    return moved();
}

Result<void> RevokeWork::reread(std::span<const SessionId> ids)
{
    const auto read = readRows(m_core, ids, m_deadline, RowPart::Columns);
    if (!read)
        return std::unexpected(read.error());
    const auto horizon = m_core.horizonOfAnswer(m_deadline);
    if (!horizon)
        return std::unexpected(horizon.error());
    qint64 failed = 0;
    m_step.failures += read->unreadable;
    for (const SealedRow &row : read->rows) {
        if (horizon->isDead(row))
            continue;
        ++failed;
        m_step.failures.append({row.id.text(),
                                u"It lives: somebody restored it meanwhile, or the store lost what it had "
                                "acknowledged. Revoke it once more"_s});
    }
    m_step.counts[u"verified"_s] += qint64(ids.size()) - failed - read->unreadable.size();
    m_step.counts[u"failed"_s] += failed;
    m_step.counts[u"done"_s] -= failed;
    return {};
}

JobStep RevokeWork::moved()
{
    const bool isVerifying = m_place.phase == RevokePhase::Verify;
    const bool isChoosing = m_place.phase == RevokePhase::Choose;
    m_step.total = isChoosing ? 0 : 2 * m_place.size;
    m_step.done = isChoosing ? 0 : m_place.handled + (isVerifying ? m_place.size : 0);
    m_step.checkpoint = encodePlace(m_place);
    return std::move(m_step);
}

} // namespace Axess
