// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/combinedcalls_p.h"
#include "storage/connectionpool_p.h"

#include <algorithm>
#include <ranges>
#include <thread>
#include <unordered_map>

namespace Axess {

// The sentences of CallCombiner, once for all its instances.
namespace CombinerErrors {
AXESS_TEST_EXPORT Error queueIsFull();
AXESS_TEST_EXPORT Error timeUpWaiting();
AXESS_TEST_EXPORT Error timeUpTaken(Verb verb);
AXESS_TEST_EXPORT Error wrongAnswerCount();
AXESS_TEST_EXPORT Error notReached();
/// Whether a batch that was refused with this may have only one guilty row.
AXESS_TEST_EXPORT bool isWorthRepeatingByRow(const Error &error);
/// Whether a cut connection may be answered by trying once more over another.
AXESS_TEST_EXPORT bool isRepeatable(const Error &error, Verb verb);
} // namespace CombinerErrors

/// Whether callers come in numbers, judged by the last batches. Thread-safe.
class Crowd
{
public:
    bool isThere() const { return m_patience.load(std::memory_order_relaxed) > 0; }
    void note(std::size_t rows)
    {
        const int patience = m_patience.load(std::memory_order_relaxed);
        m_patience.store(rows > 1 ? Longest : std::max(0, patience - 1), std::memory_order_relaxed);
    }

private:
    static constexpr int Longest = 16; ///< Batches of one, until the next goes without waiting for others.
    std::atomic<int> m_patience {0};
};

/// Makes single calls of one verb into batches when callers outnumber connections.
///
/// With a free connection a call goes alone, at once, in the caller's thread, unless callers crowd before the
/// one writer of a store. Otherwise the thread that gets
/// the next connection takes along what waits (CallQueue) and answers its owners after the commit.
/// Thread-safe.
template<typename Call> class CallCombiner
{
public:
    using Question = Call::Question;
    using Answer = Call::Answer;

    CallCombiner(ConnectionPool &pool, Metrics &metrics, std::size_t longestQueue)
        : m_pool(pool)
        , m_metrics(metrics)
        , m_queue(longestQueue)
    { }

    Result<Answer> submit(const Question &question, const Horizon &horizon, const Deadline &deadline)
    {
        // A call that comes late would only have the watchdog throw its connection away.
        if (m_queue.size() == 0 && !m_crowd.isThere() && !deadline.hasPassed()) {
            if (auto lent = m_pool.tryLend(Use, deadline))
                return std::move(run(std::move(*lent), {&question, 1}, horizon, deadline).front());
        }
        const auto pending = std::make_shared<Pending>(question, horizon, deadline);
        switch (m_queue.enter(pending)) {
        case CallQueue::Entrance::Full:
            return std::unexpected(CombinerErrors::queueIsFull());
        case CallQueue::Entrance::Lead:
            return lead(pending);
        case CallQueue::Entrance::Follow:
            break;
        }
        switch (m_queue.wait(*pending)) {
        case CallQueue::Awaited::Lead:
            return lead(pending);
        case CallQueue::Awaited::TimeUpWaiting:
            return std::unexpected(CombinerErrors::timeUpWaiting());
        case CallQueue::Awaited::TimeUpTaken:
            return std::unexpected(CombinerErrors::timeUpTaken(Call::Is));
        case CallQueue::Awaited::Answer:
            break;
        }
        return std::move(*pending->answer);
    }

    /// Calls that come together, each about another session: batches of their own, as a leader's. In their
    /// order.
    std::vector<Result<Answer>> submit(std::span<const Question> questions, const Horizon &horizon,
                                       const Deadline &deadline)
    {
        Answers answers;
        answers.reserve(questions.size());
        while (!questions.empty()) {
            const Questions batch = questions.first(batchSize(questions));
            questions = questions.subspan(batch.size());
            auto lent = m_pool.lend(Use, deadline);
            Answers given = lent ? run(std::move(*lent), batch, horizon, deadline)
                                 : Answers(batch.size(), std::unexpected(lent.error()));
            std::ranges::move(given, std::back_inserter(answers));
        }
        return answers;
    }

    /// Calls that wait for a connection now.
    std::size_t waiting() const { return m_queue.size(); }

private:
    using Questions = std::span<const Question>;
    using Answers = std::vector<Result<Answer>>;

    struct Pending final : QueuedCall
    {
        Pending(const Question &asked, const Horizon &seen, const Deadline &deadline)
            : QueuedCall(Call::id(asked), Call::bytes(asked), deadline)
            , question(asked)
            , horizon(seen)
        { }

        const Question question;
        const Horizon horizon;
        std::optional<Result<Answer>> answer;
    };

    struct IdHash
    {
        std::size_t operator()(const SessionId &id) const { return qHash(id); }
    };

    // Several calls of one batch share a question where the same session may ride along.
    struct Batch
    {
        std::vector<Question> questions;
        std::vector<std::pair<CallQueue::Call, std::size_t>> owners; ///< And the place of their question.
        Horizon horizon;
    };

    // At least one, whatever its size.
    static std::size_t batchSize(Questions questions)
    {
        std::size_t rows = 0;
        qsizetype bytes = 0;
        while (rows < std::min(questions.size(), CallQueue::MaximumRows)) {
            bytes += Call::bytes(questions[rows]);
            if (rows > 0 && bytes > CallQueue::MaximumBytes)
                break;
            ++rows;
        }
        return rows;
    }

    Result<Answer> lead(const std::shared_ptr<Pending> &leader)
    {
        if (m_crowd.isThere())
            letOthersCome();
        auto lent = m_pool.lend(Use, leader->deadline());
        if (!lent) {
            m_queue.leave(*leader);
            return std::unexpected(lent.error());
        }
        const Batch batch = batchOf(m_queue.takeBatch(leader, Call::SameId));
        if (isWrite(Call::Is) && m_pool.hasOneWriter())
            m_crowd.note(batch.owners.size());
        Answers answers = run(std::move(*lent), batch.questions, batch.horizon, leader->deadline());
        for (const auto &[owner, place] : batch.owners | std::views::drop(1)) {
            auto &pending = static_cast<Pending &>(*owner);
            CallQueue::answer(pending, [&] { pending.answer = answers[place]; });
        }
        return std::move(answers.front());
    }

    // Where one writes at a time, a thread that finds the store free writes alone, again and again, as long
    // as the scheduler lets it run, and each call pays for a transaction. So it lets those run first who are
    // ready to, as long as each time some of them join.
    void letOthersCome() const
    {
        std::size_t before = 0;
        do {
            before = m_queue.size();
            std::this_thread::yield();
        } while (m_queue.size() > before && m_queue.size() < CallQueue::MaximumRows);
    }

    static Batch batchOf(std::vector<CallQueue::Call> calls)
    {
        Batch batch;
        batch.horizon = static_cast<const Pending &>(*calls.front()).horizon;
        std::unordered_map<SessionId, std::size_t, IdHash> places;
        for (CallQueue::Call &call : calls) {
            const auto &pending = static_cast<const Pending &>(*call);
            const auto place = places.try_emplace(pending.id(), batch.questions.size()).first->second;
            if (place == batch.questions.size())
                batch.questions.push_back(pending.question);
            else
                Call::merge(batch.questions[place], pending.question);
            batch.horizon = laterHorizon(batch.horizon, pending.horizon);
            batch.owners.emplace_back(std::move(call), place);
        }
        return batch;
    }

    // Gives the connection back before it returns, so that the next batch runs while this one's owners are
    // woken.
    Answers run(LentConnection lent, Questions questions, const Horizon &horizon, const Deadline &deadline)
    {
        Answers answers = ask(*lent, questions, horizon, deadline);
        // All of them: of a batch that went row by row, some may be stored.
        const bool again = lent.wasCut() && !deadline.hasPassed()
            && std::ranges::all_of(answers, [](const Result<Answer> &answer) {
                               return !answer && CombinerErrors::isRepeatable(answer.error(), Call::Is);
                           });
        lent.giveBack();
        if (!again)
            return answers;
        auto another = m_pool.lend(Use, deadline);
        if (!another)
            return answers;
        m_metrics.addRetry(Call::Is);
        return ask(**another, questions, horizon, deadline);
    }

    Answers ask(StorageConnection &connection, Questions questions, const Horizon &horizon,
                const Deadline &deadline)
    {
        m_metrics.addBatch(Call::Is, qsizetype(questions.size()));
        auto asked = Call::ask(connection, questions, horizon);
        if (asked && asked->size() != qsizetype(questions.size()))
            asked = std::unexpected(CombinerErrors::wrongAnswerCount());
        if (asked)
            return sorted(std::move(*asked));
        // What ended the connection, such as a server that only reads now, is the answer to all.
        const bool isOver = connection.isBroken();
        if (questions.size() > 1 && !isOver && CombinerErrors::isWorthRepeatingByRow(asked.error()))
            return askOneByOne(connection, questions, horizon, deadline);
        return Answers(questions.size(), std::unexpected(asked.error()));
    }

    // The batch was refused and rolled back as a whole: only the guilty row fails.
    Answers askOneByOne(StorageConnection &connection, Questions questions, const Horizon &horizon,
                        const Deadline &deadline)
    {
        Answers answers;
        answers.reserve(questions.size());
        for (const Question &question : questions) {
            if (connection.isBroken() || deadline.hasPassed())
                answers.push_back(std::unexpected(CombinerErrors::notReached()));
            else
                answers.push_back(std::move(ask(connection, {&question, 1}, horizon, deadline).front()));
        }
        return answers;
    }

    Answers sorted(QList<Answer> asked)
    {
        Answers answers;
        answers.reserve(std::size_t(asked.size()));
        for (Answer &answer : asked) {
            if (Call::isConflict(answer))
                m_metrics.addConflict(Call::Is);
            answers.emplace_back(std::move(answer));
        }
        return answers;
    }

    static inline const ConnectionUse Use = isWrite(Call::Is) ? ConnectionUse::Write : ConnectionUse::Read;

    ConnectionPool &m_pool;
    Metrics &m_metrics;
    CallQueue m_queue;
    Crowd m_crowd;
};

} // namespace Axess
