// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/sessionmodel.h"
#include "widgets/statepanel.h"

#include <axess/sessionsearch.h>

namespace Axess {

/// What stands instead of the table; nothing = the table itself. Loading is not told here.
std::optional<StatePanel::Content> sessionsState(const SessionModel &model, const SearchPlan &plan);
/// The line below the table: how much is shown, whether there is more, and what the list cannot know.
QString sessionsFooter(const SessionModel &model, const SearchPlan &plan);

} // namespace Axess
