// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "keys/keydialog.h"
#include "migration/migrationorder.h"

namespace Axess {

/// What is asked before a step of a migration.
class MigrationQuestions
{
    Q_DECLARE_TR_FUNCTIONS(Axess::MigrationQuestions)

public:
    /// Nothing where nothing has to be asked. `isFirst`: no live move is under way.
    static std::optional<KeyQuestion> of(const MigrationOrder &order, MigrationStep step, bool isFirst);
};

} // namespace Axess
