// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/preflight.h"

#include "app/timetexts.h"
#include "migration/migrationtexts.h"

#include <QtCore/qlocale.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

using Target = StoreCopyPlan::Target;

Preflight::Preflight(const MigrationOrder &order, const MigrationSight &sight)
    : m_order(order)
    , m_sight(sight)
{
    judgeEnvironments();
    if (sight.problem) {
        judgeProblem(*sight.problem);
    } else {
        judgeTarget();
        judgeSource();
        judgeInstances();
        if (order.way == MigrationWay::Live)
            judgeMove();
    }
    std::ranges::stable_sort(m_lines, std::greater(), [](const FindingList::Line &line) {
        return line.tone < Tone::Attention ? Tone::Neutral : line.tone;
    });
}

void Preflight::add(Tone tone, const QString &sentence, const QString &remedy)
{
    m_lines.append({tone, sentence, remedy});
}

bool Preflight::isStopped() const
{
    return std::ranges::any_of(m_lines, [](const auto &line) { return line.tone == Tone::Danger; });
}

QString Preflight::text() const
{
    QStringList parts;
    for (const FindingList::Line &line : m_lines) {
        const QString word = line.tone == Tone::Danger ? tr("STOP")
            : line.tone == Tone::Attention             ? tr("WARNING")
                                                       : tr("OK");
        parts.append(u"%1: %2"_s.arg(word, line.sentence));
    }
    return parts.join(u'\n');
}

void Preflight::judgeProblem(const Error &error)
{
    add(Tone::Danger, MigrationTexts::refusal(error), error.message());
}

void Preflight::judgeEnvironments()
{
    const Environment from = m_order.source.environment;
    const Environment to = m_order.target.environment;
    if (from == Environment::Production && to != Environment::Production)
        add(Tone::Attention,
            tr("Sessions of a production store go into one that is not marked as production (%1).")
                .arg(EnvironmentTexts::label(to)),
            tr("Mark the target as production if it is to take its place, or look once more whether it is "
               "the "
               "right one."));
    else if (from != Environment::Production && to == Environment::Production)
        add(Tone::Attention,
            tr("The target is marked as production, the source is not (%1).")
                .arg(EnvironmentTexts::label(from)),
            tr("Look once more whether the direction is the right one."));
}

void Preflight::judgeTarget()
{
    const bool isLive = m_order.way == MigrationWay::Live;
    if (!m_sight.plan)
        return;
    switch (m_sight.plan->target) {
    case Target::Empty:
        add(Tone::Good, tr("The target is another store, and empty."));
        break;
    case Target::Begun:
        if (m_sight.copy)
            add(Tone::Attention,
                tr("A copy of this source was begun there by %1, %2. It goes on where it stopped.")
                    .arg(m_sight.copy->request.by, TimeTexts::dateTime(m_sight.copy->submitted)),
                MigrationTexts::copyProgress(*m_sight.copy));
        else
            add(Tone::Good, tr("The target was made for this source before, and nobody uses it."));
        break;
    case Target::Complete:
        if (isLive)
            add(Tone::Attention,
                tr("The target took part in a move of this source before. What differs is put right."));
        else
            add(Tone::Attention, tr("The copy is complete. It is never made again."),
                tr("What ended in the target since would come back. The two can be compared."));
        break;
    }
}

void Preflight::judgeSource()
{
    if (!m_sight.plan)
        return;
    if (m_sight.plan->isSealed)
        add(Tone::Good, tr("The root key of this window opens the source. It will open the target, too."));
    else
        add(Tone::Attention, tr("The source does not encrypt, and so will the target not."),
            tr("`axessctl store seal` changes that, before or after."));
    add(Tone::Info,
        tr("About %n session(s) travel, as they are sealed.", nullptr, int(m_sight.plan->sessions)),
        m_order.way == MigrationWay::Live
            ? tr("Both stores are walked once while applications go on.")
            : tr("Each is read three times: copied, compared, and looked for from the other side. How long "
                 "that takes shows a few seconds after it began."));
}

void Preflight::judgeInstances()
{
    const bool isLive = m_order.way == MigrationWay::Live;
    const QStringList named = m_sight.live && !m_sight.live->instances.isEmpty() ? m_sight.live->instances
        : m_sight.plan                                                           ? m_sight.plan->writers
                                                                                 : QStringList();
    if (named.isEmpty()) {
        add(isLive ? Tone::Attention : Tone::Good, tr("No application tells that it uses the source."),
            isLive
                ? tr("Whoever uses it without Housekeeping, and without the target as its standby, refuses "
                     "itself from the moment when the move begins.")
                : tr("Who does not tell, such as an application without Housekeeping, must have been "
                     "stopped, "
                     "too."));
        return;
    }
    if (!isLive) {
        const bool isOver = m_sight.plan && m_sight.plan->target == Target::Complete;
        add(isOver ? Tone::Attention : Tone::Danger,
            tr("These use the source now: %1.").arg(named.join(u", "_s)),
            isOver
                ? tr("They should use the target.")
                : tr("Stop them first, so that no session is left behind. They count as stopped 15 seconds "
                     "after they fell silent."));
        return;
    }
    const QStringList &lacking = m_sight.live->unprepared;
    // Before the target is made nobody can have found it.
    if (m_sight.live->instances.isEmpty() || !lacking.isEmpty())
        add(Tone::Attention,
            tr("These do not know the other store yet: %1.")
                .arg((lacking.isEmpty() ? named : lacking).join(u", "_s)),
            tr("Each needs AXESS_STANDBY_STORE=%1, with its password, and one more start. The first step "
               "makes the target and waits for them.")
                .arg(StoreUrl::parse(m_order.target.url)
                         .transform(&StoreUrl::displayText)
                         .value_or(QString())));
    else
        add(Tone::Good, tr("All %n instance(s) know the other store.", nullptr, int(named.size())));
}

void Preflight::judgeMove()
{
    const LiveMigrationState &state = *m_sight.live;
    if (state.phase != MigrationPhase::NotBegun)
        add(Tone::Info,
            tr("A move of these two stores is under way: %1.").arg(MigrationTexts::phase(state.phase)),
            tr("It goes on from there."));
    for (const QString &job : state.jobs)
        add(Tone::Attention, tr("A job has not ended: %1.").arg(job),
            tr("Nothing is handed over before. End it, or wait for it."));
    if (!m_sight.isStandbyHere && state.phase != MigrationPhase::Moved)
        add(Tone::Attention,
            tr("This console does not know the other store: when the move begins its lists answer no more. "
               "This wizard goes on working."),
            tr("Start it with AXESS_STANDBY_STORE naming the target to go along."));
}

} // namespace Axess
