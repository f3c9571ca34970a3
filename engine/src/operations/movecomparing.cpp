// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "movesteps_p.h"

#include "historywatch_p.h"
#include "storeaudit_p.h"

#include <QtCore/qset.h>

#include <algorithm>

// What the follower of a move is told by whoever makes it.

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

constexpr int rowsAtOnce = 500;
constexpr int mostRounds = 20;
constexpr qsizetype mostNamed = 50;

Error stopped()
{
    return Error(ErrorCode::Unavailable, u"Stopped; the same command goes on"_s);
}

void add(TwinReport &report, const TwinReport &found)
{
    report.compared += found.compared;
    report.installed += found.installed;
    report.buried += found.buried;
    report.withdrawn += found.withdrawn;
    report.apart += found.apart;
    report.unreadable.add(found.unreadable);
}

QStringList namesOf(const UnreadableRows &rows)
{
    QStringList names;
    for (const SessionId &id : rows.ids.first(std::min(rows.ids.size(), mostNamed)))
        names.append(id.text());
    return names;
}

LiveMigrationReport reportOf(const TwinReport &found)
{
    LiveMigrationReport report;
    report.compared = found.compared;
    report.brought = found.installed + found.withdrawn + found.apart;
    report.ended = found.buried;
    report.unreadable = found.unreadable.count;
    report.unreadableIds = namesOf(found.unreadable);
    return report;
}

Result<qint64> endOfHistory(StoreCore &core, qint64 position)
{
    for (;;) {
        const auto events
            = core.storage().run(Verb::Events, core.deadline(), [&](StorageConnection &connection) {
                  return connection.events(position, rowsAtOnce);
              });
        if (!events)
            return std::unexpected(events.error());
        if (events->isEmpty())
            return position;
        position = events->constLast().position;
    }
}

} // namespace

TwinRepair MoveSteps::repair(const Roles &roles) const
{
    TwinRepair::Settings settings;
    settings.notes = DocumentName::TwinPrefix.toString();
    settings.clock = roles.leader.options().clock;
    settings.callTime = callTime();
    settings.rows = rowsAtOnce;
    return TwinRepair(roles.leader.storage(), roles.follower.storage(), settings);
}

// Both stores are asked each time whether what the roles were taken from still holds: of one who slept while
// another store came to lead a live session must not be taken for an ended one.
std::function<bool()> MoveSteps::goOn(const Control &control, const MoveState &seen)
{
    return [this, control, seen] {
        const auto now = move();
        return now && *now == seen && hold() && wait(control, 0ms).value_or(false);
    };
}

// For documents: what has been read in the follower before is written by its revision, so what a new leader
// wrote there since is Conflict.
CopySteps::MayWrite MoveSteps::mayWrite(const Control &control, const MoveState &seen)
{
    return
        [mayGoOn = goOn(control, seen)] { return mayGoOn() ? Result<void>() : std::unexpected(stopped()); };
}

Result<LiveMigrationReport> MoveSteps::catchUp(const Control &control, bool isAll)
{
    const auto move = this->move();
    if (!move)
        return std::unexpected(move.error());
    const Roles roles = rolesIn(*move);
    TwinReport report;
    const auto notes = this->notes();
    if (!notes)
        return std::unexpected(notes.error());
    // Who has not learnt of the step by then answers nothing any more, and what was under way has ended. Also
    // when it was waited for before: whoever waited may have been stopped meanwhile.
    const bool isNew = notes->comparedStep != move->step;
    if (isNew && !wait(control, lag() + callTime()).value_or(false))
        return std::unexpected(stopped());
    const auto wentBack = hasGoneBack(roles.follower, notes->followerHistories);
    if (!wentBack)
        return std::unexpected(wentBack.error());
    // It forgot lines of the trail as it forgot sessions.
    if (*wentBack)
        m_auditTaken = {};
    if (isAll || isNew || *wentBack) {
        const auto compared = compareAll(roles, *move, control, report);
        if (!compared)
            return std::unexpected(compared.error());
    }
    // Most of the trail now: what is left is brought over while writes are held.
    return copyAuditLines(roles, mayWrite(control, *move))
        .and_then([&] { return compareNoted(roles, *move, control, report); })
        .transform([&] { return reportOf(report); });
}

Result<void> MoveSteps::compareAll(const Roles &roles, const MoveState &move, const Control &control,
                                   TwinReport &report)
{
    auto comparing = repair(roles);
    if (const auto looked = comparing.look(); !looked)
        return std::unexpected(looked.error());
    // Before: what goes back while it is compared has gone back since.
    const auto histories = serverHistories(roles.follower);
    if (!histories)
        return std::unexpected(histories.error());
    if (const auto told = takeRing(roles).and_then([&](quint64) { return copyUsers(roles, control); }); !told)
        return told;
    qint64 pages = 0;
    const auto mayGoOn = goOn(control, move);
    const auto found = comparing.compare(BucketSet().complement(), [&] {
        if (control.progress)
            control.progress(++pages * rowsAtOnce);
        return mayGoOn();
    });
    if (!found)
        return std::unexpected(found.error());
    add(report, *found);
    if (const auto copied = copyEvents(roles, mayWrite(control, move)); !copied)
        return copied;
    auto notes = this->notes();
    if (!notes)
        return std::unexpected(notes.error());
    notes->comparedStep = move.step;
    notes->followerHistories = *histories;
    notes->unreadable = found->unreadable.count;
    notes->unreadableIds = namesOf(found->unreadable);
    return keep(*notes);
}

Result<void> MoveSteps::compareNoted(const Roles &roles, const MoveState &move, const Control &control,
                                     TwinReport &report)
{
    auto comparing = repair(roles);
    for (int round = 0; round < mostRounds; ++round) {
        const auto dirty = comparing.look();
        if (!dirty)
            return std::unexpected(dirty.error());
        if (dirty->isEmpty())
            return {};
        const auto found = comparing.compare(*dirty, goOn(control, move));
        if (!found)
            return std::unexpected(found.error());
        add(report, *found);
    }
    return std::unexpected(
        Error(ErrorCode::Unavailable,
              u"The two stores do not come together: one of them fails again and again. Try again when both "
              "answer"_s));
}

Result<quint64> MoveSteps::takeRing(const Roles &roles)
{
    RingKeeper &mine = roles.follower.ring();
    if (mine.kind() != RingKind::Keyed)
        return 0;
    const auto theirs = roles.leader.ring().readNow(roles.leader.deadline());
    auto rootKey = m_ends.rootKey.read();
    if (!theirs || !rootKey)
        return std::unexpected(theirs ? rootKey.error() : theirs.error());
    return mine
        .change(
            [&](const KeyRing &standing) -> Result<KeyRing> {
                const auto copied = (*theirs)->copiedFor(mine.identity(), *rootKey, roles.follower.random());
                if (!copied)
                    return std::unexpected(copied.error());
                return standing.includes(*copied) ? Result<KeyRing>(standing) : standing.mergedWith(*copied);
            },
            roles.follower.deadline())
        .transform([&](const RingKeeper::Ring &) { return (*theirs)->revision(); });
}

Result<void> MoveSteps::copyUsers(const Roles &roles, const Control &control)
{
    JobStep step;
    CopySteps steps(roles.leader, roles.follower, step);
    CopyPlace place;
    place.go(CopyPhase::Users);
    while (place.phase == CopyPhase::Users) {
        if (const auto held = hold(); !held)
            return held;
        if (!wait(control, 0ms).value_or(false))
            return std::unexpected(stopped());
        if (const auto copied = steps.users(place, rowsAtOnce); !copied)
            return copied;
    }
    return {};
}

Result<void> MoveSteps::copyValues(const Roles &roles, const CopySteps::MayWrite &mayWrite)
{
    JobStep step;
    CopySteps steps(roles.leader, roles.follower, step, mayWrite);
    CopyPlace place;
    place.go(CopyPhase::Values);
    while (place.phase == CopyPhase::Values) {
        if (const auto copied = steps.values(place, rowsAtOnce); !copied)
            return copied;
    }
    while (place.phase == CopyPhase::StaleValues) {
        if (const auto removed = steps.staleValues(place, rowsAtOnce); !removed)
            return removed;
    }
    return {};
}

// Each history goes on from where both said the same.
Result<void> MoveSteps::copyEvents(const Roles &roles, const CopySteps::MayWrite &mayWrite)
{
    auto notes = this->notes();
    if (!notes)
        return std::unexpected(notes.error());
    const bool fromSource = isSource(roles.leader);
    qint64 &theirs = fromSource ? notes->sourceEvents : notes->targetEvents;
    qint64 &ours = fromSource ? notes->targetEvents : notes->sourceEvents;
    JobStep step;
    CopySteps steps(roles.leader, roles.follower, step, mayWrite);
    CopyPlace place;
    place.go(CopyPhase::Events);
    place.sourcePosition = theirs;
    place.targetPosition = ours;
    while (place.phase == CopyPhase::Events) {
        if (const auto copied = steps.events(place, rowsAtOnce); !copied)
            return copied;
    }
    const auto end = endOfHistory(roles.follower, place.targetPosition);
    if (!end)
        return std::unexpected(end.error());
    theirs = place.sourcePosition;
    ours = *end;
    return keep(*notes);
}

// What both have stays where it is. An entry counts once, so who comes late does no harm. While writes are
// held only what has come since is read.
Result<void> MoveSteps::copyAuditLines(const Roles &roles, const CopySteps::MayWrite &mayWrite)
{
    const QByteArray &leader = roles.leader.ring().identity();
    AuditTaken taken = m_auditTaken.leader == leader ? m_auditTaken : AuditTaken {leader};
    const auto theirs = AuditLog::read(roles.leader, taken.theirs);
    const auto ours = AuditLog::read(roles.follower, taken.ours);
    if (!theirs || !ours)
        return std::unexpected(theirs ? ours.error() : theirs.error());
    taken.ours = ours->last;
    const QSet<QByteArray> known(ours->lines.begin(), ours->lines.end());
    QList<QByteArray> missing;
    std::ranges::copy_if(theirs->lines, std::back_inserter(missing),
                         [&](const QByteArray &line) { return !known.contains(line); });
    for (std::span<const QByteArray> rest(missing); !rest.empty();) {
        const auto batch = rest.first(std::min<std::size_t>(rest.size(), StorageConnection::MaximumBatch));
        const auto appended = mayWrite().and_then([&] {
            return roles.follower.storage().run(
                Verb::AppendLog, roles.follower.deadline(), [&](StorageConnection &connection) {
                    return connection.append(StoreAudit::Log.toString(), batch);
                });
        });
        if (!appended)
            return std::unexpected(appended.error());
        taken.ours = *appended;
        rest = rest.subspan(batch.size());
    }
    taken.theirs = theirs->last;
    m_auditTaken = taken;
    return {};
}

Result<void> MoveSteps::copyAudit(const Roles &roles, const CopySteps::MayWrite &mayWrite)
{
    const auto head = AuditHead::read(roles.leader);
    if (!head || head->line.code.isEmpty())
        return head.transform([](const AuditHead &) { });
    // Only its revision: for a head that is missing the whole trail would be read.
    const auto standing = readDocument(roles.follower.storage(), DocumentName::AuditHead.toString(),
                                       roles.follower.deadline());
    if (!standing)
        return std::unexpected(standing.error());
    const auto copied = copyAuditLines(roles, mayWrite).and_then([&] { return mayWrite(); });
    if (!copied)
        return copied;
    // Whoever records next finds the entry behind the beginning, and appends it if it is missing.
    const AuditHead next {head->line, 0, 0};
    return putDocument(roles.follower.storage(), DocumentName::AuditHead.toString(), next.bytes(),
                       *standing ? (*standing)->revision : 0, roles.follower.deadline())
        .transform([](quint64) { });
}

} // namespace Axess
