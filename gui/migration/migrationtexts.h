// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migration/migrationorder.h"

#include <axess/livemigration.h>

#include <QtCore/qcoreapplication.h>

namespace Axess {

/// Words for moving sessions to another store.
class MigrationTexts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::MigrationTexts)

public:
    static QString step(MigrationWay way, MigrationStep step); ///< As a title of what is done.
    static QString phase(MigrationPhase phase); ///< In a sentence: which store leads.
    static QString copyProgress(const JobInfo &job);
    static QString copyResult(const JobInfo &job);
    static QString moveResult(const LiveMigrationReport &report);
    /// What a person does about it; the engine's own sentence stands beside it.
    static QString refusal(const Error &error);
    /// What is to be done now that it is over, or so far.
    static QStringList afterwards(const MigrationOrder &order, MigrationPhase phase);
    static QStringList afterCopy(const MigrationOrder &order);
};

} // namespace Axess
