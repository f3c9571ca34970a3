// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "standing.h"

#include <algorithm>
#include <ranges>

Verdict judge(const Standing &seen, std::span<const Standing> possible)
{
    if (std::ranges::contains(possible, seen))
        return Verdict::AsExpected;
    if (!std::ranges::contains(possible, seen.user, &Standing::user))
        return seen.user.isEmpty() ? Verdict::LoggedOut : Verdict::CameBack;
    const auto hasMore
        = [&](const Standing &known) { return known.user == seen.user && known.basket > seen.basket; };
    return std::ranges::any_of(possible, hasMore) ? Verdict::ArticlesLost : Verdict::CameBack;
}
