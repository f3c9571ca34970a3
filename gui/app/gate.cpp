// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gate.h"

namespace Axess {

using namespace Qt::StringLiterals;

GatedAct Gate::actFor(qsizetype sessions)
{
    return sessions > MostForSupport ? GatedAct::LogOutMany : GatedAct::LogOutSome;
}

ConsoleMode Gate::modeFor(GatedAct act)
{
    switch (act) {
    case GatedAct::LogOutSome:
    case GatedAct::Undo:
        return ConsoleMode::Support;
    case GatedAct::LogOutMany:
    case GatedAct::SteerJob:
    case GatedAct::TurnKeys:
        return ConsoleMode::Operator;
    case GatedAct::LogOutEverybody:
    case GatedAct::EndKeys:
    case GatedAct::MoveSessions:
        break;
    }
    return ConsoleMode::Admin;
}

bool Gate::allows(GatedAct act) const
{
    return !m_readOnly && m_mode >= modeFor(act);
}

Result<void> Gate::check(GatedAct act) const
{
    if (m_readOnly)
        return std::unexpected(Error(ErrorCode::Denied, u"The store is open for reading only"_s));
    if (!allows(act))
        return std::unexpected(Error(ErrorCode::Denied, u"The access mode of this console forbids it"_s));
    return {};
}

QString Gate::refusal(GatedAct act) const
{
    if (m_readOnly)
        return tr("This store is open for reading only: nothing can be changed from here.");
    if (allows(act))
        return {};
    return tr("This window is in %1; that needs %2. Whoever looks after the store can open it so.")
        .arg(ConsoleModeTexts::label(m_mode), ConsoleModeTexts::label(modeFor(act)));
}

} // namespace Axess
