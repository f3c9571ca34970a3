// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/addressrange.h>
#include <axess/sessionstore.h>

#include <QtCore/qdatetime.h>
#include <QtCore/qtimezone.h>

#include <stop_token>

namespace Axess {

/// A day, or a minute or second of it, of the zone that the search is planned in.
struct SearchMoment
{
    QDate day;
    std::optional<QTime> time; ///< Without seconds the whole minute is meant.

    bool operator==(const SearchMoment &) const = default;
};

/// A time as people ask for it: `<15m`, `>2h`, `2026-11-24..2026-11-25`.
struct SearchTime
{
    enum class Kind : quint8 {
        Any,
        Within, ///< Less than `span` away from now.
        Beyond, ///< More than `span` away from now.
        Between, ///< `from` to `until`, both included; absent = open.
    };

    static constexpr std::chrono::seconds LongestSpan {10LL * 366 * 24 * 3600};

    Kind kind = Kind::Any;
    std::chrono::seconds span {0};
    std::optional<SearchMoment> from;
    std::optional<SearchMoment> until;

    bool operator==(const SearchTime &) const = default;
};

enum class SearchState : quint8 { Any, Active, Idle, Expiring, LoggedOut, Expired, Ended };

/// Whether the session, if it is live, was not seen for at least half of its idle time.
AXESS_EXPORT bool isIdle(const SessionRow &row, qint64 now);
/// Whether the session, if it is live, ends within five minutes when nothing happens.
///
/// What may stand unused for less than ten minutes, or was made for less, expires in the second half of that
/// time: else it would do so from its beginning. `now` is UTC milliseconds of the store's time.
AXESS_EXPORT bool isExpiring(const SessionRow &row, qint64 now);

/// What it costs the store to answer, by its indexes.
enum class SearchCost : quint8 {
    Lookup, ///< One row by its id.
    IndexRange, ///< Only rows that are wanted are looked at, nearly.
    Scan, ///< Rows are looked at one by one until enough are found.
};

class SearchPlan;

/// What a person looks for among the sessions of a store. What is not said does not restrict.
struct AXESS_EXPORT SessionSearch
{
    std::optional<SessionId> id;
    QString idPrefix; ///< 1 to 31 lower-case hexadecimal digits.
    std::optional<UserId> user; ///< Empty = guests.
    std::optional<TenantId> tenant;
    std::optional<SessionLevel> level;
    SearchState state = SearchState::Any;
    std::optional<quint32> key;
    SearchTime created;
    SearchTime seen;
    SearchTime expires;
    std::optional<AddressRange> address;
    QList<AddressRange> otherAddresses; ///< Not from these.
    QString device; ///< Of label or user agent: found anywhere; with `*` the whole, either case.
    QStringList otherDevices; ///< None of these.
    QString client; ///< As SessionFilter::client.

    /// The text that reads back as this. Any valid search has one.
    QString text() const;
    SearchCost cost() const;
    /// Whether a later `now` makes another list of it.
    bool isRelative() const;
    /// As it stands at this moment, for all its pages. `now` is UTC milliseconds of the store's time.
    SearchPlan planned(qint64 now, const QTimeZone &zone) const;

    bool operator==(const SessionSearch &) const = default;
};

/// A word of a search's text: `user:alice`, `-ip:10.0.0.0/8`, `alice`.
struct SearchWord
{
    qsizetype position = 0; ///< In UTF-16 units, as all positions here.
    qsizetype length = 0;
    bool excludes = false; ///< Begins with a minus.
    QString field; ///< Lower case; empty = none was named.
    qsizetype valuePosition = 0; ///< Quotes included.
    QString value; ///< Without quotes.
    bool quoted = false;
    bool closed = true; ///< The quote was.
};

/// Why a part of a search's text means nothing, and where it stands.
struct AXESS_EXPORT SearchProblem
{
    enum class Kind : quint8 {
        TooLong,
        Invisible, ///< A character that cannot be seen, outside of quotes.
        UnclosedQuote,
        UnknownField,
        NoValue,
        Twice, ///< The field was said before.
        TwoNames, ///< A second word without a field.
        NotExcludable,
        Wildcard, ///< `*` where names are compared whole.
        BadName,
        BadId,
        BadLevel,
        BadState,
        BadKey,
        BadTime,
        BadAddress,
    };

    Kind kind = Kind::UnknownField;
    qsizetype position = 0;
    qsizetype length = 0;
    QString part; ///< What stands there, shortened, with invisible characters spelt out.

    /// In English, with the position counted from 1.
    QString sentence() const;
};

/// A search's text, read. Problems do not hide what could be read.
struct AXESS_EXPORT ParsedSearch
{
    static constexpr qsizetype LongestText = 4096;
    static constexpr qsizetype MostProblems = 20;

    /// Reads `user:alice state:active seen:<15m`; a word without field is a session id, else a user id.
    ///
    /// Any text at all is an answer, in time linear to its length.
    static ParsedSearch read(QStringView text);
    /// The fields' names, for completion.
    static QStringList fields();
    /// The words that a field takes; empty where it takes any.
    static QStringList valuesOf(const QString &field);
    /// A value as it stands in a text, with quotes where it needs them.
    static QString quoted(const QString &value);

    bool isValid() const { return problems.isEmpty(); }

    SessionSearch search;
    QList<SearchWord> words;
    QList<SearchProblem> problems; ///< By position.
};

/// A search at one moment: relative times have become times, and every page is of the same list.
///
/// What the backend has no index for is looked at row by row, in bounded steps. Value type; any thread.
class AXESS_EXPORT SearchPlan
{
public:
    static constexpr qint64 StepRows = 50'000; ///< Rows that one page looks at, at most.
    static constexpr qsizetype MostTenants = 10'000;

    SearchPlan() = default; ///< Everything.

    const SessionSearch &search() const { return m_search; }
    const SessionFilter &filter() const { return m_filter; } ///< What the backend is asked for.
    bool fits(const ListedSession &session) const;
    /// Whether rows are looked at here, beyond what the backend is asked for.
    bool looksAtRows() const;
    /// A user whose tenant was not named: every tenant is asked.
    bool asksEveryTenant() const;

    /// The same from this time of creation on: what is newer is not listed.
    SearchPlan startingAt(qint64 created) const;
    const std::optional<qint64> &start() const { return m_start; }

    /// A page, newest first; fewer rows than `limit` with a `next` say that a step ended or that it was
    /// stopped. Errors are those of SessionStore::page; InvalidArgument where more than MostTenants would
    /// have to be asked. Blocking.
    Result<SessionPage> page(SessionStore &store, const QByteArray &cursor, int limit = 200,
                             const std::stop_token &stop = {}) const;

    bool operator==(const SearchPlan &) const = default;

private:
    friend struct SessionSearch;

    bool isInState(const ListedSession &session) const;

    SessionSearch m_search;
    SessionFilter m_filter;
    std::optional<qint64> m_start;
    qint64 m_now = 0; ///< Of the plan, where what is searched for depends on it.
};

} // namespace Axess
