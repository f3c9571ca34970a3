// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "searchvalues_p.h"

#include <algorithm>
#include <array>
#include <utility>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Unit
{
    QChar letter;
    std::chrono::seconds length;
};

// From the longest, so that a span is written in the largest unit that fits.
constexpr std::array<Unit, 5> Units {{{u'w', 7 * 24h}, {u'd', 24h}, {u'h', 1h}, {u'm', 1min}, {u's', 1s}}};

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isHexDigit(QChar c)
{
    return isDigit(c) || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

std::optional<std::chrono::seconds> span(QStringView text)
{
    if (text.size() < 2 || text.size() > 9 || !std::ranges::all_of(text.chopped(1), isDigit))
        return {};
    const auto unit
        = std::ranges::find(Units, text.back().toLower(), [](const Unit &each) { return each.letter; });
    if (unit == Units.end())
        return {};
    const std::chrono::seconds length = text.chopped(1).toLongLong() * unit->length;
    if (length <= 0s || length > SearchTime::LongestSpan)
        return {};
    return length;
}

QString spanText(std::chrono::seconds span)
{
    const auto unit = std::ranges::find_if(Units, [&](const Unit &each) { return span % each.length == 0s; });
    return QString::number(span / unit->length) + unit->letter;
}

// 2026-11-24, 2026-11-24T14:02, 2026-11-24T14:02:11
std::optional<SearchMoment> moment(QStringView text)
{
    if (text.size() < 10 || !std::ranges::all_of(text.first(4), isDigit))
        return {};
    SearchMoment moment {QDate::fromString(text.first(10), Qt::ISODate), {}};
    if (!moment.day.isValid() || moment.day.year() < 1970)
        return {};
    if (text.size() == 10)
        return moment;
    if (text.at(10) != u'T' && text.at(10) != u't')
        return {};
    const QStringView clock = text.sliced(11);
    const QTime time = clock.size() == 5 ? QTime::fromString(clock.toString(), u"HH:mm"_s)
        : clock.size() == 8              ? QTime::fromString(clock.toString(), u"HH:mm:ss"_s)
                                         : QTime();
    if (!time.isValid())
        return {};
    moment.time = time;
    return moment;
}

QString momentText(const std::optional<SearchMoment> &moment)
{
    if (!moment)
        return {};
    const QString day = moment->day.toString(Qt::ISODate);
    if (!moment->time)
        return day;
    return day + u'T' + moment->time->toString(moment->time->second() == 0 ? u"HH:mm"_s : u"HH:mm:ss"_s);
}

bool isBackwards(const SearchTime &time)
{
    if (!time.from || !time.until)
        return false;
    const QTime from = time.from->time.value_or(QTime(0, 0));
    const QTime until = time.until->time.value_or(QTime(23, 59, 59));
    return std::pair(time.from->day, from) > std::pair(time.until->day, until);
}

std::optional<SearchTime> between(QStringView text)
{
    const qsizetype dots = text.indexOf(".."_L1);
    if (dots < 0) {
        const auto only = moment(text);
        if (!only)
            return {};
        return SearchTime {SearchTime::Kind::Between, {}, only, only};
    }
    SearchTime time {SearchTime::Kind::Between, {}, moment(text.first(dots)), moment(text.sliced(dots + 2))};
    const bool leftFails = dots > 0 && !time.from;
    const bool rightFails = dots + 2 < text.size() && !time.until;
    if (leftFails || rightFails || (!time.from && !time.until) || isBackwards(time))
        return {};
    return time;
}

} // namespace

namespace SearchValues {

std::optional<SearchTime> time(QStringView text)
{
    if (text.size() > 64)
        return {};
    if (!text.startsWith(u'<') && !text.startsWith(u'>'))
        return between(text);
    const auto length = span(text.sliced(1));
    if (!length)
        return {};
    return SearchTime {
        text.startsWith(u'<') ? SearchTime::Kind::Within : SearchTime::Kind::Beyond, *length, {}, {}};
}

QString text(const SearchTime &time)
{
    switch (time.kind) {
    case SearchTime::Kind::Within:
        return u'<' + spanText(time.span);
    case SearchTime::Kind::Beyond:
        return u'>' + spanText(time.span);
    case SearchTime::Kind::Between:
        if (time.from == time.until)
            return momentText(time.from);
        return momentText(time.from) + u".."_s + momentText(time.until);
    case SearchTime::Kind::Any:
        break;
    }
    return {};
}

const QStringList &levels()
{
    static const QStringList words {u"guest"_s, u"authenticated"_s, u"stepped-up"_s};
    return words;
}

const QStringList &states()
{
    static const QStringList words {u"any"_s,        u"active"_s,  u"idle"_s, u"expiring"_s,
                                    u"logged-out"_s, u"expired"_s, u"ended"_s};
    return words;
}

std::optional<SessionLevel> level(QStringView text)
{
    const qsizetype place = levels().indexOf(text.toString().toLower());
    return place < 0 ? std::nullopt : std::optional(SessionLevel(place));
}

QString text(SessionLevel level)
{
    return levels().at(qsizetype(level));
}

std::optional<SearchState> state(QStringView text)
{
    const QString word = text.toString().toLower();
    // The engine's words are the command line's.
    if (word == "live"_L1)
        return SearchState::Active;
    if (word == "revoked"_L1)
        return SearchState::LoggedOut;
    const qsizetype place = states().indexOf(word);
    return place < 0 ? std::nullopt : std::optional(SearchState(place));
}

QString text(SearchState state)
{
    return states().at(qsizetype(state));
}

std::optional<quint32> key(QStringView text)
{
    if (text.isEmpty() || text.size() > 8 || !std::ranges::all_of(text, isHexDigit))
        return {};
    return text.toUInt(nullptr, 16);
}

QString keyText(quint32 key)
{
    return u"%1"_s.arg(key, 8, 16, QChar(u'0'));
}

bool isIdPrefix(QStringView text)
{
    return !text.isEmpty() && text.size() < 2 * SessionId::Size && std::ranges::all_of(text, isHexDigit);
}

} // namespace SearchValues

} // namespace Axess
