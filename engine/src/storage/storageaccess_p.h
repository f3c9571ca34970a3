// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/callcombiner_p.h"
#include "storage/storebell_p.h"

#include <type_traits>

namespace Axess {

/// One store as the layers above use it: pool, deadlines, batches, repetition of what is safe to repeat, and
/// metering.
///
/// Every call blocks its thread until its deadline at most and runs in that thread. Unavailable tells by its
/// outcome whether a write may have happened. Thread-safe; has neither clock nor keys.
class AXESS_TEST_EXPORT StorageAccess
{
public:
    struct Settings
    {
        AccessMode accessMode = AccessMode::ReadWrite;
        ConnectionPool::Settings pool;
        std::size_t longestQueue
            = 10'000; ///< Calls of one verb that wait for a connection; one more is Full.
    };

    explicit StorageAccess(std::shared_ptr<ConnectionFactory> factory);
    StorageAccess(std::shared_ptr<ConnectionFactory> factory, const Settings &settings);
    ~StorageAccess();
    Q_DISABLE_COPY_MOVE(StorageAccess)

    // --- one row each: combined into batches when callers outnumber connections
    // ------------------------------------

    /// As StorageConnection::create. One with an admission is never combined. A create is never repeated once
    /// bytes may have left: Unavailable with an unknown outcome is for the caller to resolve by its write id.
    Result<WriteOutcome> create(const NewRow &row, const Horizon &horizon, const Deadline &deadline);
    /// The row, dead or live; nothing if there is none.
    Result<std::optional<SealedRow>> load(const SessionId &id, const Deadline &deadline);
    Result<WriteOutcome> update(const RowUpdate &update, const Horizon &horizon, const Deadline &deadline);
    /// The same of several that come together, each of another session and without an admission; in their
    /// order.
    std::vector<Result<WriteOutcome>> update(std::span<const RowUpdate> updates, const Horizon &horizon,
                                             const Deadline &deadline);
    Result<WriteStatus> touch(const Touch &touch, const Horizon &horizon, const Deadline &deadline);
    Result<WriteStatus> reseal(const Reseal &reseal, const Deadline &deadline);
    Result<WriteStatus> revoke(const Revocation &revocation, const Horizon &horizon,
                               const Deadline &deadline);
    /// What there was; nothing if there was no row.
    Result<std::optional<RemovedRow>> remove(const Removal &removal, const Deadline &deadline);

    // --- any number of rows, cut into batches
    // ----------------------------------------------------------------------- The first batch that fails ends
    // the call; what earlier ones did stays done (Outcome::Unknown says so).

    /// The rows that exist, each once, in any order. Counted as Verb::LoadBatch.
    Result<QList<SealedRow>> load(std::span<const SessionId> ids, const Deadline &deadline);
    /// The same without payloads, counted as such loads, too.
    Result<QList<SealedRow>> describe(std::span<const SessionId> ids, const Deadline &deadline);
    /// As StorageConnection::settle; counted as loads.
    Result<QList<SealedRow>> settle(std::span<const LostWrite> writes, const Horizon &horizon,
                                    const Deadline &deadline);
    /// In the order of the revocations, which name an id once.
    Result<QList<WriteStatus>> revoke(std::span<const Revocation> revocations, const Horizon &horizon,
                                      const Deadline &deadline);
    Result<QList<WriteStatus>> restore(std::span<const SessionId> ids, const QByteArray &mark,
                                       const Horizon &horizon, const Deadline &deadline);
    /// What there was, in any order.
    Result<QList<RemovedRow>> remove(std::span<const Removal> removals, const Deadline &deadline);

    // --- every other verb
    // --------------------------------------------------------------------------------------------

    /// Lends a connection to `call`, a function of `StorageConnection &` that returns a Result.
    ///
    /// The verb decides about writing and is what metrics count. A read is tried once more over another
    /// connection if its own broke; a write only if it was certainly not applied. Denied for a write on a
    /// read-only store.
    template<typename Call>
    std::invoke_result_t<Call &, StorageConnection &> run(Verb verb, const Deadline &deadline, Call call);

    /// A connection beside the pool, for who waits long: attached to the calling thread, and its own to keep.
    Result<std::unique_ptr<StorageConnection>> connectApart(const Deadline &deadline)
    {
        return m_factory->connect(deadline);
    }
    bool hasBell() const { return m_factory->hasBell(); }

    /// Ends all running calls soon, with Unavailable.
    void interruptAll() { m_pool.interruptAll(); }

    AccessMode accessMode() const { return m_settings.accessMode; }
    ConnectionPool::Statistics poolStatistics() const { return m_pool.statistics(); }
    /// Calls about one row each that wait for a connection now.
    std::size_t waitingCalls() const;
    Metrics &metrics() { return m_metrics; }

private:
    template<typename Combiner>
    Result<typename Combiner::Answer> combine(Combiner &combiner, Verb verb,
                                              const typename Combiner::Question &question,
                                              const Horizon &horizon, const Deadline &deadline);
    template<typename Answer, typename Question, typename Call>
    Result<QList<Answer>> inBatches(Verb verb, std::span<const Question> questions, const Deadline &deadline,
                                    Call call);
    template<typename Question> void ringFor(Verb verb, const Question &question);
    std::optional<Error> refusal(Verb verb) const;
    Result<WriteOutcome> counted(Result<WriteOutcome> outcome);
    void countEnded(EndReason reason, qsizetype sessions);
    void meter(Verb verb, std::chrono::steady_clock::time_point begun, Metrics::Ending ending);

    const Settings m_settings;
    const std::shared_ptr<ConnectionFactory> m_factory;
    Metrics m_metrics;
    ConnectionPool m_pool;
    StoreBell m_bell;
    CallCombiner<CreateCall> m_creates;
    CallCombiner<LoadCall> m_loads;
    CallCombiner<UpdateCall> m_updates;
    CallCombiner<TouchCall> m_touches;
    CallCombiner<ResealCall> m_reseals;
    CallCombiner<RevokeCall> m_revocations;
    CallCombiner<RemoveCall> m_removals;
};

template<typename Call>
std::invoke_result_t<Call &, StorageConnection &> StorageAccess::run(Verb verb, const Deadline &deadline,
                                                                     Call call)
{
    using Answer = std::invoke_result_t<Call &, StorageConnection &>;
    if (const auto refused = refusal(verb))
        return std::unexpected(*refused);
    const auto begun = SystemClock().monotonic();
    const ConnectionUse use = isWrite(verb) ? ConnectionUse::Write : ConnectionUse::Read;
    const auto attempt = [&](bool &mayRepeat) -> Answer {
        auto lent = m_pool.lend(use, deadline);
        if (!lent)
            return std::unexpected(lent.error());
        Answer answer = call(**lent);
        mayRepeat = !answer && lent->wasCut() && CombinerErrors::isRepeatable(answer.error(), verb);
        return answer;
    };

    bool mayRepeat = false;
    Answer answer = attempt(mayRepeat);
    if (mayRepeat && !deadline.hasPassed()) {
        m_metrics.addRetry(verb);
        answer = attempt(mayRepeat);
    }
    meter(verb, begun, answer ? Metrics::Ending::Answered : Metrics::Ending::Failed);
    if (answer && StoreBell::isRungFor(verb))
        m_bell.wanted();
    return answer;
}

} // namespace Axess
