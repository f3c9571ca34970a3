// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "movesteps_p.h"

#include "copyjob_p.h"
#include "copytarget_p.h"
#include "instancedocument_p.h"
#include "jobbook_p.h"
#include "storeaudit_p.h"
#include "session/storeopener_p.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <thread>

// Opening both stores, and what is known of the move. Its steps stand in movecomparing.cpp and
// movehandover.cpp.

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

constexpr auto leaseLength = 30s;
constexpr qint64 mostSkew = 10'000;
constexpr qint64 silence = 15'000; // An instance's document is renewed every 5 s.

std::unexpected<Error> denied(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Denied, sentence));
}

Result<qint64> offsetOf(StoreCore &core)
{
    const qint64 before = core.time().clock().now();
    return core.storage()
        .run(Verb::Ping, core.deadline(), [](StorageConnection &connection) { return connection.ping(); })
        .transform([&](qint64 store) { return store - (before + core.time().clock().now()) / 2; });
}

} // namespace

QByteArray MoveNotes::bytes() const
{
    const QJsonObject object {
        {u"source"_s, QString::fromLatin1(source.toHex())},
        {u"target"_s, QString::fromLatin1(target.toHex())},
        {u"comparedStep"_s, qint64(comparedStep)},
        {u"sourceEvents"_s, sourceEvents},
        {u"targetEvents"_s, targetEvents},
        {u"unreadable"_s, unreadable},
        {u"unreadableIds"_s, QJsonArray::fromStringList(unreadableIds)},
        {u"followerHistories"_s, QJsonArray::fromStringList(followerHistories)},
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

MoveNotes MoveNotes::from(const StoredDocument &document)
{
    const QJsonObject object = QJsonDocument::fromJson(document.bytes).object();
    MoveNotes notes;
    notes.source = QByteArray::fromHex(object.value(u"source"_s).toString().toLatin1());
    notes.target = QByteArray::fromHex(object.value(u"target"_s).toString().toLatin1());
    notes.comparedStep = quint64(object.value(u"comparedStep"_s).toInteger());
    notes.sourceEvents = object.value(u"sourceEvents"_s).toInteger();
    notes.targetEvents = object.value(u"targetEvents"_s).toInteger();
    notes.unreadable = object.value(u"unreadable"_s).toInteger();
    notes.unreadableIds = object.value(u"unreadableIds"_s).toVariant().toStringList();
    notes.followerHistories = object.value(u"followerHistories"_s).toVariant().toStringList();
    notes.revision = document.revision;
    return notes;
}

MoveSteps::MoveSteps(std::shared_ptr<SessionStore> source, const StoreCopyEnds &ends)
    : m_source(std::move(source))
    , m_ends(ends)
    , m_copy(std::make_unique<CopyTarget>(ends.target, ends.rootKey, ends.targetOptions))
    , m_lease(m_source->core(), DocumentName::MoveLease.toString(), leaseLength)
{ }

MoveSteps::~MoveSteps() = default;

std::chrono::milliseconds MoveSteps::callTime() const
{
    return std::max(m_source->core().options().callDeadline, StoreOptions().callDeadline);
}

Result<void> MoveSteps::look()
{
    const auto found = m_copy->look(m_source->core().ring().identity());
    if (!found)
        return std::unexpected(found.error());
    switch (*found) {
    case StoreCopyPlan::Target::Empty:
        return {};
    case StoreCopyPlan::Target::Begun:
        return m_copy->carryRootKey(m_source->core()).and_then([&] { return makeTarget(); });
    case StoreCopyPlan::Target::Complete:
        return m_copy->carryRootKey(m_source->core()).and_then([&] { return openTarget(); });
    }
    return {};
}

// It led once, so it has a control document.
Result<void> MoveSteps::openTarget()
{
    StoreOptions options = m_ends.targetOptions;
    options.standby.reset();
    const auto target = SessionStore::fromCore(
        StoreOpener(m_ends.target, m_ends.rootKey, options, StoreOpener::Purpose::Mover).open());
    if (!target)
        return std::unexpected(target.error());
    const auto state = (*target)->core().control().renew((*target)->core().deadline());
    if (!state)
        return std::unexpected(state.error());
    if ((*state)->move.source != m_source->core().ring().identity()
        || (*state)->move.target != (*target)->core().ring().identity())
        return denied(u"The target is a store already; the sessions move into an empty database, which must "
                      "not be initialised before"_s);
    m_target = *target;
    return {};
}

Result<void> MoveSteps::prepare()
{
    return checkRootKey().and_then([&] { return makeTarget(); });
}

// The target's ring opens under one root key: who has the other one would not find its keys there.
Result<void> MoveSteps::checkRootKey()
{
    StoreCore &source = m_source->core();
    if (source.ring().kind() != RingKind::Keyed)
        return {};
    const auto ring = source.ring().readNow(source.deadline());
    if (!ring)
        return std::unexpected(ring.error());
    return (*ring)->rootSlots().size() == 1
        ? Result<void>()
        : denied(u"The root key of the source is being changed; let `axessctl root-key change --finish` end "
                 "that"_s);
}

Result<void> MoveSteps::makeTarget()
{
    if (m_target)
        return {};
    if (m_source->core().ring().isMixedAllowed())
        return denied(u"The source is being converted; let that end, and take seal=mixed out of its URL"_s);
    const auto target = m_copy->prepare(m_source->core());
    if (!target)
        return std::unexpected(target.error());
    StoreCore &core = (*target)->core();
    core.follow(ControlCopy::Mode::Followed);
    core.control().setMoves(ControlCopy::Moves::Followed);
    m_target = *target;
    return checkClocks();
}

Result<void> MoveSteps::checkClocks()
{
    const auto source = offsetOf(m_source->core());
    const auto target = offsetOf(m_target->core());
    if (!source || !target)
        return std::unexpected(source ? target.error() : source.error());
    if (std::abs(*source - *target) < mostSkew)
        return {};
    return std::unexpected(Error(
        ErrorCode::ClockSkew,
        u"The clocks of the two servers differ by %1 s; sessions would end too early or too late in one of "
        "them"_s.arg(std::abs(*source - *target) / 1000)));
}

MoveSteps::Roles MoveSteps::rolesIn(const MoveState &move)
{
    StoreCore &source = m_source->core();
    StoreCore &target = m_target->core();
    return move.isLed(move.source) ? Roles {source, target} : Roles {target, source};
}

// Of what the two stores say the later holds. Marks that are taken out after comparing with another store, or
// a move that is ended for it, would be those of the one under way.
Result<MoveState> MoveSteps::move()
{
    const auto source = m_source->core().control().renew(m_source->core().deadline());
    if (!source)
        return std::unexpected(source.error());
    const MoveState &mine = (*source)->move;
    if (!m_target || mine.target != m_target->core().ring().identity())
        return mine.isUnderWay()
            ? denied(u"The sessions of this store move, or have moved, to another store than this target"_s)
            : Result<MoveState>(mine);
    const auto target = m_target->core().control().renew(m_target->core().deadline());
    if (!target)
        return std::unexpected(target.error());
    const MoveState &theirs = (*target)->move;
    if (theirs.step <= mine.step)
        return mine;
    // The target has ended this move, and its sessions go on to a third store.
    const bool isSame = theirs.source == mine.source && theirs.target == mine.target;
    return isSame ? Result<MoveState>(theirs) : std::unexpected(overtaken());
}

// What the target says of a move that is over may be later than what the source was told.
Result<StoreCore *> MoveSteps::leader()
{
    StoreCore &source = m_source->core();
    return move().and_then([&](const MoveState &move) -> Result<StoreCore *> {
        if (!m_target)
            return &source;
        const auto mine = source.control().renew(source.deadline());
        if (!mine)
            return std::unexpected(mine.error());
        const bool isOver = (*mine)->move.isUnderWay() && !move.isUnderWay();
        return isOver ? &m_target->core() : &rolesIn(move).leader;
    });
}

// Each of the two entries goes where the trail goes on: the other store takes over what stood before it led.
Result<void> MoveSteps::recorded(const Control &control, const QString &act,
                                 const std::function<Result<void>()> &perform)
{
    if (!control.audit)
        return perform();
    const QByteArray &target = m_target ? m_target->core().ring().identity() : QByteArray();
    const AuditAct what {act, u"to store "_s + QString::fromLatin1(target.toHex()), {}};
    const auto before = leader();
    if (!before)
        return std::unexpected(before.error());
    const auto intent = StoreAudit(**before, *control.audit).intend(what);
    if (!intent)
        return std::unexpected(intent.error());
    const auto done = perform();
    const auto after = leader();
    StoreAudit(after ? **after : **before, *control.audit)
        .conclude(*intent, what, done ? std::nullopt : std::optional(done.error()));
    return done;
}

Result<MoveNotes> MoveSteps::notes()
{
    return readDocument(m_source->core().storage(), DocumentName::Move.toString(),
                        m_source->core().deadline())
        .transform([](const std::optional<StoredDocument> &document) {
            return document ? MoveNotes::from(*document) : MoveNotes();
        });
}

Result<bool> MoveSteps::isSignUp()
{
    return notes().transform([](const MoveNotes &standing) { return standing.revision > 0; });
}

Result<void> MoveSteps::keep(MoveNotes notes)
{
    notes.source = m_source->core().ring().identity();
    notes.target = m_target->core().ring().identity();
    return putDocument(m_source->core().storage(), DocumentName::Move.toString(), notes.bytes(),
                       notes.revision, m_source->core().deadline())
        .transform([](quint64) {})
        .transform_error(
            [](const Error &error) { return error.code() == ErrorCode::Conflict ? overtaken() : error; });
}

Result<QStringList> MoveSteps::unendedJobs(StoreCore &leader)
{
    return JobBook(leader).list().transform([](const QList<JobInfo> &all) {
        QStringList names;
        for (const JobInfo &job : all) {
            if (job.error && !job.obstacle.isEmpty())
                names.append(u"%1, which cannot be read (`axessctl job cancel %1` forgets it)"_s.arg(job.id));
            else if (!job.hasEnded())
                names.append(u"%1 %2"_s.arg(job.request.kind, job.id));
        }
        return names;
    });
}

Result<LiveMigrationState> MoveSteps::state()
{
    static const MigrationPhase phases[]
        = {MigrationPhase::NotBegun,    MigrationPhase::SourceLeads, MigrationPhase::HandingOver,
           MigrationPhase::HandingOver, MigrationPhase::TargetLeads, MigrationPhase::HandingBack,
           MigrationPhase::HandingBack, MigrationPhase::Moved,       MigrationPhase::NotBegun};
    const auto move = this->move();
    if (!move)
        return std::unexpected(move.error());
    LiveMigrationState state;
    state.phase = phases[std::size_t(move->phase)];
    // The target says nothing of a move that is over.
    const auto source = m_source->core().control().renew(m_source->core().deadline());
    if (source && (*source)->move.isUnderWay() && !move->isUnderWay())
        state.phase = MigrationPhase::Moved;
    if (!m_target)
        return state;
    const bool isOver = state.phase == MigrationPhase::Moved;
    const Roles roles = isOver ? Roles {m_target->core(), m_source->core()} : rolesIn(*move);
    const auto notes = this->notes();
    const auto instances = instancesOf(roles.leader);
    const auto jobs = unendedJobs(roles.leader);
    auto comparing = repair(roles);
    const auto dirty = comparing.look();
    if (!notes || !instances)
        return std::unexpected(notes ? instances.error() : notes.error());
    if (!jobs || !dirty)
        return std::unexpected(jobs ? dirty.error() : jobs.error());
    state.isCompared = notes->comparedStep == move->step && move->isUnderWay();
    state.dirtyBuckets = dirty->count();
    state.jobs = *jobs;
    state.unreadable = notes->unreadable;
    state.unreadableIds = notes->unreadableIds;
    name(*instances, roles, state);
    return state;
}

void MoveSteps::name(const QList<InstanceInfo> &instances, const Roles &roles, LiveMigrationState &state)
{
    const QString leader = QString::fromLatin1(roles.leader.ring().identity().toHex());
    const QString follower = QString::fromLatin1(roles.follower.ring().identity().toHex());
    for (const InstanceInfo &instance : instances) {
        if (roles.leader.time().now() - instance.renewed > silence)
            continue;
        state.instances.append(u"%1@%2"_s.arg(instance.program, instance.host));
        // Whichever of the two it names as its own.
        const bool isPrepared = (instance.store == leader && instance.standby == follower)
            || (instance.store == follower && instance.standby == leader);
        if (!isPrepared)
            state.unprepared.append(state.instances.constLast());
    }
}

Result<void> MoveSteps::hold()
{
    const auto held = m_lease.hold();
    if (!held)
        return std::unexpected(held.error());
    return *held
        ? Result<void>()
        : denied(u"Another operator is at it; wait until that is done, or half a minute if it died"_s);
}

Result<bool> MoveSteps::wait(const Control &control, std::chrono::milliseconds time)
{
    if (control.wait)
        return control.wait(time);
    std::this_thread::sleep_for(time);
    return true;
}

} // namespace Axess
