// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/environment.h"
#include "app/gate.h"

#include <chrono>

namespace Axess {

/// Whose sessions a log-out ends.
enum class LogOutScope : quint8 {
    Chosen, ///< These, one by one.
    User, ///< All of one user.
    Matching, ///< All that a search matches.
    Tenant,
    Everybody,
};

/// How a log-out is carried out.
enum class LogOutWay : quint8 {
    OneByOne, ///< A set of ids that was frozen before.
    Epoch, ///< Everything older ends, in one write; cannot be undone.
};

/// What is asked before it.
enum class LogOutQuestion : quint8 {
    None,
    Line, ///< Who, where, since when, and why.
    Preview, ///< A table of all of them, counted exactly.
    Wizard,
};

/// What must be typed before it.
enum class LogOutTyping : quint8 { Nothing, Name, TenantAtStore, StoreName };

/// What a log-out of that size and place asks for: a rung of the ladder.
struct LogOutRung
{
    int tier = 0;
    LogOutQuestion question = LogOutQuestion::None;
    LogOutTyping typing = LogOutTyping::Nothing;
    GatedAct act = GatedAct::LogOutSome;
    std::chrono::seconds grace {0}; ///< In which it can be undone; 0 = never.
    std::chrono::seconds countdown {0}; ///< Before the first session ends; can be called off until then.
    std::chrono::seconds hold {0}; ///< So long the button is held down.
    bool wantsTicket = false;

    bool operator==(const LogOutRung &) const = default;
};

/// What is about to be logged out, as far as the ladder looks at it.
struct LogOutSize
{
    LogOutScope scope = LogOutScope::Chosen;
    qint64 sessions = 0;
    LogOutWay way = LogOutWay::OneByOne;
};

/// The four tiers: the more a slip would cost, the more is asked, and the longer there is a way back.
class LogOutLadder
{
public:
    static constexpr qint64 MostInALine = 10;
    static constexpr qint64 MostInAPreview = Gate::MostForSupport;

    static LogOutRung rung(const LogOutSize &size, Environment environment);
    /// The same for an account in wrong hands: at once, and no way back for whoever has it.
    static LogOutRung compromised(LogOutRung rung);
};

} // namespace Axess
