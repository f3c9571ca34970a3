// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessionpolicy.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

constexpr std::chrono::milliseconds longestLife = std::chrono::hours(24 * 3653); // As in writerules.cpp.

} // namespace

SessionPolicy SessionPolicy::standard()
{
    return {};
}

SessionPolicy SessionPolicy::highValue()
{
    return {.idleTimeout = 5min, .absoluteTimeout = 4h};
}

SessionPolicy SessionPolicy::rememberMe()
{
    constexpr auto absolute = std::chrono::days(30);
    return {
        .idleTimeout = std::chrono::days(14), .absoluteTimeout = absolute, .cookie = {.maxAge = absolute}};
}

SessionPolicy SessionPolicy::aal1()
{
    return {.idleTimeout = std::chrono::days(30), .absoluteTimeout = std::chrono::days(30)};
}

SessionPolicy SessionPolicy::aal2()
{
    return {.idleTimeout = 30min, .absoluteTimeout = 12h};
}

SessionPolicy SessionPolicy::aal3()
{
    return {.idleTimeout = 15min, .absoluteTimeout = 12h};
}

std::chrono::milliseconds SessionPolicy::touchLag() const
{
    return std::min<std::chrono::milliseconds>(idleTimeout / 20, 5min);
}

Result<void> SessionPolicy::check() const
{
    if (idleTimeout <= 0ms || absoluteTimeout <= 0ms || idleTimeout > longestLife
        || absoluteTimeout > longestLife)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"The time-outs of a session must be positive, and ten years at most"_s));
    if (sessionsPerUser < 0)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"A limit of sessions cannot be negative"_s));
    return cookie.check();
}

} // namespace Axess
