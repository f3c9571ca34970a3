// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "movesteps_p.h"

#include "historywatch_p.h"

#include <algorithm>

// What the servers of a move say of themselves.

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

Result<QList<Fact>> factsOf(StoreCore &core)
{
    return core.storage().run(Verb::Inspect, core.deadline(),
                              [](StorageConnection &connection) { return connection.inspect(); });
}

std::optional<qint64> numberIn(const QList<Fact> &facts, const QString &name)
{
    const auto fact = std::ranges::find(facts, name, &Fact::name);
    bool isNumber = false;
    const qint64 number = fact == facts.cend() ? 0 : fact->value.toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

QString megabytes(qint64 bytes)
{
    return u"%1 MB"_s.arg(bytes / 1'000'000);
}

} // namespace

// Twice what the source takes: a log stands beside the database while it is filled. Who may not ask, or whose
// server does not say it, does without.
Result<MoveRoom> MoveSteps::room(MigrationPhase phase)
{
    const auto target = factsOf(m_target->core());
    const auto source = factsOf(m_source->core());
    const auto taken = source ? numberIn(*source, u"databaseBytes"_s) : std::nullopt;
    MoveRoom room;
    if (target)
        room.free = numberIn(*target, u"freeBytes"_s);
    if (taken)
        room.needed = 2 * *taken;
    const bool hasBegun = phase != MigrationPhase::NotBegun;
    if (hasBegun || !room.free || !room.needed || *room.free >= *room.needed)
        return room;
    return std::unexpected(
        Error(ErrorCode::Full,
              u"Where the target stands %1 are free, and the move needs about %2; make room, or name another "
              "place in --to"_s.arg(megabytes(*room.free), megabytes(*room.needed))));
}

// A server that was started anew, or another one that took over, may have lost what it had confirmed: the
// instances noted nothing of that.
Result<bool> MoveSteps::hasGoneBack(StoreCore &follower, const QStringList &known)
{
    return serverHistories(follower).transform([&](const QStringList &histories) {
        return std::ranges::any_of(histories,
                                   [&](const QString &history) { return !known.contains(history); });
    });
}

Result<void> MoveSteps::checkHistory(StoreCore &follower)
{
    const auto notes = this->notes();
    const auto wentBack
        = notes ? hasGoneBack(follower, notes->followerHistories) : std::unexpected(notes.error());
    if (!wentBack)
        return std::unexpected(wentBack.error());
    return *wentBack ? std::unexpected(Error(ErrorCode::Unavailable,
                                             u"The other store's server was started anew meanwhile; the same "
                                             "command compares everything once more"_s))
                     : Result<void>();
}

} // namespace Axess
