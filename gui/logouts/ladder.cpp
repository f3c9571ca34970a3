// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/ladder.h"

namespace Axess {

using namespace std::chrono_literals;

namespace {

int tierOf(const LogOutSize &size, Environment environment)
{
    const bool isWide = size.scope == LogOutScope::Tenant || size.scope == LogOutScope::Matching
        || size.scope == LogOutScope::Everybody;
    if (isWide || size.way == LogOutWay::Epoch || size.sessions > LogOutLadder::MostInAPreview)
        return 3;
    if (size.scope == LogOutScope::User || size.sessions > LogOutLadder::MostInALine)
        return 2;
    return size.sessions == 1 && environment == Environment::Development ? 0 : 1;
}

LogOutRung wizard(const LogOutSize &size)
{
    const bool isEverybody = size.scope == LogOutScope::Everybody;
    LogOutRung rung {.tier = 3, .question = LogOutQuestion::Wizard};
    // A search or a choice may name no tenant: then the store is what must not be mistaken.
    rung.typing = isEverybody ? LogOutTyping::StoreName : LogOutTyping::TenantAtStore;
    rung.act = isEverybody ? GatedAct::LogOutEverybody : GatedAct::LogOutMany;
    rung.grace = size.way == LogOutWay::Epoch ? 0s : std::chrono::seconds(15min);
    rung.countdown = 60s;
    rung.hold = isEverybody ? 5s : 0s;
    rung.wantsTicket = true;
    return rung;
}

} // namespace

LogOutRung LogOutLadder::rung(const LogOutSize &size, Environment environment)
{
    switch (tierOf(size, environment)) {
    case 0:
        return {.tier = 0, .question = LogOutQuestion::None, .grace = 10s};
    case 1:
        return {.tier = 1, .question = LogOutQuestion::Line, .grace = 10s};
    case 2:
        return {.tier = 2,
                .question = LogOutQuestion::Preview,
                .typing = environment == Environment::Production ? LogOutTyping::Name : LogOutTyping::Nothing,
                .grace = 30s};
    default:
        return wizard(size);
    }
}

LogOutRung LogOutLadder::compromised(LogOutRung rung)
{
    // What cannot be undone anyway keeps the one moment in which it can be called off.
    if (rung.grace == 0s)
        return rung;
    rung.grace = 0s;
    rung.countdown = 0s;
    return rung;
}

} // namespace Axess
