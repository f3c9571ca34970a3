// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "search/searchtexts.h"

#include <QtCore/qlocale.h>

namespace Axess {

using namespace Qt::StringLiterals;

QString SearchTexts::problem(const SearchProblem &problem)
{
    return tr("At character %1: %2").arg(QLocale().toString(problem.position + 1), whatIsWrong(problem));
}

QString SearchTexts::whatIsWrong(const SearchProblem &problem)
{
    const QString &part = problem.part;
    switch (problem.kind) {
    case SearchProblem::Kind::TooLong:
        return tr("this is too long for a search.");
    case SearchProblem::Kind::Invisible:
        return tr("%1 cannot be seen. Put the name in quotes if it belongs to it.").arg(part);
    case SearchProblem::Kind::UnclosedQuote:
        return tr("the closing quote is missing.");
    case SearchProblem::Kind::UnknownField:
        return tr("“%1” is no field. Put it in quotes if it is a user's name.").arg(part);
    case SearchProblem::Kind::NoValue:
        return tr("“%1” wants a value.").arg(part);
    case SearchProblem::Kind::Twice:
        return tr("“%1” was said before.").arg(part);
    case SearchProblem::Kind::TwoNames:
        return tr("“%1” is a second name. Put names with spaces in quotes.").arg(part);
    case SearchProblem::Kind::NotExcludable:
        return tr("“%1” cannot be left out; only ip: and device: can.").arg(part);
    case SearchProblem::Kind::Wildcard:
        return tr("names are compared whole. Put “%1” in quotes if the * belongs to it.").arg(part);
    case SearchProblem::Kind::BadName:
        return tr("“%1” is too long for a name, or no valid text.").arg(part);
    case SearchProblem::Kind::BadId:
        return tr("“%1” is no session id: 32 digits 0–9, a–f, or the first ones and a *.").arg(part);
    case SearchProblem::Kind::BadLevel:
        return tr("“%1” is no level. There are %2.")
            .arg(part, ParsedSearch::valuesOf(u"level"_s).join(u", "_s));
    case SearchProblem::Kind::BadState:
        return tr("“%1” is no state. There are %2.")
            .arg(part, ParsedSearch::valuesOf(u"state"_s).join(u", "_s));
    case SearchProblem::Kind::BadKey:
        return tr("“%1” is no key id; the column Key shows them.").arg(part);
    case SearchProblem::Kind::BadTime:
        return tr("“%1” is no time such as <15m, >2h, 2026-11-24 or 2026-11-24..2026-11-25.").arg(part);
    case SearchProblem::Kind::BadAddress:
        return tr("“%1” is no address such as 203.0.113.7 or 203.0.113.0/24.").arg(part);
    }
    return {};
}

QString SearchTexts::cost(SearchCost cost, const std::optional<StoreEstimate> &estimate)
{
    switch (cost) {
    case SearchCost::Lookup:
        return tr("Look-up");
    case SearchCost::IndexRange:
        return tr("Index range");
    case SearchCost::Scan:
        break;
    }
    if (!estimate)
        return tr("Scan");
    const QString rows = QLocale().toString(estimate->sessions);
    return estimate->exact ? tr("Scan, about %1 rows").arg(rows) : tr("Scan, over %1 rows").arg(rows);
}

Tone SearchTexts::costTone(SearchCost cost)
{
    return cost == SearchCost::Scan ? Tone::Attention : Tone::Good;
}

QString SearchTexts::costToolTip(SearchCost cost)
{
    switch (cost) {
    case SearchCost::Lookup:
        return tr("One session by its id. It costs nothing.");
    case SearchCost::IndexRange:
        return tr("The store has an index for this. It runs while you type.");
    case SearchCost::Scan:
        return tr(
            "The store has no index for this: sessions are looked at one by one, newest first, in steps. "
            "It runs when you press Enter; Esc stops it.");
    }
    return {};
}

} // namespace Axess
