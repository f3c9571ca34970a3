// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sealedwalk_p.h"

#include "crypto/envelope_p.h"
#include "instancedocument_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qint64 mostBytes = 1024 * 1024;
constexpr qint64 leastBudget = 5000;
// Below the lease of a job, which is renewed between two steps.
constexpr std::chrono::milliseconds countingTime = std::chrono::seconds(15);
// Those that live longest by default, SessionPolicy::rememberMe(), of which there may be none just now.
constexpr std::chrono::milliseconds leastKept = std::chrono::days(30);
constexpr std::chrono::milliseconds aMoment = std::chrono::milliseconds(100);

// As many as one batch holds.
QList<SessionId> nextIds(std::span<const SealedRow> rows)
{
    QList<SessionId> ids;
    qint64 bytes = 0;
    for (const SealedRow &row : rows) {
        bytes += row.payloadBytes;
        if (!ids.isEmpty() && (bytes > mostBytes || ids.size() == StorageConnection::MaximumBatch))
            break;
        ids.append(row.id);
    }
    return ids;
}

void takeInOrder(ReadRows &&read, const QList<SessionId> &ids, ReadRows &into)
{
    QHash<SessionId, SealedRow> byId;
    for (SealedRow &row : read.rows)
        byId.insert(row.id, std::move(row));
    for (const SessionId &id : ids) {
        if (const auto row = byId.constFind(id); row != byId.cend())
            into.rows.append(*row);
    }
    into.unreadable += read.unreadable;
}

} // namespace

Result<RowPage> readHeads(StoreCore &core, PageRequest request)
{
    for (;;) {
        const Deadline deadline = core.deadline();
        request.horizon = core.horizonAtHand(deadline);
        auto page = core.storage().run(
            Verb::Page, deadline, [&](StorageConnection &connection) { return connection.page(request); });
        const bool wasSlow
            = !page && page.error().code() == ErrorCode::Unavailable && deadline.remaining() < aMoment;
        if (!wasSlow || request.limit <= StorageConnection::MaximumBatch)
            return page;
        request.limit = std::max(StorageConnection::MaximumBatch, request.limit / 4);
        request.workBudget = std::max<qint64>(request.limit, request.workBudget / 4);
    }
}

bool isOfOneRow(const Error &error)
{
    return error.damage() == Damage::OneSession;
}

Result<ReadRows> readRows(StoreCore &core, std::span<const SessionId> ids, const Deadline &deadline,
                          RowPart part)
{
    StorageAccess &storage = core.storage();
    auto all = part == RowPart::Whole ? storage.load(ids, deadline) : storage.describe(ids, deadline);
    if (all)
        return ReadRows {std::move(*all), {}};
    if (!isOfOneRow(all.error()))
        return std::unexpected(all.error());
    if (ids.size() == 1)
        return ReadRows {{}, {{ids.front().text(), all.error().message()}}};
    // By halves: over a slow link one call for each row would take longer than there is time.
    const std::size_t half = ids.size() / 2;
    auto read = readRows(core, ids.first(half), deadline, part);
    if (!read)
        return read;
    return readRows(core, ids.subspan(half), deadline, part).transform([&](const ReadRows &rest) {
        read->rows += rest.rows;
        read->unreadable += rest.unreadable;
        return *std::move(read);
    });
}

Result<SealedPage> readSealedPage(StoreCore &core, const std::optional<quint32> &key,
                                  const QByteArray &cursor, int limit)
{
    PageRequest request;
    request.filter.keyId = key;
    request.order = PageOrder::OldestFirst;
    request.cursor = cursor;
    request.limit = std::clamp(limit, 1, PageRequest::MaximumRows);
    request.workBudget = std::max<qint64>(leastBudget, 10 * request.limit);
    const auto heads = readHeads(core, request);
    if (!heads)
        return std::unexpected(heads.error());
    SealedPage page {{}, heads->next, Cursor::ofPage(request)};
    for (const SessionId &id : heads->unreadable)
        page.unreadable.append(
            {id.text(), u"Nobody can have written this session, or a later version did"_s});
    // Where those stand among the others is not known.
    const bool isWhole = !heads->unreadable.isEmpty();
    const Deadline budget = core.deadline();
    std::span<const SealedRow> rest(heads->rows);
    while (!rest.empty()) {
        const bool isFirst = rest.size() == std::size_t(heads->rows.size());
        if (!isFirst && !isWhole && budget.hasPassed())
            break;
        const QList<SessionId> ids = nextIds(rest);
        auto read = readRows(core, ids, core.deadline());
        if (!read && !isFirst && !isWhole)
            break; // What was read is worked on; the failure comes again with the next page.
        if (!read)
            return std::unexpected(read.error());
        takeInOrder(std::move(*read), ids, page);
        rest = rest.subspan(std::size_t(ids.size()));
    }
    if (!rest.empty())
        page.next = page.behind(heads->rows[heads->rows.size() - qsizetype(rest.size()) - 1]);
    return page;
}

Result<std::optional<QHash<quint32, qint64>>> countByKey(StoreCore &core)
{
    using Counts = std::optional<QHash<quint32, qint64>>;
    const Deadline usual = core.deadline();
    const Deadline deadline = Deadline::in(std::max(core.options().callDeadline, countingTime));
    const auto counts = core.storage().run(
        Verb::CountByKey, deadline, [](StorageConnection &connection) { return connection.countByKey(); });
    if (!counts && counts.error().code() == ErrorCode::Unavailable && usual.hasPassed())
        return Counts();
    return counts.transform([](const QHash<quint32, qint64> &rows) { return Counts(rows); });
}

qint64 absoluteTimeout(const SealedRow &row)
{
    return row.absoluteDeadline - std::max(row.created, row.authenticatedAt);
}

qint64 outlivedBefore(StoreCore &core, qint64 longest)
{
    return core.time().now() - std::max<qint64>(longest, leastKept.count());
}

Result<quint32> verifiedKey(const SealedRow &row, const KeyRing &ring)
{
    return RowSealer::open(row, &ring).and_then([&](const RowContent &) {
        return envelopeKeyId(row.payload);
    });
}

Result<void> announceRing(StoreCore &core, quint64 revision)
{
    const auto state = core.control().renew(core.deadline());
    if (!state)
        return std::unexpected(state.error());
    if ((*state)->ringRevision >= revision)
        return {};
    return core.control()
        .change(
            [revision](ControlState &control) {
                control.ringRevision = std::max(control.ringRevision, revision);
            },
            core.deadline())
        .transform([](const ControlCopy::State &) {});
}

std::chrono::milliseconds drainTime(StoreCore &core)
{
    return core.options().callDeadline + 2 * core.options().controlLag;
}

Result<QStringList> instancesUnawareOf(StoreCore &core, quint32 key, std::chrono::milliseconds silence)
{
    return instancesOf(core).transform([&](const QList<InstanceInfo> &infos) {
        const qint64 oldest = core.time().now() - silence.count();
        QStringList unaware;
        for (const InstanceInfo &info : infos) {
            if (info.renewed >= oldest && !info.keysKnown.isEmpty() && !info.keysKnown.contains(key))
                unaware.append(u"%1 on %2"_s.arg(info.program, info.host));
        }
        return unaware;
    });
}

} // namespace Axess
