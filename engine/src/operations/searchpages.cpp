// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessionsearch.h>

#include <QtCore/qendian.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

/// Reads pages of one search; the budget of looked-at rows is shared by all that it asks.
class SearchPages
{
public:
    SearchPages(SessionStore &store, const SearchPlan &plan, int limit, const std::stop_token &stop)
        : m_store(store)
        , m_plan(plan)
        , m_limit(limit)
        , m_stop(stop)
    { }

    Result<SessionPage> one();
    Result<SessionPage> walk(const QByteArray &cursor);
    Result<SessionPage> everyTenant(const QByteArray &cursor);

private:
    struct Place
    {
        qint64 created = 0;
        SessionId id;
    };

    Result<SessionPage> ask(const SessionQuery &query);
    Result<QList<TenantId>> tenants();
    Result<void> ofTenant(const TenantId &tenant, const std::optional<Place> &behind, SessionPage &page);
    bool isSpent(const SessionPage &page) const
    {
        return m_stop.stop_requested() || page.examined >= SearchPlan::StepRows;
    }

    static bool standsBefore(const ListedSession &one, const ListedSession &other);
    static QByteArray cursorOf(const ListedSession &last);
    static Result<std::optional<Place>> placeOf(const QByteArray &cursor);

    SessionStore &m_store;
    const SearchPlan &m_plan;
    int m_limit;
    const std::stop_token &m_stop;
    qint64 m_examined = 0;
};

Result<SessionPage> SearchPages::one()
{
    auto found = m_store.find(*m_plan.search().id);
    if (!found)
        return std::unexpected(found.error());
    SessionPage page {.sessions = {}, .next = {}, .examined = 1};
    if (*found && m_plan.fits(**found)) {
        // A list shows no data, however it was found.
        (*found)->row.data = {};
        (*found)->row.fingerprint.clear();
        (*found)->row.verification = Verification::NotVerified;
        page.sessions.append(**found);
    }
    return page;
}

Result<SessionPage> SearchPages::ask(const SessionQuery &query)
{
    auto page = m_store.page(query);
    if (!page)
        return page;
    m_examined += page->examined;
    page->sessions.removeIf([this](const ListedSession &session) { return !m_plan.fits(session); });
    return page;
}

Result<SessionPage> SearchPages::walk(const QByteArray &cursor)
{
    SessionPage page;
    page.next = cursor;
    do {
        const auto part = ask({.filter = m_plan.filter(),
                               .cursor = page.next,
                               .limit = m_limit - int(page.sessions.size()),
                               .workBudget = SearchPlan::StepRows - m_examined});
        if (!part)
            return part;
        page.sessions.append(part->sessions);
        page.next = part->next;
        page.epochsKnown = page.epochsKnown && part->epochsKnown;
        page.examined = m_examined;
    } while (!page.next.isEmpty() && page.sessions.size() < m_limit && !isSpent(page)
             && m_plan.looksAtRows());
    return page;
}

Result<QList<TenantId>> SearchPages::tenants()
{
    QList<TenantId> all;
    QByteArray cursor;
    do {
        const auto page = m_store.tenants(cursor, PageRequest::MaximumRows);
        if (!page)
            return std::unexpected(page.error());
        all.append(page->tenants);
        cursor = page->next;
    } while (!cursor.isEmpty() && all.size() <= SearchPlan::MostTenants);
    if (all.size() > SearchPlan::MostTenants)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"There are more than %1 tenants; name the tenant"_s.arg(SearchPlan::MostTenants)));
    return all;
}

// The newest of this tenant behind the place, at least `limit` of them if there are as many.
Result<void> SearchPages::ofTenant(const TenantId &tenant, const std::optional<Place> &behind,
                                   SessionPage &page)
{
    SessionFilter filter = m_plan.filter();
    filter.tenant = tenant;
    if (behind)
        filter.created.until
            = std::min(filter.created.until.value_or(behind->created + 1), behind->created + 1);
    QByteArray cursor;
    int found = 0;
    do {
        const auto part = ask({.filter = filter, .cursor = cursor, .limit = m_limit});
        if (!part)
            return std::unexpected(part.error());
        for (const ListedSession &session : part->sessions) {
            const bool told
                = behind && session.row.created == behind->created && session.row.id >= behind->id;
            if (told)
                continue;
            page.sessions.append(session);
            ++found;
        }
        page.epochsKnown = page.epochsKnown && part->epochsKnown;
        cursor = part->next;
    } while (!cursor.isEmpty() && found < m_limit);
    if (!cursor.isEmpty())
        page.next = cursor;
    return {};
}

// A page is whole or it is not there: half of the tenants would be no order. A user has few sessions.
Result<SessionPage> SearchPages::everyTenant(const QByteArray &cursor)
{
    const auto behind = placeOf(cursor);
    const auto tenants = behind.and_then([this](const auto &) { return this->tenants(); });
    if (!tenants)
        return std::unexpected(tenants.error());
    SessionPage page;
    for (const TenantId &tenant : *tenants) {
        if (m_stop.stop_requested())
            return std::unexpected(Error(ErrorCode::Unavailable, u"The search was stopped"_s));
        if (const auto asked = ofTenant(tenant, *behind, page); !asked)
            return std::unexpected(asked.error());
    }
    std::ranges::sort(page.sessions, standsBefore);
    const bool more = !page.next.isEmpty() || page.sessions.size() > m_limit;
    if (page.sessions.size() > m_limit)
        page.sessions.resize(m_limit);
    page.next = more && !page.sessions.isEmpty() ? cursorOf(page.sessions.constLast()) : QByteArray();
    page.examined = m_examined;
    return page;
}

bool SearchPages::standsBefore(const ListedSession &one, const ListedSession &other)
{
    if (one.row.created != other.row.created)
        return one.row.created > other.row.created;
    return one.row.id > other.row.id;
}

QByteArray SearchPages::cursorOf(const ListedSession &last)
{
    QByteArray cursor(sizeof(qint64), '\0');
    qToBigEndian(last.row.created, cursor.data());
    return cursor + last.row.id.bytes();
}

Result<std::optional<SearchPages::Place>> SearchPages::placeOf(const QByteArray &cursor)
{
    if (cursor.isEmpty())
        return std::nullopt;
    const auto id
        = SessionId::fromBytes(QByteArrayView(cursor).sliced(std::min<qsizetype>(8, cursor.size())));
    if (!id)
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"The cursor is not of this list"_s));
    return Place {qFromBigEndian<qint64>(cursor.constData()), *id};
}

} // namespace

Result<SessionPage> SearchPlan::page(SessionStore &store, const QByteArray &cursor, int limit,
                                     const std::stop_token &stop) const
{
    SearchPages pages(store, *this, limit, stop);
    if (m_search.id)
        return pages.one();
    return asksEveryTenant() ? pages.everyTenant(cursor) : pages.walk(cursor);
}

} // namespace Axess
