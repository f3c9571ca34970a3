// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/callqueue_p.h"

#include <axess/metrics.h>
#include <axess/storageconnection.h>

namespace Axess {

// The verbs that the combiner makes batches of, as data: question, answer, and how a batch is asked.

/// Calls whose answers stand in the order of the questions.
template<typename QuestionType, typename AnswerType> struct OrderedCall
{
    using Question = QuestionType;
    using Answer = AnswerType;
    using Answers = Result<QList<Answer>>;
    using Questions = std::span<const Question>;

    static constexpr CallQueue::SameId SameId = CallQueue::SameId::WaitsForNext;
    static void merge(Question &, const Question &) { }
};

// What a row takes in a batch beside its payload: its columns, at most.
inline constexpr qsizetype RowOverhead = 1'500;

struct AXESS_TEST_EXPORT CreateCall : OrderedCall<NewRow, WriteOutcome>
{
    static constexpr Verb Is = Verb::Create;
    static const SessionId &id(const Question &question) { return question.row.id; }
    static qsizetype bytes(const Question &question) { return question.row.payload.size() + RowOverhead; }
    static Answers ask(StorageConnection &connection, Questions questions, const Horizon &horizon)
    {
        return connection.create(questions, horizon);
    }
    static bool isConflict(const Answer &) { return false; }
};

struct AXESS_TEST_EXPORT UpdateCall : OrderedCall<RowUpdate, WriteOutcome>
{
    static constexpr Verb Is = Verb::Update;
    static const SessionId &id(const Question &question) { return question.row.id; }
    static qsizetype bytes(const Question &question) { return question.row.payload.size() + RowOverhead; }
    static Answers ask(StorageConnection &connection, Questions questions, const Horizon &horizon)
    {
        return connection.update(questions, horizon);
    }
    static bool isConflict(const Answer &answer) { return answer.status == WriteStatus::Conflict; }
};

struct AXESS_TEST_EXPORT TouchCall : OrderedCall<Touch, WriteStatus>
{
    static constexpr Verb Is = Verb::Touch;
    // Touches only move forward: the furthest of several does what all of them would have done.
    static constexpr CallQueue::SameId SameId = CallQueue::SameId::RidesAlong;
    static const SessionId &id(const Question &question) { return question.id; }
    static qsizetype bytes(const Question &) { return qsizetype(sizeof(Touch)); }
    static void merge(Question &into, const Question &other);
    static Answers ask(StorageConnection &connection, Questions questions, const Horizon &horizon)
    {
        return connection.touch(questions, horizon);
    }
    static bool isConflict(const Answer &) { return false; }
};

struct AXESS_TEST_EXPORT ResealCall : OrderedCall<Reseal, WriteStatus>
{
    static constexpr Verb Is = Verb::Reseal;
    static const SessionId &id(const Question &question) { return question.id; }
    static qsizetype bytes(const Question &question) { return question.payload.size() + RowOverhead; }
    static Answers ask(StorageConnection &connection, Questions questions, const Horizon &)
    {
        return connection.reseal(questions);
    }
    static bool isConflict(const Answer &answer) { return answer == WriteStatus::Conflict; }
};

struct AXESS_TEST_EXPORT RevokeCall : OrderedCall<Revocation, WriteStatus>
{
    static constexpr Verb Is = Verb::Revoke;
    static const SessionId &id(const Question &question) { return question.id; }
    static qsizetype bytes(const Question &) { return RowOverhead; }
    static Answers ask(StorageConnection &connection, Questions questions, const Horizon &horizon)
    {
        return connection.revoke(questions, horizon);
    }
    static bool isConflict(const Answer &) { return false; }
};

struct AXESS_TEST_EXPORT LoadCall : OrderedCall<SessionId, std::optional<SealedRow>>
{
    static constexpr Verb Is = Verb::Load;
    // All of them were asked before the batch is sent, so one reading answers all.
    static constexpr CallQueue::SameId SameId = CallQueue::SameId::RidesAlong;
    static const SessionId &id(const Question &question) { return question; }
    static qsizetype bytes(const Question &) { return SessionId::Size; }
    static Answers ask(StorageConnection &connection, Questions questions, const Horizon &);
    static bool isConflict(const Answer &) { return false; }
};

struct AXESS_TEST_EXPORT RemoveCall : OrderedCall<Removal, std::optional<RemovedRow>>
{
    static constexpr Verb Is = Verb::Remove;
    static const SessionId &id(const Question &question) { return question.id; }
    static qsizetype bytes(const Question &) { return RowOverhead; }
    static Answers ask(StorageConnection &connection, Questions questions, const Horizon &);
    static bool isConflict(const Answer &) { return false; }
};

/// What is dead in either's eyes: the horizon of a batch of calls that were made at nearly the same time.
AXESS_TEST_EXPORT Horizon laterHorizon(const Horizon &left, const Horizon &right);

} // namespace Axess
