// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "movesteps_p.h"

#include "session/storeidentity_p.h"
#include "session/storeopener_p.h"
#include "storeaudit_p.h"

// One of the two stores stands by itself again; also when the other one is gone for good.

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

constexpr auto leaseLength = 30s;

std::unexpected<Error> stopped()
{
    return std::unexpected(Error(ErrorCode::Unavailable, u"Stopped; the same command goes on"_s));
}

std::unexpected<Error> denied(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Denied, sentence));
}

/// What a move leaves in a store: the notes of its instances, and the sign.
struct Leftovers
{
    QList<StoredDocument> notes; ///< For a move only. Tombstones end by themselves.
    std::optional<StoredDocument> sign;
};

Result<Leftovers> leftoversIn(StoreCore &core)
{
    Leftovers found;
    QByteArray cursor;
    do {
        const auto page
            = core.storage().run(Verb::Documents, core.deadline(), [&](StorageConnection &connection) {
                  return connection.documents(DocumentName::TwinPrefix.toString(), cursor, 200);
              });
        if (!page)
            return std::unexpected(page.error());
        found.notes += page->documents;
        cursor = page->next;
    } while (!cursor.isEmpty());
    return readDocument(core.storage(), DocumentName::Move.toString(), core.deadline())
        .transform([&](const std::optional<StoredDocument> &sign) {
            found.sign = sign;
            return found;
        });
}

// What was written since is another move's.
Result<void> remove(StoreCore &core, const StoredDocument &document)
{
    const auto removed = removeDocument(core.storage(), document.name, document.revision, core.deadline());
    return removed || removed.error().code() == ErrorCode::Conflict ? Result<void>() : removed;
}

Result<void> removeAll(StoreCore &core, const QList<StoredDocument> &documents)
{
    for (const StoredDocument &document : documents) {
        if (const auto removed = remove(core, document); !removed)
            return removed;
    }
    return {};
}

// Who slept since may find a later move: its maker puts up the sign, and then says so in this document.
Result<void> stillSays(StoreCore &core, const MoveState &written)
{
    const auto standing = core.control().renew(core.deadline());
    if (!standing)
        return std::unexpected(standing.error());
    return (*standing)->move == written ? Result<void>() : std::unexpected(overtaken());
}

bool isThere(const StoreUrl &url, const RootKey &rootKey, const StoreOptions &options,
             const QByteArray &identity)
{
    // Looking for it must not make it.
    const StoreUrl as = url.backend() == u"sqlite" ? url.withOption(u"create"_s, u"no"_s) : url;
    const auto core = StoreOpener(as, rootKey, options, StoreOpener::Purpose::Mover).connect();
    if (!core)
        return false;
    const auto stored
        = readDocument((*core)->storage(), DocumentName::Identity.toString(), (*core)->deadline());
    if (!stored || !*stored)
        return false;
    const auto found = StoreIdentity::fromBytes((*stored)->bytes);
    return found && found->id == identity;
}

// The store that leads no more is told, unless a later step has reached it meanwhile.
Result<void> tellOver(StoreCore &core, const MoveState &over)
{
    return core.control()
        .move(
            [&](ControlState &state) -> Result<void> {
                if (state.move.step > over.step)
                    return std::unexpected(overtaken());
                state.move = over;
                return {};
            },
            core.deadline())
        .transform([](const ControlCopy::State &) {});
}

// Held or strict it is only for the other one's sake.
Result<MoveState> standAlone(StoreCore &core, const MoveState &move)
{
    const MovePhase phase = settledPhase(move.phase);
    const auto leading = phase == move.phase ? move : changePhase(core.side(), move, phase, core.deadline());
    return leading && leading->isUnderWay()
        ? changePhase(core.side(), *leading, MovePhase::None, core.deadline())
        : leading;
}

Result<void> leaveOther(StoreCore &core, Lease &lease, const MoveState &move,
                        const LiveMigrationControl &control)
{
    const auto alone = standAlone(core, move);
    if (!alone)
        return std::unexpected(alone.error());
    const auto longest
        = core.options().controlLag + std::max(core.options().callDeadline, StoreOptions().callDeadline);
    if (!control.wait)
        std::this_thread::sleep_for(longest);
    else if (!control.wait(longest))
        return stopped();
    const auto left = leftoversIn(core);
    const auto again = left ? lease.hold() : std::unexpected(left.error());
    if (!again || !*again)
        return again ? denied(u"Another operator is at it"_s) : std::unexpected(again.error());
    return stillSays(core, *alone).and_then([&] { return removeAll(core, left->notes); }).and_then([&] {
        return left->sign ? remove(core, *left->sign) : Result<void>();
    });
}

} // namespace

Result<void> MoveSteps::finish(const Control &control)
{
    StoreCore &source = m_source->core();
    StoreCore &target = m_target->core();
    auto move = this->move();
    if (move && move->phase == MovePhase::TargetLeads)
        move = changePhase(target.side(), *move, MovePhase::None, target.deadline());
    if (!move)
        return std::unexpected(move.error());
    const MoveState alone {move->step, MovePhase::None, move->source, move->target};
    const MoveState over {move->step, MovePhase::Moved, move->source, move->target};
    if (const auto told = tellOver(source, over); !told)
        return told;
    if (!wait(control, lag() + callTime()).value_or(false))
        return stopped();
    const auto left = leftoversIn(target);
    const auto inSource = leftoversIn(source);
    if (!left || !inSource)
        return std::unexpected(left ? inSource.error() : left.error());
    const auto stands = hold().and_then([&] { return stillSays(target, alone); }).and_then([&] {
        return stillSays(source, over);
    });
    if (!stands)
        return stands;
    // In the source the sign stays up: what is ended there without the root key would live on in the target.
    return removeAll(target, left->notes)
        .and_then([&] { return left->sign ? remove(target, *left->sign) : Result<void>(); })
        .and_then([&] { return removeAll(source, inSource->notes); });
}

// One that never led has no control document, and opens for nobody. One that did opens for nobody either as
// long as it says that the sessions move: telling it is for people, and must not keep the source waiting.
Result<void> MoveSteps::giveUpTarget(const MoveState &alone)
{
    if (!m_target || m_target->core().ring().identity() != alone.target)
        return {};
    StoreCore &target = m_target->core();
    const auto theirs = target.control().renew(target.deadline());
    if (!theirs || (*theirs)->serial == 0)
        return {};
    const auto told = tellOver(target, {alone.step, MovePhase::GivenUp, alone.source, alone.target});
    return told || told.error().code() != ErrorCode::Conflict ? Result<void>() : told;
}

Result<void> MoveSteps::cancel(const Control &control)
{
    StoreCore &source = m_source->core();
    const auto move = this->move();
    if (!move)
        return std::unexpected(move.error());
    const auto alone
        = move->isUnderWay() ? changePhase(source.side(), *move, MovePhase::None, source.deadline()) : move;
    if (!alone)
        return std::unexpected(alone.error());
    if (!wait(control, lag() + callTime()).value_or(false))
        return stopped();
    const auto left = leftoversIn(source);
    if (!left)
        return std::unexpected(left.error());
    return hold()
        .and_then([&] { return stillSays(source, *alone); })
        .and_then([&] { return giveUpTarget(*alone); })
        .and_then([&] { return removeAll(source, left->notes); })
        .and_then([&] { return left->sign ? remove(source, *left->sign) : Result<void>(); });
}

// A store leads if its own document says so: whoever hands over says it in the document of the one that led.
Result<void> abandonOther(StoreCore &core, const StoreCopyEnds &ends, const LiveMigrationControl &control)
{
    const auto state = core.control().renew(core.deadline());
    if (!state)
        return std::unexpected(state.error());
    const MoveState move = (*state)->move;
    const QByteArray identity = core.ring().identity();
    const auto sign = readDocument(core.storage(), DocumentName::Move.toString(), core.deadline());
    if (!sign)
        return std::unexpected(sign.error());
    // It is left over where this was stopped before.
    if (!move.isUnderWay() && !*sign)
        return std::unexpected(Error(ErrorCode::Conflict, u"No move is under way in this store"_s));
    if (!move.isLed(identity))
        return std::unexpected(
            Error(ErrorCode::Conflict,
                  u"The other store led: what it acknowledged last, nobody else knows. Bring it back"_s));
    const bool isSource = identity == move.source;
    if (isThere(isSource ? ends.target : ends.source, ends.rootKey,
                isSource ? ends.targetOptions : ends.sourceOptions, move.other(identity)))
        return denied(isSource ? u"The target is there; `axessctl migrate cancel` ends the move"_s
                               : u"The source is there; `axessctl migrate finish` ends the move"_s);
    Lease lease(core, DocumentName::MoveLease.toString(), leaseLength);
    if (const auto held = lease.hold(); !held || !*held)
        return held ? denied(u"Another operator is at it"_s) : std::unexpected(held.error());
    if (control.audit)
        core.setAuditTrail(std::make_shared<StoreAudit>(core, *control.audit));
    const AuditAct act {isSource ? u"move-abandon-target"_s : u"move-abandon-source"_s,
                        u"store "_s + QString::fromLatin1(move.other(identity).toHex()),
                        {}};
    return audited(core, act, [&] { return leaveOther(core, lease, move, control); });
}

} // namespace Axess
