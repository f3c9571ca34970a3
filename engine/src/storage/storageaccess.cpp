// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/storageaccess_p.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Axess {

StorageAccess::StorageAccess(std::shared_ptr<ConnectionFactory> factory)
    : StorageAccess(std::move(factory), Settings {})
{ }

StorageAccess::StorageAccess(std::shared_ptr<ConnectionFactory> factory, const Settings &settings)
    : m_settings(settings)
    , m_factory(std::move(factory))
    , m_pool(m_factory, settings.pool)
    , m_bell(m_pool, m_factory->hasBell())
    , m_creates(m_pool, m_metrics, settings.longestQueue)
    , m_loads(m_pool, m_metrics, settings.longestQueue)
    , m_updates(m_pool, m_metrics, settings.longestQueue)
    , m_touches(m_pool, m_metrics, settings.longestQueue)
    , m_reseals(m_pool, m_metrics, settings.longestQueue)
    , m_revocations(m_pool, m_metrics, settings.longestQueue)
    , m_removals(m_pool, m_metrics, settings.longestQueue)
{ }

StorageAccess::~StorageAccess() = default;

Result<WriteOutcome> StorageAccess::create(const NewRow &row, const Horizon &horizon,
                                           const Deadline &deadline)
{
    if (!row.admission)
        return combine(m_creates, Verb::Create, row, horizon, deadline);
    return counted(run(Verb::Create, deadline, [&](StorageConnection &connection) -> Result<WriteOutcome> {
        return connection.create({&row, 1}, horizon).transform([](const auto &answers) {
            return answers.front();
        });
    }));
}

Result<std::optional<SealedRow>> StorageAccess::load(const SessionId &id, const Deadline &deadline)
{
    return combine(m_loads, Verb::Load, id, Horizon {}, deadline);
}

Result<WriteOutcome> StorageAccess::update(const RowUpdate &update, const Horizon &horizon,
                                           const Deadline &deadline)
{
    if (!update.admission)
        return combine(m_updates, Verb::Update, update, horizon, deadline);
    auto outcome
        = counted(run(Verb::Update, deadline, [&](StorageConnection &connection) -> Result<WriteOutcome> {
              return connection.update({&update, 1}, horizon).transform([](const auto &answers) {
                  return answers.front();
              });
          }));
    if (outcome)
        ringFor(Verb::Update, update);
    if (outcome && outcome->status == WriteStatus::Conflict)
        m_metrics.addConflict(Verb::Update);
    return outcome;
}

std::vector<Result<WriteOutcome>> StorageAccess::update(std::span<const RowUpdate> updates,
                                                        const Horizon &horizon, const Deadline &deadline)
{
    if (const auto refused = refusal(Verb::Update))
        return std::vector<Result<WriteOutcome>>(updates.size(), std::unexpected(*refused));
    const auto begun = SystemClock().monotonic();
    auto outcomes = m_updates.submit(updates, horizon, deadline);
    for (std::size_t i = 0; i < updates.size(); ++i) {
        meter(Verb::Update, begun, outcomes[i] ? Metrics::Ending::Answered : Metrics::Ending::Failed);
        if (outcomes[i])
            ringFor(Verb::Update, updates[i]);
    }
    return outcomes;
}

Result<WriteStatus> StorageAccess::touch(const Touch &touch, const Horizon &horizon, const Deadline &deadline)
{
    return combine(m_touches, Verb::Touch, touch, horizon, deadline);
}

Result<WriteStatus> StorageAccess::reseal(const Reseal &reseal, const Deadline &deadline)
{
    return combine(m_reseals, Verb::Reseal, reseal, Horizon {}, deadline);
}

Result<WriteStatus> StorageAccess::revoke(const Revocation &revocation, const Horizon &horizon,
                                          const Deadline &deadline)
{
    auto status = combine(m_revocations, Verb::Revoke, revocation, horizon, deadline);
    if (status == WriteStatus::Stored)
        m_metrics.add(Counter::EndedRevoked);
    return status;
}

Result<std::optional<RemovedRow>> StorageAccess::remove(const Removal &removal, const Deadline &deadline)
{
    auto removed = combine(m_removals, Verb::Remove, removal, Horizon {}, deadline);
    if (removed && *removed)
        countEnded(removal.reason, 1);
    return removed;
}

Result<QList<SealedRow>> StorageAccess::load(std::span<const SessionId> ids, const Deadline &deadline)
{
    return inBatches<SealedRow>(
        Verb::LoadBatch, ids, deadline,
        [](StorageConnection &connection, auto batch) { return connection.load(batch); });
}

Result<QList<SealedRow>> StorageAccess::describe(std::span<const SessionId> ids, const Deadline &deadline)
{
    return inBatches<SealedRow>(
        Verb::LoadBatch, ids, deadline,
        [](StorageConnection &connection, auto batch) { return connection.describe(batch); });
}

Result<QList<SealedRow>> StorageAccess::settle(std::span<const LostWrite> writes, const Horizon &horizon,
                                               const Deadline &deadline)
{
    return inBatches<SealedRow>(Verb::Load, writes, deadline, [&](StorageConnection &connection, auto batch) {
        return connection.settle(batch, horizon);
    });
}

Result<QList<WriteStatus>> StorageAccess::revoke(std::span<const Revocation> revocations,
                                                 const Horizon &horizon, const Deadline &deadline)
{
    return inBatches<WriteStatus>(
        Verb::Revoke, revocations, deadline, [&](StorageConnection &connection, auto batch) {
            auto statuses = connection.revoke(batch, horizon);
            if (statuses)
                countEnded(EndReason::Revoked, std::ranges::count(*statuses, WriteStatus::Stored));
            return statuses;
        });
}

Result<QList<WriteStatus>> StorageAccess::restore(std::span<const SessionId> ids, const QByteArray &mark,
                                                  const Horizon &horizon, const Deadline &deadline)
{
    return inBatches<WriteStatus>(
        Verb::Restore, ids, deadline,
        [&](StorageConnection &connection, auto batch) { return connection.restore(batch, mark, horizon); });
}

Result<QList<RemovedRow>> StorageAccess::remove(std::span<const Removal> removals, const Deadline &deadline)
{
    return inBatches<RemovedRow>(Verb::Remove, removals, deadline,
                                 [&](StorageConnection &connection, auto batch) {
                                     auto removed = connection.remove(batch);
                                     // A batch gives one reason for all that it ends.
                                     if (removed)
                                         countEnded(batch.front().reason, removed->size());
                                     return removed;
                                 });
}

Result<WriteOutcome> StorageAccess::counted(Result<WriteOutcome> outcome)
{
    if (outcome)
        countEnded(EndReason::Displaced, outcome->displaced.size());
    return outcome;
}

void StorageAccess::countEnded(EndReason reason, qsizetype sessions)
{
    if (const auto counter = endedCounter(reason))
        m_metrics.add(*counter, quint64(sessions));
}

std::size_t StorageAccess::waitingCalls() const
{
    return m_creates.waiting() + m_loads.waiting() + m_updates.waiting() + m_touches.waiting()
        + m_reseals.waiting() + m_revocations.waiting() + m_removals.waiting();
}

template<typename Combiner>
Result<typename Combiner::Answer> StorageAccess::combine(Combiner &combiner, Verb verb,
                                                         const typename Combiner::Question &question,
                                                         const Horizon &horizon, const Deadline &deadline)
{
    if (const auto refused = refusal(verb))
        return std::unexpected(*refused);
    const auto begun = SystemClock().monotonic();
    auto answer = combiner.submit(question, horizon, deadline);
    meter(verb, begun, answer ? Metrics::Ending::Answered : Metrics::Ending::Failed);
    if (answer)
        ringFor(verb, question);
    return answer;
}

// A plain save writes no event.
template<typename Question> void StorageAccess::ringFor(Verb verb, const Question &question)
{
    bool hasEvent = StoreBell::isRungFor(verb);
    if constexpr (std::is_same_v<Question, RowUpdate>)
        hasEvent = question.event.has_value();
    if (hasEvent)
        m_bell.wanted();
}

template<typename Answer, typename Question, typename Call>
Result<QList<Answer>> StorageAccess::inBatches(Verb verb, std::span<const Question> questions,
                                               const Deadline &deadline, Call call)
{
    QList<Answer> all;
    all.reserve(qsizetype(questions.size()));
    bool hasWritten = false;
    while (!questions.empty()) {
        const auto batch
            = questions.first(std::min<std::size_t>(questions.size(), StorageConnection::MaximumBatch));
        auto answers = run(verb, deadline, [&](StorageConnection &connection) {
            m_metrics.addBatch(verb, qsizetype(batch.size()));
            return call(connection, batch);
        });
        if (!answers)
            return std::unexpected(hasWritten ? answers.error().withOutcome(Outcome::Unknown)
                                              : answers.error());
        all.append(std::move(*answers));
        hasWritten = isWrite(verb);
        questions = questions.subspan(batch.size());
    }
    return all;
}

std::optional<Error> StorageAccess::refusal(Verb verb) const
{
    if (m_settings.accessMode == AccessMode::ReadWrite || !isWrite(verb))
        return std::nullopt;
    return Error(ErrorCode::Denied, u"The store was opened for reading only"_s);
}

void StorageAccess::meter(Verb verb, std::chrono::steady_clock::time_point begun, Metrics::Ending ending)
{
    m_metrics.addCall(verb, SystemClock().monotonic() - begun, ending);
}

} // namespace Axess
