// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rowview_p.h"
#include "sessionender_p.h"

#include <QtCore/qset.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// A year: a mark is kept as long as its grace lasts.
constexpr std::chrono::milliseconds longestGrace = std::chrono::hours(24 * 366);

QList<SessionId> withoutRepetitions(std::span<const SessionId> ids)
{
    QSet<SessionId> seen;
    QList<SessionId> unique;
    for (const SessionId &id : ids) {
        if (!id.isNull() && !seen.contains(id)) {
            seen.insert(id);
            unique.append(id);
        }
    }
    return unique;
}

bool hasTimes(const SessionFilter &filter)
{
    const TimeRange open;
    return filter.created != open || filter.lastSeen != open || filter.expires != open
        || filter.life.has_value();
}

// Calls `batch` for at most 64 ids at a time; after a failure the rest is unknown.
template<typename Batch>
Result<void> inBatches(const QList<SessionId> &ids, RevokeReport &report, Batch batch)
{
    for (qsizetype begin = 0; begin < ids.size(); begin += StorageConnection::MaximumBatch) {
        const auto some = std::span(ids).subspan(
            size_t(begin), size_t(std::min<qsizetype>(StorageConnection::MaximumBatch, ids.size() - begin)));
        const auto done = batch(some);
        if (done)
            continue;
        const bool isFirst = report.done.isEmpty() && report.gone.isEmpty() && report.unknown.isEmpty();
        if (isFirst && done.error().outcome() == Outcome::NotApplied)
            return done;
        report.unknown
            += ids.sliced(begin + qsizetype(done.error().outcome() == Outcome::Unknown ? some.size() : 0));
        return {};
    }
    return {};
}

} // namespace

Result<RevokeReport> SessionEnder::newReport(const QString &reason, std::chrono::milliseconds grace)
{
    if (reason.toUtf8().size() > 256)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"A reason takes at most 256 bytes of UTF-8"_s));
    if (grace.count() < 0 || grace > longestGrace)
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"A grace lasts from nothing to a year"_s));
    return m_core.randomName().transform([&](const QByteArray &mark) {
        RevokeReport report;
        report.mark = mark;
        report.graceUntil = m_core.time().now() + grace.count();
        return report;
    });
}

Result<RevokeReport> SessionEnder::revoke(std::span<const SessionId> ids, const QString &reason,
                                          std::chrono::milliseconds grace)
{
    auto report = newReport(reason, grace);
    if (!report)
        return report;
    const auto done = inBatches(withoutRepetitions(ids), *report, [&](std::span<const SessionId> some) {
        return revokeBatch(some, reason, *report);
    });
    return done ? report : std::unexpected(done.error());
}

Result<RevokeReport> SessionEnder::revoke(const SessionFilter &filter, const QString &reason,
                                          std::chrono::milliseconds grace)
{
    if (filter.life && *filter.life != Life::Live)
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"Only live sessions can be revoked"_s));
    if (const auto steady = m_core.time().steady(); !steady && hasTimes(filter))
        return std::unexpected(steady.error());
    auto report = newReport(reason, grace);
    if (!report)
        return report;

    PageRequest request;
    request.filter = filter;
    // Not those that are revoked already: a second mark would take their grace.
    request.filter.life = Life::Live;
    do {
        request.horizon = m_core.horizonAtHand(m_deadline);
        const auto page = m_core.storage().run(
            Verb::Page, m_deadline, [&](StorageConnection &connection) { return connection.page(request); });
        const bool isFirst = report->done.isEmpty() && report->gone.isEmpty() && report->unknown.isEmpty();
        if (!page && isFirst)
            return std::unexpected(page.error());
        report->complete = page.has_value();
        if (!page)
            return report;
        QList<SessionId> ids;
        for (const SealedRow &row : page->rows)
            ids.append(row.id);
        const auto done = inBatches(ids, *report, [&](std::span<const SessionId> some) {
            return revokeBatch(some, reason, *report);
        });
        if (!done)
            return std::unexpected(done.error());
        request.cursor = page->next;
        report->complete = request.cursor.isEmpty() && report->unknown.isEmpty();
    } while (!request.cursor.isEmpty() && report->unknown.isEmpty() && !m_deadline.hasPassed());
    return report;
}

Result<void> SessionEnder::revokeBatch(std::span<const SessionId> ids, const QString &reason,
                                       RevokeReport &report)
{
    const Horizon horizon = m_core.horizonAtHand(m_deadline);
    QList<Revocation> revocations;
    for (const SessionId &id : ids)
        revocations.append({id, {report.mark, horizon.now, report.graceUntil, reason}});
    const auto statuses = m_core.confirmed(m_deadline, [&] {
        return m_core.storage().revoke(revocations, horizon, Deadline::in(m_deadline.remaining() * 3 / 4));
    });
    if (!statuses) {
        // Never repeated: a second revocation would take the grace of the first.
        if (statuses.error().outcome() == Outcome::Unknown)
            resolve(ids, true, report);
        return std::unexpected(statuses.error());
    }
    for (qsizetype i = 0; i < statuses->size(); ++i)
        (statuses->at(i) == WriteStatus::Stored ? report.done : report.gone).append(revocations[i].id);
    return {};
}

Result<RevokeReport> SessionEnder::restore(std::span<const SessionId> ids, const QByteArray &mark)
{
    if (mark.size() != RevocationMark::MarkSize)
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"A revocation's mark has 8 bytes"_s));
    RevokeReport report;
    report.mark = mark;
    const auto done = inBatches(withoutRepetitions(ids), report,
                                [&](std::span<const SessionId> some) { return restoreBatch(some, report); });
    if (!done)
        return std::unexpected(done.error());
    return report;
}

Result<void> SessionEnder::restoreBatch(std::span<const SessionId> ids, RevokeReport &report)
{
    const auto statuses = m_core.confirmed(m_deadline, [&] {
        return m_core.storage().restore(ids, report.mark, m_core.horizonAtHand(m_deadline),
                                        Deadline::in(m_deadline.remaining() * 3 / 4));
    });
    if (!statuses) {
        if (statuses.error().outcome() == Outcome::Unknown)
            resolve(ids, false, report);
        return std::unexpected(statuses.error());
    }
    for (qsizetype i = 0; i < statuses->size(); ++i)
        (statuses->at(i) == WriteStatus::Stored ? report.done : report.gone).append(ids[size_t(i)]);
    return {};
}

// What became of a batch whose answer was lost: whoever shows what the call wanted is done, the rest unknown.
void SessionEnder::resolve(std::span<const SessionId> ids, bool isRevoking, RevokeReport &report)
{
    QList<LostWrite> writes;
    for (const SessionId &id : ids)
        writes.append({id, {}, {}});
    const auto rows = m_core.confirmed(m_deadline, [&] {
        return m_core.storage().settle(writes, m_core.horizonAtHand(m_deadline), m_deadline);
    });
    if (!rows) {
        report.unknown.append(QList<SessionId>(ids.begin(), ids.end()));
        return;
    }
    for (const SessionId &id : ids) {
        const auto row = std::ranges::find(*rows, id, &SealedRow::id);
        if (row == rows->cend()) {
            report.gone.append(id);
            continue;
        }
        const bool isDone
            = isRevoking ? row->revocation && row->revocation->mark == report.mark : !row->revocation;
        (isDone ? report.done : report.unknown).append(id);
    }
}

} // namespace Axess
