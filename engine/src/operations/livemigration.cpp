// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/livemigration.h>

#include "movesteps_p.h"
#include "session/storeopener_p.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

std::unexpected<Error> notNow(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Conflict, sentence));
}

// What to do next, for whoever asks for a step that does not come next.
std::unexpected<Error> notIn(MigrationPhase phase)
{
    switch (phase) {
    case MigrationPhase::NotBegun:
        return notNow(u"No move is under way; `axessctl migrate run --live` begins one"_s);
    case MigrationPhase::SourceLeads:
        return notNow(u"The source leads; `axessctl migrate cut-over` has the target lead, `migrate cancel` "
                      "ends the move"_s);
    case MigrationPhase::HandingOver:
        return notNow(u"The sessions are being handed over; `axessctl migrate cut-over` goes on with it, "
                      "`migrate roll-back` undoes it"_s);
    case MigrationPhase::TargetLeads:
        return notNow(u"The target leads; `axessctl migrate roll-back` has the source lead again, `migrate "
                      "finish` ends the move"_s);
    case MigrationPhase::HandingBack:
        return notNow(u"The sessions are being handed back; `axessctl migrate roll-back` goes on with it, "
                      "`migrate cut-over` undoes it"_s);
    case MigrationPhase::Moved:
        return notNow(u"The sessions have moved; the target stands by itself"_s);
    }
    return notNow(u"The move is in a phase that nobody knows"_s);
}

/// One call after the other, and nobody waits for the lease of one that has ended.
class Turn
{
public:
    explicit Turn(MoveSteps &steps)
        : m_steps(steps)
        , m_lock(steps.mutex())
    { }
    ~Turn() { m_steps.release(); }
    Q_DISABLE_COPY_MOVE(Turn)

private:
    MoveSteps &m_steps;
    const std::scoped_lock<std::mutex> m_lock;
};

Result<std::shared_ptr<SessionStore>> openAlone(const StoreUrl &url, const RootKey &rootKey,
                                                StoreOptions options)
{
    options.standby.reset();
    // Looking for it must not make it.
    const StoreUrl as = url.backend() == u"sqlite" ? url.withOption(u"create"_s, u"no"_s) : url;
    return SessionStore::fromCore(StoreOpener(as, rootKey, options, StoreOpener::Purpose::Mover).open());
}

Result<LiveMigrationState> abandoned(const Result<std::shared_ptr<SessionStore>> &left,
                                     const StoreCopyEnds &ends, const LiveMigrationControl &control,
                                     MigrationPhase phase)
{
    if (!left)
        return std::unexpected(left.error());
    StoreCopyEnds own = ends;
    own.sourceOptions.standby.reset();
    own.targetOptions.standby.reset();
    return abandonOther((*left)->core(), own, control).transform([&] {
        LiveMigrationState state;
        state.phase = phase;
        return state;
    });
}

} // namespace

QString migrationPhaseName(MigrationPhase phase)
{
    static const QString names[] {u"not-begun"_s,    u"source-leads"_s, u"handing-over"_s,
                                  u"target-leads"_s, u"handing-back"_s, u"moved"_s};
    return names[std::size_t(phase)];
}

LiveMigration::LiveMigration(std::unique_ptr<MoveSteps> steps)
    : m_steps(std::move(steps))
{ }

LiveMigration::~LiveMigration() = default;

Result<std::shared_ptr<LiveMigration>> LiveMigration::open(const StoreCopyEnds &ends)
{
    StoreCopyEnds own = ends;
    own.sourceOptions.standby.reset();
    own.targetOptions.standby.reset();
    const auto source = openAlone(own.source, own.rootKey, own.sourceOptions);
    if (!source)
        return std::unexpected(source.error());
    auto steps = std::make_unique<MoveSteps>(*source, own);
    const auto found = steps->look().and_then([&] { return steps->move(); });
    if (!found)
        return std::unexpected(found.error());
    return std::shared_ptr<LiveMigration>(new LiveMigration(std::move(steps)));
}

Result<LiveMigrationState> LiveMigration::plan(const LiveMigrationControl &control,
                                               std::chrono::milliseconds patience)
{
    const Turn turn(*m_steps);
    // Before: beside the store to which they move already none is made.
    const auto made = m_steps->move().and_then([&](const MoveState &) { return m_steps->prepare(); });
    if (!made)
        return std::unexpected(made.error());
    const Deadline deadline = Deadline::in(patience);
    std::optional<MoveRoom> room;
    for (;;) {
        auto state = m_steps->state();
        if (!state)
            return state;
        if (!room) {
            const auto found = m_steps->room(state->phase);
            if (!found)
                return std::unexpected(found.error());
            room = *found;
        }
        state->roomFree = room->free;
        state->roomNeeded = room->needed;
        if (state->unprepared.isEmpty())
            return state;
        if (deadline.hasPassed() || !m_steps->wait(control, 200ms).value_or(false))
            return std::unexpected(
                Error(ErrorCode::Denied,
                      u"%1 has (have) not reached the target as standby: set AXESS_STANDBY_STORE there and "
                      "start it (them) again, or let it (them) reach the target"_s.arg(
                          state->unprepared.join(u", "_s))));
    }
}

Result<LiveMigrationReport> LiveMigration::run(const LiveMigrationControl &control)
{
    const auto planned = plan(control);
    if (!planned)
        return std::unexpected(planned.error());
    const Turn turn(*m_steps);
    if (const auto held = m_steps->hold(); !held)
        return std::unexpected(held.error());
    if (planned->phase != MigrationPhase::NotBegun && planned->phase != MigrationPhase::SourceLeads)
        return notIn(planned->phase);
    if (planned->phase == MigrationPhase::NotBegun) {
        const auto begun = m_steps->recorded(control, u"move-begin"_s, [&] { return m_steps->begin(); });
        if (!begun)
            return std::unexpected(begun.error());
    }
    return m_steps->catchUp(control, false);
}

Result<LiveMigrationState> LiveMigration::status()
{
    const Turn turn(*m_steps);
    return m_steps->state();
}

Result<LiveMigrationReport> LiveMigration::verify(const LiveMigrationControl &control)
{
    const Turn turn(*m_steps);
    const auto state = m_steps->hold().and_then([&] { return m_steps->state(); });
    if (!state)
        return std::unexpected(state.error());
    if (state->phase != MigrationPhase::SourceLeads && state->phase != MigrationPhase::TargetLeads)
        return notIn(state->phase);
    return m_steps->catchUp(control, true);
}

Result<LiveMigrationState> LiveMigration::cutOver(const LiveMigrationControl &control)
{
    const Turn turn(*m_steps);
    const auto move = m_steps->hold().and_then([&] { return m_steps->state(); });
    if (!move)
        return move;
    const auto act = [&](const std::function<Result<void>()> &perform) {
        return m_steps->recorded(control, u"move-cut-over"_s, perform);
    };
    const auto done = [&]() -> Result<void> {
        switch (move->phase) {
        case MigrationPhase::SourceLeads:
        case MigrationPhase::HandingOver:
            return act([&] { return m_steps->handOver(control, MovePhase::SourceLeads); });
        case MigrationPhase::HandingBack:
            return act([&] { return m_steps->undoHandOver(control); });
        case MigrationPhase::TargetLeads:
            return {};
        default:
            return notIn(move->phase);
        }
    }();
    return done ? m_steps->state() : std::unexpected(done.error());
}

Result<LiveMigrationState> LiveMigration::rollBack(const LiveMigrationControl &control)
{
    const Turn turn(*m_steps);
    const auto move = m_steps->hold().and_then([&] { return m_steps->state(); });
    if (!move)
        return move;
    const auto act = [&](const std::function<Result<void>()> &perform) {
        return m_steps->recorded(control, u"move-roll-back"_s, perform);
    };
    const auto done = [&]() -> Result<void> {
        switch (move->phase) {
        case MigrationPhase::TargetLeads:
        case MigrationPhase::HandingBack:
            return act([&] { return m_steps->handOver(control, MovePhase::TargetLeads); });
        case MigrationPhase::HandingOver:
            return act([&] { return m_steps->undoHandOver(control); });
        case MigrationPhase::SourceLeads:
            return {};
        default:
            return notIn(move->phase);
        }
    }();
    return done ? m_steps->state() : std::unexpected(done.error());
}

Result<LiveMigrationState> LiveMigration::finish(const LiveMigrationControl &control)
{
    const Turn turn(*m_steps);
    const auto state = m_steps->hold().and_then([&] { return m_steps->state(); });
    if (!state)
        return state;
    if (state->phase != MigrationPhase::TargetLeads && state->phase != MigrationPhase::Moved)
        return notIn(state->phase);
    const auto finished
        = m_steps->recorded(control, u"move-finish"_s, [&] { return m_steps->finish(control); });
    return finished ? m_steps->state() : std::unexpected(finished.error());
}

Result<LiveMigrationState> LiveMigration::cancel(const LiveMigrationControl &control)
{
    const Turn turn(*m_steps);
    const auto state = m_steps->hold().and_then([&] { return m_steps->state(); });
    if (!state)
        return state;
    // What one left over who was stopped while it began or cancelled the move.
    const auto isSignUp = m_steps->isSignUp();
    if (!isSignUp)
        return std::unexpected(isSignUp.error());
    const bool isLeftOver = state->phase == MigrationPhase::NotBegun && *isSignUp;
    if (state->phase != MigrationPhase::SourceLeads && !isLeftOver)
        return notIn(state->phase);
    const auto cancelled
        = m_steps->recorded(control, u"move-cancel"_s, [&] { return m_steps->cancel(control); });
    return cancelled ? m_steps->state() : std::unexpected(cancelled.error());
}

Result<LiveMigrationState> LiveMigration::abandonSource(const StoreCopyEnds &ends,
                                                        const LiveMigrationControl &control)
{
    return abandoned(openAlone(ends.target, ends.rootKey, ends.targetOptions), ends, control,
                     MigrationPhase::Moved);
}

Result<LiveMigrationState> LiveMigration::abandonTarget(const StoreCopyEnds &ends,
                                                        const LiveMigrationControl &control)
{
    return abandoned(openAlone(ends.source, ends.rootKey, ends.sourceOptions), ends, control,
                     MigrationPhase::NotBegun);
}

} // namespace Axess
