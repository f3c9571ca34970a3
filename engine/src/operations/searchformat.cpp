// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "searchvalues_p.h"
#include "searchwords_p.h"

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

bool needsQuotes(QStringView value)
{
    if (value.isEmpty())
        return true;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const QChar c = value.at(i);
        if (c.isSpace() || c == u'"' || c == u'\\' || c == u'*' || isInvisible(value, i))
            return true;
    }
    return false;
}

QString sentenceOf(const SearchProblem &problem)
{
    const QString &part = problem.part;
    switch (problem.kind) {
    case SearchProblem::Kind::TooLong:
        return u"a search has at most %1 characters"_s.arg(ParsedSearch::LongestText);
    case SearchProblem::Kind::Invisible:
        return u"%1 is a character that cannot be seen; put the name in quotes if it is part of it"_s.arg(
            part);
    case SearchProblem::Kind::UnclosedQuote:
        return u"the closing quote is missing"_s;
    case SearchProblem::Kind::UnknownField:
        return u"“%1” begins with no known field; put it in quotes if it is a user's name"_s.arg(part);
    case SearchProblem::Kind::NoValue:
        return u"“%1” wants a value"_s.arg(part);
    case SearchProblem::Kind::Twice:
        return u"“%1” says a field that was said before"_s.arg(part);
    case SearchProblem::Kind::TwoNames:
        return u"“%1” is a second name; put names with spaces in quotes"_s.arg(part);
    case SearchProblem::Kind::NotExcludable:
        return u"“%1” cannot be left out; only ip: and device: can"_s.arg(part);
    case SearchProblem::Kind::Wildcard:
        return u"“%1” has a *, but names are compared whole; put it in quotes if it is part of the name"_s
            .arg(part);
    case SearchProblem::Kind::BadName:
        return u"“%1” is too long for a name, or no valid text"_s.arg(part);
    case SearchProblem::Kind::BadId:
        return u"“%1” is no session id: 32 hexadecimal digits, or its beginning and a *"_s.arg(part);
    case SearchProblem::Kind::BadLevel:
        return u"“%1” is no level: %2"_s.arg(part, SearchValues::levels().join(u", "_s));
    case SearchProblem::Kind::BadState:
        return u"“%1” is no state: %2"_s.arg(part, SearchValues::states().join(u", "_s));
    case SearchProblem::Kind::BadKey:
        return u"“%1” is no key id of up to 8 hexadecimal digits"_s.arg(part);
    case SearchProblem::Kind::BadTime:
        return u"“%1” is no time such as <15m, >2h, 2026-11-24 or 2026-11-24..2026-11-25"_s.arg(part);
    case SearchProblem::Kind::BadAddress:
        return u"“%1” is no address such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32"_s.arg(part);
    }
    return {};
}

} // namespace

QString ParsedSearch::quoted(const QString &value)
{
    if (!needsQuotes(value))
        return value;
    QString text = value;
    text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' + text + u'"';
}

QStringList ParsedSearch::valuesOf(const QString &field)
{
    if (field == "state"_L1)
        return SearchValues::states();
    if (field == "level"_L1)
        return SearchValues::levels();
    return {};
}

QString SessionSearch::text() const
{
    QStringList words;
    const auto add = [&words](QLatin1StringView field, const QString &value) { words.append(field + value); };
    if (id)
        add("id:"_L1, id->text());
    if (!idPrefix.isEmpty())
        add("id:"_L1, idPrefix + u'*');
    if (user)
        add("user:"_L1, ParsedSearch::quoted(user->text()));
    if (tenant)
        add("tenant:"_L1, ParsedSearch::quoted(tenant->text()));
    if (level)
        add("level:"_L1, SearchValues::text(*level));
    if (state != SearchState::Any)
        add("state:"_L1, SearchValues::text(state));
    if (address)
        add("ip:"_L1, address->text());
    for (const AddressRange &range : otherAddresses)
        add("-ip:"_L1, range.text());
    if (!device.isEmpty())
        add("device:"_L1, ParsedSearch::quoted(device));
    for (const QString &other : otherDevices)
        add("-device:"_L1, ParsedSearch::quoted(other));
    if (!client.isEmpty())
        add("client:"_L1, ParsedSearch::quoted(client));
    for (const auto &[field, time] : {std::pair("seen:"_L1, &seen), std::pair("created:"_L1, &created),
                                      std::pair("expires:"_L1, &expires)}) {
        if (time->kind != SearchTime::Kind::Any)
            add(field, SearchValues::text(*time));
    }
    if (key)
        add("key:"_L1, SearchValues::keyText(*key));
    return words.join(u' ');
}

QString SearchProblem::sentence() const
{
    return u"At character %1: %2."_s.arg(position + 1).arg(sentenceOf(*this));
}

} // namespace Axess
