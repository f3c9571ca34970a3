// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/consolemode.h"

#include <axess/result.h>

namespace Axess {

/// What changes a store, sorted by who may.
enum class GatedAct : quint8 {
    LogOutSome, ///< Gate::MostForSupport sessions at most.
    LogOutMany, ///< More, a tenant, or all that a search matches.
    LogOutEverybody,
    Undo,
    SteerJob, ///< Pause, resume, cancel.
    TurnKeys, ///< Add, activate and rotate keys: nothing is lost by it.
    EndKeys, ///< Retire and compromise keys, change the root key.
    MoveSessions, ///< To another store.
};

/// Through which every act of a window goes, whatever its widgets show as enabled.
///
/// Value type; any thread.
class Gate
{
    Q_DECLARE_TR_FUNCTIONS(Axess::Gate)

public:
    static constexpr qsizetype MostForSupport = 1000;

    Gate(ConsoleMode mode, bool storeIsReadOnly)
        : m_mode(mode)
        , m_readOnly(storeIsReadOnly)
    { }

    /// The act of logging out so many sessions.
    static GatedAct actFor(qsizetype sessions);
    static ConsoleMode modeFor(GatedAct act); ///< The least that may.

    bool allows(GatedAct act) const;
    Result<void> check(GatedAct act) const; ///< Denied.
    QString refusal(GatedAct act) const; ///< For people; empty where it is allowed.
    ConsoleMode mode() const { return m_mode; }

private:
    ConsoleMode m_mode;
    bool m_readOnly;
};

} // namespace Axess
