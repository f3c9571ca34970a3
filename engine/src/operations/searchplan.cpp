// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessionsearch.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 ExpiringMs = std::chrono::milliseconds(5min).count();

bool endsSoon(qint64 deadline, qint64 since, qint64 now)
{
    return now >= deadline - std::min(ExpiringMs, (deadline - since) / 2);
}

bool dependsOnTheMoment(SearchState state)
{
    return state == SearchState::Idle || state == SearchState::Expiring;
}

TimeRange both(const TimeRange &one, const TimeRange &other)
{
    TimeRange range = one;
    if (other.from)
        range.from = std::max(range.from.value_or(*other.from), *other.from);
    if (other.until)
        range.until = std::min(range.until.value_or(*other.until), *other.until);
    return range;
}

qint64 begin(const SearchMoment &moment, const QTimeZone &zone)
{
    if (!moment.time)
        return moment.day.startOfDay(zone).toMSecsSinceEpoch();
    return QDateTime(moment.day, *moment.time, zone).toMSecsSinceEpoch();
}

qint64 end(const SearchMoment &moment, const QTimeZone &zone)
{
    if (!moment.time)
        return moment.day.addDays(1).startOfDay(zone).toMSecsSinceEpoch();
    const std::chrono::milliseconds length = moment.time->second() == 0 ? 1min : 1s;
    return begin(moment, zone) + length.count();
}

enum class Direction : quint8 { Past, Future };

TimeRange rangeOf(const SearchTime &time, Direction direction, qint64 now, const QTimeZone &zone)
{
    const qint64 span = std::chrono::milliseconds(time.span).count();
    const bool past = direction == Direction::Past;
    TimeRange range;
    switch (time.kind) {
    case SearchTime::Kind::Any:
        break;
    case SearchTime::Kind::Within:
        if (past)
            range.from = now - span;
        else
            range = {now, now + span};
        break;
    case SearchTime::Kind::Beyond:
        (past ? range.until : range.from) = past ? now - span : now + span;
        break;
    case SearchTime::Kind::Between:
        if (time.from)
            range.from = begin(*time.from, zone);
        if (time.until)
            range.until = end(*time.until, zone);
        break;
    }
    return range;
}

// Backends fold A to Z only, so what else a pattern says cannot be asked of them.
QString longestAscii(const QString &pattern)
{
    QString longest;
    QString run;
    for (const QChar c : pattern) {
        if (c.unicode() < 0x80 && c != u'*')
            run += c;
        else
            run.clear();
        if (run.size() > longest.size())
            longest = run;
    }
    return longest;
}

// What the backend can sieve by; the rest is looked at here.
QString clientSieve(const SessionSearch &search)
{
    if (!search.client.isEmpty())
        return search.client;
    const QString address = search.address ? search.address->commonText() : QString();
    return address.isEmpty() ? longestAscii(search.device) : address;
}

std::optional<Life> lifeOf(SearchState state)
{
    switch (state) {
    case SearchState::Active:
    case SearchState::Idle:
    case SearchState::Expiring:
        return Life::Live;
    case SearchState::LoggedOut:
        return Life::Revoked;
    case SearchState::Expired:
        return Life::Expired;
    case SearchState::Any:
    case SearchState::Ended:
        break;
    }
    return {};
}

// The last star takes what is left over, so no star is ever tried twice: linear in the text for each.
bool matchesWhole(QStringView text, QStringView pattern)
{
    qsizetype at = 0;
    qsizetype in = 0;
    qsizetype star = -1;
    qsizetype retry = 0;
    while (at < text.size()) {
        if (in < pattern.size() && pattern.at(in) == u'*') {
            star = in++;
            retry = at;
        } else if (in < pattern.size() && text.at(at).toCaseFolded() == pattern.at(in).toCaseFolded()) {
            ++at;
            ++in;
        } else if (star >= 0) {
            in = star + 1;
            at = ++retry;
        } else {
            return false;
        }
    }
    while (in < pattern.size() && pattern.at(in) == u'*')
        ++in;
    return in == pattern.size();
}

bool isDevice(const ClientInfo &client, const QString &pattern)
{
    const auto fits = [&pattern](const QString &text) {
        return pattern.contains(u'*') ? matchesWhole(text, pattern)
                                      : text.contains(pattern, Qt::CaseInsensitive);
    };
    return fits(client.label) || fits(client.userAgent);
}

bool hasText(const ClientInfo &client, const QString &text)
{
    return client.address.contains(text, Qt::CaseInsensitive)
        || client.userAgent.contains(text, Qt::CaseInsensitive)
        || client.label.contains(text, Qt::CaseInsensitive);
}

} // namespace

bool isIdle(const SessionRow &row, qint64 now)
{
    return now - row.lastSeen >= (row.idleDeadline - row.lastSeen) / 2;
}

bool isExpiring(const SessionRow &row, qint64 now)
{
    return endsSoon(row.absoluteDeadline, row.created, now)
        // At the end of its life the idle time is what is left of it, and gets less with each request.
        || (row.idleDeadline < row.absoluteDeadline && endsSoon(row.idleDeadline, row.lastSeen, now));
}

SearchCost SessionSearch::cost() const
{
    if (id)
        return SearchCost::Lookup;
    if (user && !user->isEmpty())
        return SearchCost::IndexRange;
    const bool sieved = !idPrefix.isEmpty() || user || level || key || address || !otherAddresses.isEmpty()
        || !device.isEmpty() || !otherDevices.isEmpty() || !client.isEmpty();
    const bool timed = seen.kind != SearchTime::Kind::Any || expires.kind != SearchTime::Kind::Any;
    // Nearly every row that stands in a store is active: the newest active ones are the newest ones.
    const bool ended = state != SearchState::Any && state != SearchState::Active;
    return sieved || timed || ended ? SearchCost::Scan : SearchCost::IndexRange;
}

bool SessionSearch::isRelative() const
{
    const auto moves = [](const SearchTime &time) {
        return time.kind == SearchTime::Kind::Within || time.kind == SearchTime::Kind::Beyond;
    };
    return moves(created) || moves(seen) || moves(expires) || dependsOnTheMoment(state);
}

SearchPlan SessionSearch::planned(qint64 now, const QTimeZone &zone) const
{
    SearchPlan plan;
    plan.m_search = *this;
    plan.m_filter = {.tenant = tenant,
                     .user = user,
                     .level = level,
                     .life = lifeOf(state),
                     .keyId = key,
                     .created = rangeOf(created, Direction::Past, now, zone),
                     .lastSeen = rangeOf(seen, Direction::Past, now, zone),
                     .expires = rangeOf(expires, Direction::Future, now, zone),
                     .client = clientSieve(*this)};
    if (dependsOnTheMoment(state))
        plan.m_now = now;
    if (state == SearchState::Expiring)
        plan.m_filter.expires = both(plan.m_filter.expires, {{}, now + ExpiringMs + 1});
    return plan;
}

SearchPlan SearchPlan::startingAt(qint64 created) const
{
    SearchPlan plan = *this;
    plan.m_start = created;
    qint64 &until = plan.m_filter.created.until.emplace(m_filter.created.until.value_or(created + 1));
    until = std::min(until, created + 1);
    return plan;
}

bool SearchPlan::asksEveryTenant() const
{
    return !m_search.id && m_search.user && !m_search.user->isEmpty() && !m_search.tenant;
}

bool SearchPlan::looksAtRows() const
{
    return !m_search.idPrefix.isEmpty() || m_search.address || !m_search.otherAddresses.isEmpty()
        || !m_search.device.isEmpty() || !m_search.otherDevices.isEmpty()
        || m_search.state == SearchState::Ended || dependsOnTheMoment(m_search.state);
}

bool SearchPlan::isInState(const ListedSession &session) const
{
    switch (m_search.state) {
    case SearchState::Idle:
        return session.life == Life::Live && isIdle(session.row, m_now);
    case SearchState::Expiring:
        return session.life == Life::Live && isExpiring(session.row, m_now);
    case SearchState::Ended:
        return session.life != Life::Live;
    case SearchState::Any:
    case SearchState::Active:
    case SearchState::LoggedOut:
    case SearchState::Expired:
        break;
    }
    return !m_filter.life || *m_filter.life == session.life;
}

bool SearchPlan::fits(const ListedSession &session) const
{
    const SessionRow &row = session.row;
    const SessionSearch &search = m_search;
    const bool named = (!search.id || *search.id == row.id) && (!search.user || *search.user == row.user)
        && (!search.tenant || *search.tenant == row.tenant) && row.id.text().startsWith(search.idPrefix);
    const bool stands = (!search.level || *search.level == row.level) && isInState(session)
        && (!search.key || *search.key == row.keyId);
    const bool timely = m_filter.created.contains(row.created) && m_filter.lastSeen.contains(row.lastSeen)
        && m_filter.expires.contains(std::min(row.idleDeadline, row.absoluteDeadline));
    if (!named || !stands || !timely)
        return false;
    const ClientInfo &client = row.client;
    const bool wanted = (!search.address || search.address->contains(client.address))
        && (search.device.isEmpty() || isDevice(client, search.device))
        && (search.client.isEmpty() || hasText(client, search.client));
    return wanted
        && std::ranges::none_of(search.otherAddresses,
                                [&](const AddressRange &range) { return range.contains(client.address); })
        && std::ranges::none_of(search.otherDevices,
                                [&](const QString &device) { return isDevice(client, device); });
}

} // namespace Axess
