// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/migrationsight.h"

#include <axess/configuration.h>

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

Result<void> lookAtCopy(const StoreCopyEnds &ends, MigrationSight &sight)
{
    const auto copy = StoreCopy::open(ends);
    if (!copy)
        return std::unexpected(copy.error());
    const auto plan = (*copy)->plan();
    if (!plan)
        return std::unexpected(plan.error());
    sight.plan = *plan;
    if (plan->target == StoreCopyPlan::Target::Empty)
        return {};
    return (*copy)->status().transform([&](const std::optional<JobInfo> &job) { sight.copy = job; });
}

Result<void> lookAtMove(const StoreCopyEnds &ends, MigrationSight &sight)
{
    const auto move = LiveMigration::open(ends);
    if (!move)
        return std::unexpected(move.error());
    const auto state = (*move)->status();
    if (!state)
        return std::unexpected(state.error());
    sight.live = *state;
    if (state->phase != MigrationPhase::NotBegun)
        return {};
    const auto copy = StoreCopy::open(ends);
    if (!copy)
        return std::unexpected(copy.error());
    return (*copy)->plan().transform([&](const StoreCopyPlan &plan) { sight.plan = plan; });
}

// A file that is not there is an empty store to the engine, wherever it would be.
Result<StoreCopyEnds> withFolder(const StoreCopyEnds &ends)
{
    const QDir folder = QFileInfo(ends.target.path()).absoluteDir();
    if (ends.target.backend() != "sqlite"_L1 || folder.exists())
        return ends;
    return std::unexpected(
        Error(ErrorCode::InvalidArgument, u"There is no folder %1"_s.arg(folder.absolutePath())));
}

} // namespace

MigrationSight lookAtMigration(const MigrationOrder &order)
{
    MigrationSight sight;
    const auto ends = order.ends().and_then(withFolder);
    const auto looked = ends.and_then([&](const StoreCopyEnds &known) {
        return order.way == MigrationWay::Live ? lookAtMove(known, sight) : lookAtCopy(known, sight);
    });
    if (!looked) {
        sight.problem = looked.error();
        return sight;
    }
    const auto standby
        = Configuration::resolve({}).and_then([](const Configuration &known) { return known.standbyUrl(); });
    sight.isStandbyHere = standby && *standby && (*standby)->displayText() == ends->target.displayText();
    return sight;
}

// What was opened before the target was made, or while it was another's, is opened anew.
Result<LiveMigrationState> MoveLooker::look()
{
    const bool isFresh = !m_move;
    if (isFresh) {
        auto opened = LiveMigration::open(m_ends);
        if (!opened)
            return std::unexpected(opened.error());
        m_move = *opened;
    }
    auto state = m_move->status();
    if (!state || (state->phase == MigrationPhase::NotBegun && state->instances.isEmpty()))
        m_move.reset();
    if (state)
        return state;
    return isFresh ? state : look();
}

} // namespace Axess
