// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/twinrepair_p.h"

#include "storage/storageaccess_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

template<typename Entry> std::vector<std::span<const Entry>> batchesOf(const QList<Entry> &entries)
{
    constexpr std::size_t most = StorageConnection::MaximumBatch;
    std::vector<std::span<const Entry>> batches;
    for (std::span<const Entry> rest(entries); !rest.empty();
         rest = rest.subspan(std::min(most, rest.size())))
        batches.push_back(rest.first(std::min(most, rest.size())));
    return batches;
}

bool holds(const QList<SealedRow> &rows, const SessionId &id)
{
    return std::ranges::contains(rows, id, &SealedRow::id);
}

QList<SessionId> within(const BucketSet &buckets, const QList<SessionId> &ids)
{
    QList<SessionId> found;
    std::ranges::copy_if(ids, std::back_inserter(found),
                         [&](const SessionId &id) { return buckets.contains(id.bucket()); });
    return found;
}

} // namespace

void UnreadableRows::add(const QList<SessionId> &found)
{
    for (const SessionId &id : found) {
        if (ids.contains(id))
            continue;
        ++count;
        if (ids.size() < MaximumIds)
            ids.append(id);
    }
}

void UnreadableRows::add(const UnreadableRows &others)
{
    add(others.ids);
    count += others.count - others.ids.size();
}

TwinRepair::TwinRepair(StorageAccess &leader, StorageAccess &follower, const Settings &settings)
    : m_leader(leader)
    , m_follower(follower)
    , m_settings(settings)
{ }

Result<BucketSet> TwinRepair::look()
{
    QHash<QString, Seen> seen;
    QByteArray cursor;
    const auto now = m_settings.clock->monotonic();
    do {
        const auto page = m_leader.run(Verb::Documents, deadline(), [&](StorageConnection &connection) {
            return connection.documents(m_settings.notes, cursor, PageRequest::MaximumRows);
        });
        if (!page)
            return std::unexpected(page.error());
        for (const StoredDocument &document : page->documents) {
            const auto before = m_seen.constFind(document.name);
            const bool isAsBefore = before != m_seen.cend() && before->document == document;
            const auto since = isAsBefore ? before->since : m_settings.clock->monotonic();
            seen.insert(
                document.name,
                {document, TwinNote::fromBytes(document.bytes), since, now - since >= m_settings.silence});
        }
        cursor = page->next;
    } while (!cursor.isEmpty());
    m_seen = seen;

    BucketSet buckets;
    for (const Seen &one : std::as_const(m_seen)) {
        buckets |= one.note.dirty;
        if (one.isSilent)
            buckets |= one.note.written;
    }
    return buckets;
}

BucketSet TwinRepair::unsettled(quint64 step) const
{
    BucketSet buckets;
    for (const Seen &one : m_seen) {
        if (one.note.settled < step)
            buckets |= one.note.written | one.note.dirty;
    }
    return buckets;
}

Result<TwinReport> TwinRepair::compare(const BucketSet &buckets, const std::function<bool()> &goOn)
{
    m_report = {};
    m_goOn = goOn;
    // What ended is looked for last: until then a row may have been brought that ended meanwhile.
    const auto done
        = walk(m_leader, buckets, [this](const QList<SessionId> &ids) { return bring(ids); })
              .and_then([&] {
                  return walk(m_follower, buckets, [this](const QList<SessionId> &ids) { return bury(ids); });
              })
              .and_then([&] { return clear(buckets); });
    if (!done)
        return std::unexpected(done.error());
    return m_report;
}

Result<RowPage> TwinRepair::page(StorageAccess &store, const QByteArray &cursor) const
{
    PageRequest request;
    request.order = PageOrder::OldestFirst;
    request.cursor = cursor;
    request.limit = m_settings.rows;
    return store.run(Verb::Page, deadline(),
                     [&](StorageConnection &connection) { return connection.page(request); });
}

// By halves: one call for each row of a batch would take too long.
Result<TwinRepair::Loaded> TwinRepair::read(StorageAccess &store, std::span<const SessionId> ids)
{
    auto rows = store.load(ids, deadline());
    if (rows)
        return Loaded {std::move(*rows), {}};
    if (rows.error().damage() != Damage::OneSession)
        return std::unexpected(rows.error());
    if (ids.size() == 1) {
        m_report.unreadable.add(QList<SessionId> {ids.front()});
        return Loaded {{}, {ids.front()}};
    }
    const std::size_t half = ids.size() / 2;
    auto first = read(store, ids.first(half));
    if (!first)
        return first;
    return read(store, ids.subspan(half)).transform([&](const Loaded &rest) {
        first->rows += rest.rows;
        first->unreadable += rest.unreadable;
        return *std::move(first);
    });
}

Result<TwinRepair::Rows> TwinRepair::load(StorageAccess &store, const QList<SessionId> &ids)
{
    return read(store, ids).transform([](Loaded &&loaded) { return std::move(loaded.rows); });
}

Result<void> TwinRepair::mayGoOn() const
{
    return !m_goOn || m_goOn() ? Result<void>()
                               : std::unexpected(Error(ErrorCode::Unavailable, u"Comparing was given up"_s));
}

Result<void> TwinRepair::walk(StorageAccess &store, const BucketSet &buckets,
                              const std::function<Result<void>(const QList<SessionId> &)> &step)
{
    if (buckets.isEmpty())
        return {};
    QByteArray cursor;
    do {
        const auto rows = page(store, cursor);
        if (!rows)
            return std::unexpected(rows.error());
        // Asked after the listing: what was listed while the leader led and is not there later has ended.
        if (const auto asked = mayGoOn(); !asked)
            return asked;
        m_report.unreadable.add(within(buckets, rows->unreadable));
        QList<SessionId> ids;
        for (const SealedRow &row : rows->rows)
            ids.append(row.id);
        if (const auto done = step(within(buckets, ids)); !done)
            return done;
        cursor = rows->next;
    } while (!cursor.isEmpty());
    return {};
}

// As the instances tell of their writes: rows as they stand, of which the higher change wins.
Result<void> TwinRepair::bring(const QList<SessionId> &ids)
{
    for (const auto batch : batchesOf(ids)) {
        const auto rows = load(m_leader, QList<SessionId>(batch.begin(), batch.end()));
        if (!rows)
            return std::unexpected(rows.error());
        const auto statuses = m_follower.run(
            Verb::Install, deadline(), [&](StorageConnection &follower) { return follower.install(*rows); });
        if (!statuses)
            return std::unexpected(statuses.error());
        m_report.compared += rows->size();
        if (const auto done = installed(*rows, *statuses); !done)
            return done;
    }
    return {};
}

Result<void> TwinRepair::installed(const Rows &rows, const QList<InstallStatus> &statuses)
{
    QList<SessionId> buried;
    QList<SessionId> older;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        switch (statuses.value(i)) {
        case InstallStatus::Installed:
            ++m_report.installed;
            break;
        case InstallStatus::Buried:
            buried.append(rows[i].id);
            break;
        case InstallStatus::Older:
            older.append(rows[i].id);
            break;
        }
    }
    return withdraw(buried).and_then([&] { return examine(older); });
}

// Somebody saw them end. If they stand in the leader all the same, a create has landed after it had been
// given up; nobody was told of them, and nobody holds their secret.
Result<void> TwinRepair::withdraw(const QList<SessionId> &ids)
{
    if (ids.isEmpty())
        return {};
    const auto standing = load(m_leader, ids);
    if (!standing || standing->isEmpty())
        return standing.transform([](const Rows &) { });
    QList<Removal> removals;
    for (const SealedRow &row : *standing)
        removals.append({row.id, EndReason::Withdrawn, {}, m_settings.clock->now()});
    m_report.withdrawn += removals.size();
    return m_leader.remove(std::span<const Removal>(removals), deadline()).transform([](const auto &) { });
}

// The follower first: what the leader shows afterwards is at least as new, unless they went apart.
Result<void> TwinRepair::examine(const QList<SessionId> &ids)
{
    const auto theirs = load(m_follower, ids);
    if (!theirs)
        return std::unexpected(theirs.error());
    const auto ours = load(m_leader, ids);
    if (!ours)
        return std::unexpected(ours.error());
    for (const SealedRow &row : *ours) {
        const auto copy = std::ranges::find(*theirs, row.id, &SealedRow::id);
        if (copy == theirs->cend() || copy->change < row.change || *copy == row)
            continue;
        ++m_report.apart;
        if (const auto done = overtake(row, copy->change); !done)
            return done;
    }
    return {};
}

// A write that nobody acknowledged came to the follower from one who slept since that one led. The leader's
// row is sealed as it was until it counts more changes; a live save wins, and then counts more itself. Before
// that it is asked who leads: of two stores with changed roles it would be the acknowledged write.
Result<void> TwinRepair::overtake(const SealedRow &row, quint64 change)
{
    if (const auto asked = mayGoOn(); !asked)
        return asked;
    const Reseal same {row.id, row.revision, row.writeId, row.keyId, row.payload};
    for (quint64 count = row.change; count <= change; ++count) {
        const auto sealed = m_leader.reseal(same, deadline());
        if (!sealed)
            return std::unexpected(sealed.error());
        if (*sealed != WriteStatus::Stored)
            break;
    }
    const auto standing = load(m_leader, {row.id});
    if (!standing)
        return std::unexpected(standing.error());
    return m_follower
        .run(Verb::Install, deadline(),
             [&](StorageConnection &follower) { return follower.install(*standing); })
        .transform([](const QList<InstallStatus> &) {});
}

Result<void> TwinRepair::bury(const QList<SessionId> &ids)
{
    const auto standing = read(m_leader, ids);
    if (!standing)
        return std::unexpected(standing.error());
    // One that went bad has not ended: the follower holds what it was.
    QList<SessionId> ended;
    std::ranges::copy_if(ids, std::back_inserter(ended), [&](const SessionId &id) {
        return !holds(standing->rows, id) && !standing->unreadable.contains(id);
    });
    const qint64 until = m_settings.clock->now() + m_settings.buriedFor.count();
    for (const auto batch : batchesOf(ended)) {
        // What is missing in a store that leads no more may have begun since.
        if (const auto asked = mayGoOn(); !asked)
            return asked;
        const auto buried = m_follower.run(
            Verb::Bury, deadline(), [&](StorageConnection &follower) { return follower.bury(batch, until); });
        if (!buried)
            return buried;
    }
    m_report.buried += ended.size();
    return {};
}

Result<void> TwinRepair::clear(const BucketSet &compared)
{
    for (const Seen &seen : std::as_const(m_seen)) {
        BucketSet named = seen.note.dirty;
        if (seen.isSilent)
            named |= seen.note.written;
        if (!compared.includes(named) || (named.isEmpty() && !seen.isSilent))
            continue;
        if (const auto cleared = clearOne(seen); !cleared)
            return cleared;
    }
    return {};
}

Result<void> TwinRepair::clearOne(const Seen &seen)
{
    const QString &name = seen.document.name;
    if (seen.isSilent) {
        const auto removed = m_leader.run(Verb::RemoveDocument, deadline(), [&](StorageConnection &leader) {
            return leader.removeDocument(name, seen.document.revision);
        });
        // It is not silent at all.
        return removed || removed.error().code() == ErrorCode::Conflict ? Result<void>() : removed;
    }
    const auto standing = m_leader.run(Verb::Document, deadline(),
                                       [&](StorageConnection &leader) { return leader.document(name); });
    if (!standing)
        return std::unexpected(standing.error());
    if (!*standing)
        return {};
    TwinNote note = TwinNote::fromBytes((*standing)->bytes);
    // Something was missed since: the next round compares once more.
    if (note.marks != seen.note.marks)
        return {};
    note.dirty = {};
    const auto put = m_leader.run(Verb::PutDocument, deadline(), [&](StorageConnection &leader) {
        return leader.putDocument(name, note.bytes(), (*standing)->revision);
    });
    return put || put.error().code() == ErrorCode::Conflict ? Result<void>() : std::unexpected(put.error());
}

} // namespace Axess
