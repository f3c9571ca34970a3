// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/callqueue_p.h"

#include <QtCore/qset.h>

#include <algorithm>

namespace Axess {

namespace {

// Calls about the same few sessions may make a batch skip many; it does not look through the whole queue for
// others.
constexpr std::size_t MaximumSkipped = 256;

} // namespace

QueuedCall::QueuedCall(const SessionId &id, qsizetype bytes, const Deadline &deadline)
    : m_id(id)
    , m_bytes(bytes)
    , m_deadline(deadline)
{ }

QueuedCall::~QueuedCall() = default;

CallQueue::Entrance CallQueue::enter(const Call &call)
{
    const std::lock_guard lock(m_mutex);
    if (m_waiting.size() >= m_longest)
        return Entrance::Full;
    m_waiting.push_back(call);
    m_size.store(m_waiting.size(), std::memory_order_relaxed);
    if (m_hasLeader)
        return Entrance::Follow;
    m_hasLeader = true;
    const std::lock_guard callLock(call->m_mutex);
    call->m_state = QueuedCall::State::Leading;
    return Entrance::Lead;
}

CallQueue::Awaited CallQueue::wait(QueuedCall &call)
{
    using State = QueuedCall::State;
    {
        std::unique_lock lock(call.m_mutex);
        call.m_woken.wait_until(lock, call.m_deadline.at(), [&] {
            return call.m_state == State::Answered || call.m_state == State::Leading;
        });
        if (call.m_state == State::Answered)
            return Awaited::Answer;
        if (call.m_state == State::Leading)
            return Awaited::Lead;
    }
    const std::lock_guard lock(m_mutex);
    const std::lock_guard callLock(call.m_mutex);
    switch (call.m_state) {
    case State::Answered:
        return Awaited::Answer;
    case State::Leading:
        return Awaited::Lead;
    case State::Taken:
        return Awaited::TimeUpTaken;
    case State::Waiting:
        break;
    }
    erase(call);
    return Awaited::TimeUpWaiting;
}

std::vector<CallQueue::Call> CallQueue::takeBatch(const Call &leader, SameId sameId)
{
    const std::lock_guard lock(m_mutex);
    std::vector<Call> batch {leader};
    erase(*leader);
    const bool leadsOthers = leader->deadline().remaining() >= ShortestLead;
    QSet<SessionId> ids {leader->id()};
    qsizetype bytes = leader->bytes();
    std::vector<Call> skipped;
    while (leadsOthers && !m_waiting.empty() && skipped.size() < MaximumSkipped) {
        const Call &next = m_waiting.front();
        const bool isNew = !ids.contains(next->id());
        if (isNew && (ids.size() >= qsizetype(MaximumRows) || bytes + next->bytes() > MaximumBytes))
            break;
        if (isNew || sameId == SameId::RidesAlong) {
            bytes += isNew ? next->bytes() : 0;
            ids.insert(next->id());
            take(next);
            batch.push_back(next);
        } else {
            skipped.push_back(next);
        }
        m_waiting.pop_front();
    }
    m_waiting.insert(m_waiting.begin(), skipped.begin(), skipped.end());
    promoteNext();
    return batch;
}

void CallQueue::leave(QueuedCall &leader)
{
    const std::lock_guard lock(m_mutex);
    erase(leader);
    promoteNext();
}

void CallQueue::take(const Call &call)
{
    const std::lock_guard lock(call->m_mutex);
    call->m_state = QueuedCall::State::Taken;
}

void CallQueue::erase(const QueuedCall &call)
{
    const auto place = std::ranges::find(m_waiting, &call, &Call::get);
    if (place != m_waiting.end())
        m_waiting.erase(place);
    m_size.store(m_waiting.size(), std::memory_order_relaxed);
}

void CallQueue::promoteNext()
{
    m_size.store(m_waiting.size(), std::memory_order_relaxed);
    m_hasLeader = !m_waiting.empty();
    if (!m_hasLeader)
        return;
    QueuedCall &next = *m_waiting.front();
    {
        const std::lock_guard lock(next.m_mutex);
        next.m_state = QueuedCall::State::Leading;
    }
    next.m_woken.notify_one();
}

} // namespace Axess
