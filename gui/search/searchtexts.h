// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <axess/sessionsearch.h>

namespace Axess {

/// How many sessions a store holds, about.
struct StoreEstimate
{
    qint64 sessions = 0;
    bool exact = true; ///< false = at least.
};

/// A search in the words of the person who types it.
class SearchTexts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::SearchTexts)

public:
    static QString problem(const SearchProblem &problem); ///< With the place where it stands.
    static QString cost(SearchCost cost, const std::optional<StoreEstimate> &estimate);
    static Tone costTone(SearchCost cost);
    static QString costToolTip(SearchCost cost);

private:
    static QString whatIsWrong(const SearchProblem &problem);
};

} // namespace Axess
