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

// Of the instances, for a move only. Tombstones end by themselves.
Result<void> forgetNotes(StoreCore &core)
{
    QList<StoredDocument> gone;
    QByteArray cursor;
    do {
        const auto page
            = core.storage().run(Verb::Documents, core.deadline(), [&](StorageConnection &connection) {
                  return connection.documents(DocumentName::TwinPrefix.toString(), cursor, 200);
              });
        if (!page)
            return std::unexpected(page.error());
        gone += page->documents;
        cursor = page->next;
    } while (!cursor.isEmpty());
    for (const StoredDocument &document : std::as_const(gone)) {
        const auto removed
            = removeDocument(core.storage(), document.name, document.revision, core.deadline());
        if (!removed && removed.error().code() != ErrorCode::Conflict)
            return removed;
    }
    return {};
}

Result<void> takeDownSign(StoreCore &core)
{
    const QString name = DocumentName::Move.toString();
    const auto sign = readDocument(core.storage(), name, core.deadline());
    if (!sign || !*sign)
        return sign.transform([](const auto &) { });
    const auto removed = removeDocument(core.storage(), name, (*sign)->revision, core.deadline());
    return removed || removed.error().code() == ErrorCode::Conflict ? Result<void>() : removed;
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

// Held or strict it is only for the other one's sake.
Result<MoveState> standAlone(StoreCore &core, const MoveState &move)
{
    const MovePhase phase = settledPhase(move.phase);
    const auto leading = phase == move.phase ? move : changePhase(core.side(), move, phase, core.deadline());
    return leading && leading->isUnderWay()
        ? changePhase(core.side(), *leading, MovePhase::None, core.deadline())
        : leading;
}

Result<void> leaveOther(StoreCore &core, const MoveState &move, const LiveMigrationControl &control)
{
    if (const auto alone = standAlone(core, move); !alone)
        return std::unexpected(alone.error());
    const auto longest
        = core.options().controlLag + std::max(core.options().callDeadline, StoreOptions().callDeadline);
    if (!control.wait)
        std::this_thread::sleep_for(longest);
    else if (!control.wait(longest))
        return stopped();
    return forgetNotes(core).and_then([&] { return takeDownSign(core); });
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
    const MoveState over {move->step, MovePhase::Moved, move->source, move->target};
    const auto told = source.control().move(
        [&](ControlState &state) -> Result<void> {
            state.move = over;
            return {};
        },
        source.deadline());
    if (!told)
        return std::unexpected(told.error());
    if (!wait(control, lag() + callTime()).value_or(false))
        return stopped();
    // In the source the sign stays up: what is ended there without the root key would live on in the target.
    return forgetNotes(target).and_then([&] { return takeDownSign(target); }).and_then([&] {
        return forgetNotes(source);
    });
}

// One that never led has no control document, and opens for nobody. One that did opens for nobody either as
// long as it says that the sessions move: telling it is for people, and must not keep the source waiting.
void MoveSteps::giveUpTarget(const MoveState &alone)
{
    if (!m_target || m_target->core().ring().identity() != alone.target)
        return;
    StoreCore &target = m_target->core();
    const auto theirs = target.control().renew(target.deadline());
    if (!theirs || (*theirs)->serial == 0)
        return;
    (void)target.control().move(
        [&](ControlState &state) -> Result<void> {
            state.move = {alone.step, MovePhase::GivenUp, alone.source, alone.target};
            return {};
        },
        target.deadline());
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
    giveUpTarget(*alone);
    return forgetNotes(source).and_then([&] { return takeDownSign(source); });
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
    return audited(core, act, [&] { return leaveOther(core, move, control); });
}

} // namespace Axess
