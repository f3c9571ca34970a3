// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "fakeconnection.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

template<typename Question> QList<SessionId> idsOf(std::span<const Question> questions)
{
    QList<SessionId> ids;
    for (const Question &question : questions) {
        if constexpr (requires { question.row; })
            ids.push_back(question.row.id);
        else if constexpr (requires { question.id; })
            ids.push_back(question.id);
        else
            ids.push_back(question);
    }
    return ids;
}

} // namespace

FakeConnection::FakeConnection(FakeStore &store, int number)
    : m_store(store)
    , m_number(number)
{
    const std::lock_guard lock(m_store.m_mutex);
    ++m_store.m_alive;
}

FakeConnection::~FakeConnection()
{
    const std::lock_guard lock(m_store.m_mutex);
    --m_store.m_alive;
}

bool FakeConnection::detachFromThread()
{
    if (m_store.refusesToLeave || m_thread != std::this_thread::get_id())
        return false;
    m_thread = {};
    return true;
}

bool FakeConnection::attachToThread()
{
    if (m_store.refusesToCome.contains(m_number) || m_thread != std::thread::id())
        return false;
    m_thread = std::this_thread::get_id();
    return true;
}

void FakeConnection::interrupt()
{
    {
        const std::lock_guard lock(m_store.m_mutex);
        m_isInterrupted = !m_store.isDeaf;
    }
    m_store.m_changed.notify_all();
}

std::optional<Error> FakeConnection::begin(Verb verb, const QList<SessionId> &ids, const Horizon &horizon)
{
    if (m_thread != std::this_thread::get_id())
        qFatal("A connection is used by a thread that does not have it");
    const FakeStore::Batch batch {verb, ids, horizon};
    ++m_roundTrips;
    {
        std::unique_lock lock(m_store.m_mutex);
        m_store.m_batches.push_back(batch);
        m_isInterrupted = false;
        ++m_store.m_atGate;
        m_store.m_changed.wait(lock, [this] { return m_store.m_isOpen || m_isInterrupted; });
        --m_store.m_atGate;
        m_isBroken = m_isInterrupted && m_store.breaksOnInterrupt;
        if (!m_store.m_isOpen)
            return Error(ErrorCode::Unavailable, u"The call was interrupted"_s, Outcome::Unknown);
    }
    return m_store.onBatch ? m_store.onBatch(batch, m_isBroken) : std::nullopt;
}

std::unexpected<Error> FakeConnection::unsupported()
{
    return std::unexpected(Error(ErrorCode::Unsupported, u"The fake store cannot do that"_s));
}

Result<QList<WriteOutcome>> FakeConnection::create(std::span<const NewRow> rows, const Horizon &horizon)
{
    if (const auto error = begin(Verb::Create, idsOf(rows), horizon))
        return std::unexpected(*error);
    const std::lock_guard lock(m_store.m_mutex);
    for (const NewRow &row : rows)
        m_store.m_rows.insert(row.row.id, row.row);
    return QList<WriteOutcome>(qsizetype(rows.size()));
}

Result<QList<SealedRow>> FakeConnection::load(std::span<const SessionId> ids)
{
    if (const auto error = begin(Verb::Load, idsOf(ids)))
        return std::unexpected(*error);
    const std::lock_guard lock(m_store.m_mutex);
    QList<SealedRow> rows;
    for (const SessionId &id : ids) {
        // In reverse, as a store may: answers to load stand in no order.
        if (const auto row = m_store.m_rows.constFind(id); row != m_store.m_rows.cend())
            rows.push_front(*row);
    }
    return rows;
}

Result<QList<WriteOutcome>> FakeConnection::update(std::span<const RowUpdate> updates, const Horizon &horizon)
{
    if (const auto error = begin(Verb::Update, idsOf(updates), horizon))
        return std::unexpected(*error);
    QList<WriteOutcome> outcomes;
    const std::lock_guard lock(m_store.m_mutex);
    for (const RowUpdate &update : updates) {
        const auto row = m_store.m_rows.find(update.row.id);
        if (row == m_store.m_rows.end()) {
            outcomes.push_back({WriteStatus::Gone, {}});
        } else if (row->revision != update.expectedRevision) {
            outcomes.push_back({WriteStatus::Conflict, {}});
        } else {
            *row = update.row;
            outcomes.push_back({WriteStatus::Stored, {}});
        }
    }
    return outcomes;
}

Result<QList<WriteStatus>> FakeConnection::touch(std::span<const Touch> touches, const Horizon &horizon)
{
    if (const auto error = begin(Verb::Touch, idsOf(touches), horizon))
        return std::unexpected(*error);
    QList<WriteStatus> statuses;
    const std::lock_guard lock(m_store.m_mutex);
    for (const Touch &touch : touches) {
        const auto row = m_store.m_rows.find(touch.id);
        statuses.push_back(row == m_store.m_rows.end() ? WriteStatus::Gone : WriteStatus::Stored);
        if (row != m_store.m_rows.end())
            row->idleDeadline = std::max(row->idleDeadline, touch.idleDeadline);
    }
    return statuses;
}

Result<QList<WriteStatus>> FakeConnection::reseal(std::span<const Reseal> reseals)
{
    if (const auto error = begin(Verb::Reseal, idsOf(reseals)))
        return std::unexpected(*error);
    return QList<WriteStatus>(qsizetype(reseals.size()), WriteStatus::Stored);
}

Result<QList<WriteStatus>> FakeConnection::revoke(std::span<const Revocation> revocations,
                                                  const Horizon &horizon)
{
    if (const auto error = begin(Verb::Revoke, idsOf(revocations), horizon))
        return std::unexpected(*error);
    return QList<WriteStatus>(qsizetype(revocations.size()), WriteStatus::Stored);
}

Result<QList<WriteStatus>> FakeConnection::restore(std::span<const SessionId> ids, const QByteArray &,
                                                   const Horizon &horizon)
{
    if (const auto error = begin(Verb::Restore, idsOf(ids), horizon))
        return std::unexpected(*error);
    return QList<WriteStatus>(qsizetype(ids.size()), WriteStatus::Stored);
}

Result<QList<RemovedRow>> FakeConnection::remove(std::span<const Removal> removals)
{
    if (const auto error = begin(Verb::Remove, idsOf(removals)))
        return std::unexpected(*error);
    const std::lock_guard lock(m_store.m_mutex);
    QList<RemovedRow> removed;
    for (const Removal &removal : removals) {
        if (m_store.m_rows.remove(removal.id))
            removed.push_front({.id = removal.id, .tenant = {}, .user = {}, .reason = removal.reason});
    }
    return removed;
}

Result<qint64> FakeConnection::ping()
{
    if (const auto error = begin(Verb::Ping, {}))
        return std::unexpected(*error);
    return 1;
}

} // namespace Axess
