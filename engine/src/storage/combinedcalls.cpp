// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/combinedcalls_p.h"

#include <algorithm>

namespace Axess {

namespace {

// Gives each question the answer that names its id; answers to load and remove come without order, absent
// ones not at all.
template<typename Answer, typename Question, typename IdOfQuestion>
QList<std::optional<Answer>> inOrderOf(std::span<const Question> questions, QList<Answer> answers,
                                       IdOfQuestion idOf)
{
    QList<std::optional<Answer>> ordered;
    ordered.reserve(qsizetype(questions.size()));
    if (questions.size() == 1 && answers.size() == 1 && answers.front().id == idOf(questions.front())) {
        ordered.push_back(std::move(answers.front()));
        return ordered;
    }
    QHash<SessionId, Answer> byId;
    byId.reserve(answers.size());
    for (Answer &answer : answers)
        byId.insert(answer.id, std::move(answer));
    for (const Question &question : questions) {
        const auto found = byId.constFind(idOf(question));
        ordered.push_back(found == byId.cend() ? std::nullopt : std::optional(*found));
    }
    return ordered;
}

Epoch laterEpoch(const Epoch &left, const Epoch &right)
{
    return left.value >= right.value ? left : right;
}

} // namespace

void TouchCall::merge(Question &into, const Question &other)
{
    into.idleDeadline = std::max(into.idleDeadline, other.idleDeadline);
    into.lastSeen = std::max(into.lastSeen, other.lastSeen);
    into.sweepAt = std::max(into.sweepAt, other.sweepAt);
}

LoadCall::Answers LoadCall::ask(StorageConnection &connection, Questions questions, const Horizon &)
{
    return connection.load(questions).transform(
        [&](QList<SealedRow> rows) { return inOrderOf<SealedRow>(questions, std::move(rows), id); });
}

RemoveCall::Answers RemoveCall::ask(StorageConnection &connection, Questions questions, const Horizon &)
{
    return connection.remove(questions).transform(
        [&](QList<RemovedRow> rows) { return inOrderOf<RemovedRow>(questions, std::move(rows), id); });
}

Horizon laterHorizon(const Horizon &left, const Horizon &right)
{
    Horizon later {std::max(left.now, right.now), laterEpoch(left.store, right.store), left.tenants};
    if (left.tenants == right.tenants)
        return later;
    for (auto tenant = right.tenants.cbegin(); tenant != right.tenants.cend(); ++tenant)
        later.tenants[tenant.key()] = laterEpoch(later.tenants.value(tenant.key()), tenant.value());
    return later;
}

} // namespace Axess
