// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/twinconnection_p.h"

#include <algorithm>
#include <concepts>

using namespace Qt::StringLiterals;

// The verbs that the follower learns of. How it is told stands in twintelling.cpp, what is passed on as it is
// in twinpassing.cpp.

namespace Axess {

namespace {

/// What became of a batch, for the follower.
struct Change
{
    QList<SessionId> written; ///< To be read anew.
    QList<SessionId> ended; ///< Gone for good.
};

const SessionId &idOf(const NewRow &entry)
{
    return entry.row.id;
}

const SessionId &idOf(const RowUpdate &entry)
{
    return entry.row.id;
}

template<typename Entry>
    requires requires(const Entry &entry) {
        { entry.id } -> std::convertible_to<SessionId>;
    }
const SessionId &idOf(const Entry &entry)
{
    return entry.id;
}

const SessionId &idOf(const SessionId &id)
{
    return id;
}

template<typename Entries> QList<SessionId> idsOf(const Entries &entries)
{
    QList<SessionId> ids;
    ids.reserve(qsizetype(entries.size()));
    for (const auto &entry : entries)
        ids.append(idOf(entry));
    return ids;
}

// Whoever makes room for a session ends others, and which ones is the leader's choice.
template<typename Entries> bool mayDisplace(const Entries &entries)
{
    return std::ranges::any_of(
        entries, [](const auto &entry) { return entry.admission && entry.admission->limit > 0; });
}

template<typename Entries> BucketSet bucketsOf(const Entries &entries)
{
    return mayDisplace(entries) ? BucketSet().complement() : BucketSet::of(idsOf(entries));
}

// Of what was not stored nothing has changed; what is gone may have ended just now, in a late sign-in.
Change changeBy(const QList<SessionId> &ids, const QList<WriteOutcome> &outcomes)
{
    Change change;
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        const WriteStatus status = outcomes[i].status;
        if (status == WriteStatus::Stored || status == WriteStatus::Gone)
            change.written.append(ids.value(i));
        change.ended += outcomes[i].displaced;
    }
    return change;
}

// Of what was not stored nothing has changed.
Change changeBy(const QList<SessionId> &ids, const QList<WriteStatus> &statuses)
{
    Change change;
    for (qsizetype i = 0; i < statuses.size(); ++i) {
        if (statuses[i] == WriteStatus::Stored)
            change.written.append(ids.value(i));
    }
    return change;
}

template<typename Answer, typename Changed> Change changeOf(const Answer &answer, Changed changed)
{
    if constexpr (std::is_void_v<typename Answer::value_type>)
        return changed();
    else
        return changed(*answer);
}

} // namespace

TwinConnection::TwinConnection(std::unique_ptr<StorageConnection> leader, std::shared_ptr<Twin> twin)
    : m_leader(std::move(leader))
    , m_twin(std::move(twin))
{ }

TwinConnection::~TwinConnection() = default;

void TwinConnection::setDeadline(const Deadline &deadline)
{
    m_deadline = deadline;
    m_leader->setDeadline(deadline);
}

// `buckets` are those in which the leader may write; `changed` says what the follower has to learn of an
// answer.
template<typename Decide, typename Changed>
std::invoke_result_t<Decide> TwinConnection::write(const BucketSet &buckets, Decide decide, Changed changed)
{
    const auto turn = begin();
    if (!turn)
        return std::unexpected(turn.error());
    if (turn->mode() == TwinMode::Alone)
        return alone(buckets, decide, changed);
    if (const auto noted = m_twin->notes().beforeWrite(*m_leader, buckets, m_deadline); !noted)
        return std::unexpected(noted.error());
    auto answer = decide();
    if (!answer) {
        if (answer.error().outcome() == Outcome::Unknown)
            m_twin->notes().markLater(buckets);
        return answer;
    }
    // One that has come to lead meanwhile must not learn of what was written here late.
    if (const auto leads = acknowledged(buckets); !leads)
        return std::unexpected(leads.error());
    const Change change = changeOf(answer, changed);
    if (const auto learnt = told(change.written, change.ended, turn->mode()); !learnt)
        return std::unexpected(learnt.error());
    if (const auto acknowledged = this->acknowledged(buckets); !acknowledged)
        return std::unexpected(acknowledged.error());
    return answer;
}

// The mode first: who slept must not write to a store that leads no more.
Result<Twin::Turn> TwinConnection::begin()
{
    return m_twin->confirm(*m_leader, m_deadline)
        .transform_error([](const Error &error) { return error.withOutcome(Outcome::NotApplied); })
        .and_then([&] { return m_twin->begin(); });
}

// And afterwards: who slept in between may have written where nobody looks any more.
Result<void> TwinConnection::acknowledged(const BucketSet &buckets)
{
    const auto confirmed = m_twin->confirm(*m_leader, m_deadline);
    if (confirmed && m_twin->mayAcknowledge())
        return {};
    m_twin->notes().markLater(buckets);
    return std::unexpected(
        Error(ErrorCode::Unavailable,
              confirmed ? u"Another store came to lead meanwhile"_s : confirmed.error().message(),
              Outcome::Unknown));
}

// A migration may have begun meanwhile: then the follower is told by whoever compares the bucket. What has
// ended is buried, too: another may be about to tell the follower of it.
template<typename Decide, typename Changed>
std::invoke_result_t<Decide> TwinConnection::alone(const BucketSet &buckets, Decide decide, Changed changed)
{
    auto answer = decide();
    if (!answer) {
        if (answer.error().outcome() == Outcome::Unknown)
            m_twin->notes().markLater(buckets);
        return answer;
    }
    if (const auto acknowledged = this->acknowledged(buckets); !acknowledged)
        return std::unexpected(acknowledged.error());
    if (m_twin->mode() == TwinMode::Alone)
        return answer;
    if (const Ids ended = once(changeOf(answer, changed).ended); !ended.isEmpty()) {
        if (const auto buried = buryHere(ended); !buried) {
            m_twin->notes().markLater(buckets);
            return std::unexpected(Error(ErrorCode::Unavailable, buried.error().message(), Outcome::Unknown));
        }
        // As of whatever ends, the note stands for it when the follower is away.
        (void)m_twin->bury(ended, m_deadline);
    }
    if (const auto marked = m_twin->notes().markDirty(*m_leader, buckets, m_deadline); !marked)
        return std::unexpected(marked.error());
    return answer;
}

Result<QList<WriteOutcome>> TwinConnection::create(std::span<const NewRow> rows, const Horizon &horizon)
{
    const Ids ids = idsOf(rows);
    return write(
        bucketsOf(rows), [&] { return m_leader->create(rows, horizon); },
        [&](const QList<WriteOutcome> &outcomes) { return changeBy(ids, outcomes); });
}

// What became of a write is what the follower has to learn, too: its first answer may have been lost between
// the two stores.
Result<QList<SealedRow>> TwinConnection::settle(std::span<const LostWrite> writes, const Horizon &horizon)
{
    const Ids ids = idsOf(writes);
    return write(
        bucketsOf(writes),
        [&]() -> Result<QList<SealedRow>> {
            auto rows = m_leader->settle(writes, horizon);
            if (!rows || !mayDisplace(writes) || m_twin->mode() == TwinMode::Alone)
                return rows;
            // Settling a sign-in may end others for it, and does not say whom: who compares the stores finds
            // them.
            return m_twin->notes()
                .markDirty(*m_leader, BucketSet().complement(), m_deadline)
                .transform([&] { return std::move(*rows); })
                .transform_error([](const Error &error) { return error.withOutcome(Outcome::Unknown); });
        },
        [&](const QList<SealedRow> &) { return Change {ids, {}}; });
}

Result<QList<WriteOutcome>> TwinConnection::update(std::span<const RowUpdate> updates, const Horizon &horizon)
{
    const Ids ids = idsOf(updates);
    return write(
        bucketsOf(updates), [&] { return m_leader->update(updates, horizon); },
        [&](const QList<WriteOutcome> &outcomes) { return changeBy(ids, outcomes); });
}

Result<QList<WriteStatus>> TwinConnection::touch(std::span<const Touch> touches, const Horizon &horizon)
{
    const Ids ids = idsOf(touches);
    return write(
        BucketSet::of(ids), [&] { return m_leader->touch(touches, horizon); },
        [&](const QList<WriteStatus> &statuses) { return changeBy(ids, statuses); });
}

Result<QList<WriteStatus>> TwinConnection::reseal(std::span<const Reseal> reseals)
{
    const Ids ids = idsOf(reseals);
    return write(
        BucketSet::of(ids), [&] { return m_leader->reseal(reseals); },
        [&](const QList<WriteStatus> &statuses) { return changeBy(ids, statuses); });
}

Result<QList<WriteStatus>> TwinConnection::revoke(std::span<const Revocation> revocations,
                                                  const Horizon &horizon)
{
    const Ids ids = idsOf(revocations);
    return write(
        BucketSet::of(ids), [&] { return m_leader->revoke(revocations, horizon); },
        [&](const QList<WriteStatus> &statuses) { return changeBy(ids, statuses); });
}

Result<QList<WriteStatus>> TwinConnection::restore(std::span<const SessionId> ids, const QByteArray &mark,
                                                   const Horizon &horizon)
{
    const Ids all = idsOf(ids);
    return write(
        BucketSet::of(all), [&] { return m_leader->restore(ids, mark, horizon); },
        [&](const QList<WriteStatus> &statuses) { return changeBy(all, statuses); });
}

// Absent ones, too: a copy of the row may be on its way to the follower.
Result<QList<RemovedRow>> TwinConnection::remove(std::span<const Removal> removals)
{
    const Ids ids = idsOf(removals);
    return write(
        BucketSet::of(ids), [&] { return m_leader->remove(removals); },
        [&](const QList<RemovedRow> &) { return Change {{}, ids}; });
}

// Which rows it will be nobody knows before; what this misses is as dead there as here.
Result<QList<RemovedRow>> TwinConnection::removeExpired(const Horizon &horizon, int limit)
{
    return write(
        {}, [&] { return m_leader->removeExpired(horizon, limit); },
        [&](const QList<RemovedRow> &removed) { return Change {{}, idsOf(removed)}; });
}

Result<QList<InstallStatus>> TwinConnection::install(std::span<const SealedRow> rows)
{
    const Ids ids = idsOf(rows);
    return write(
        BucketSet::of(ids), [&] { return m_leader->install(rows); },
        [&](const QList<InstallStatus> &) { return Change {ids, {}}; });
}

Result<void> TwinConnection::bury(std::span<const SessionId> ids, qint64 until)
{
    const Ids all = idsOf(ids);
    return write(
        BucketSet::of(all), [&] { return m_leader->bury(ids, until); }, [&] { return Change {{}, all}; });
}

} // namespace Axess
