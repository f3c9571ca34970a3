// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "twinstores.h"

#include <limits>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Minute = 60'000;
constexpr int Ids = 40;

template<typename T> std::span<const T> only(const T &value)
{
    return std::span<const T>(&value, 1);
}

template<typename T> QList<T> byId(QList<T> rows)
{
    std::ranges::sort(rows, {}, &T::id);
    return rows;
}

// Positions are each store's own, and the order of the events of one call is nobody's promise.
QList<Event> bare(QList<Event> events)
{
    for (Event &event : events)
        event.position = 0;
    std::ranges::sort(events, {}, [](const Event &event) {
        return std::tuple(event.at, event.session, event.kind, event.endReason, event.detail, event.tenant,
                          event.user);
    });
    return events;
}

bool same(const UserSummary &one, const UserSummary &other)
{
    return one.user == other.user && one.tenant == other.tenant && one.sessions == other.sessions
        && one.newestCreated == other.newestCreated;
}

// Cursors are each store's own, too; whether there is more is not.
bool same(const auto &one, const auto &other)
{
    if constexpr (requires {
                      one.rows;
                      one.vanished;
                  })
        return one.rows == other.rows && one.vanished == other.vanished
            && one.next.isEmpty() == other.next.isEmpty();
    else if constexpr (requires { one.rows; })
        return one.rows == other.rows && one.next.isEmpty() == other.next.isEmpty();
    else if constexpr (requires { one.users; })
        return std::ranges::equal(one.users, other.users,
                                  [](const auto &a, const auto &b) { return same(a, b); })
            && one.next.isEmpty() == other.next.isEmpty();
    else if constexpr (requires { one.tenants; })
        return one.tenants == other.tenants && one.next.isEmpty() == other.next.isEmpty();
    else if constexpr (requires { one.documents; })
        return one.documents == other.documents && one.next.isEmpty() == other.next.isEmpty();
    else
        return one == other;
}

} // namespace

TwinStores::TwinStores(StorageConnection &first, StorageConnection &second, quint64 seed, qint64 now)
    : m_first(first)
    , m_second(second)
    , m_random(seed)
{
    m_horizon.now = now;
    for (int i = 0; i < Ids; ++i) {
        QByteArray bytes(SessionId::Size, Qt::Uninitialized);
        std::ranges::generate(bytes, [this] { return char(m_random()); });
        m_ids.append(*SessionId::fromBytes(bytes));
    }
}

QString TwinStores::step()
{
    static constexpr std::pair<int, Step> steps[] = {
        {10, &TwinStores::create},
        {8, &TwinStores::createAdmitted},
        {14, &TwinStores::update},
        {8, &TwinStores::signIn},
        {10, &TwinStores::touch},
        {4, &TwinStores::reseal},
        {6, &TwinStores::revoke},
        {6, &TwinStores::restore},
        {6, &TwinStores::remove},
        {3, &TwinStores::sweep},
        {4, &TwinStores::install},
        {1, &TwinStores::bury},
        {2, &TwinStores::raiseUser},
        {4, &TwinStores::putDocument},
        {2, &TwinStores::removeDocument},
        {6, &TwinStores::load},
        {8, &TwinStores::page},
        {4, &TwinStores::sessionsOf},
        {3, &TwinStores::usersAndTenants},
        {3, &TwinStores::events},
        {6, &TwinStores::advance},
    };
    int weights = 0;
    for (const auto &[weight, step] : steps)
        weights += weight;
    int draw = random(weights);
    for (const auto &[weight, step] : steps) {
        if (draw < weight)
            return (this->*step)();
        draw -= weight;
    }
    return {};
}

template<typename Ask, typename Normalise>
QString TwinStores::compare(const QString &what, Ask ask, Normalise normalise)
{
    const auto first = ask(m_first);
    const auto second = ask(m_second);
    if (!first && !second && first.error().code() == second.error().code())
        return {};
    if (!first || !second) {
        const auto textOf
            = [](const auto &result) { return result ? u"success"_s : result.error().message(); };
        return u"%1: %2 against %3"_s.arg(what, textOf(first), textOf(second));
    }
    if (same(normalise(*first), normalise(*second)))
        return {};
    return u"%1: both succeeded with different answers"_s.arg(what);
}

template<typename Ask> QString TwinStores::compare(const QString &what, Ask ask)
{
    return compare(what, ask, [](const auto &answer) { return answer; });
}

QString TwinStores::create()
{
    const NewRow entry = aRow().entry();
    return compare(u"create"_s, [&](auto &store) { return store.create(only(entry), m_horizon); });
}

QString TwinStores::createAdmitted()
{
    const RowBuilder builder = aRow().user(aUser().text());
    const NewRow entry = builder.entry(anAdmission(builder.row().tenant, builder.row().user));
    return compare(u"create with admission"_s,
                   [&](auto &store) { return store.create(only(entry), m_horizon); });
}

QString TwinStores::update()
{
    const auto row = aKnownRow();
    if (!row)
        return {};
    RowUpdate update = oneIn(3) ? cycleOf(*row) : saveOf(*row, freshBytes(random(32)));
    update.row.idleDeadline
        = std::min(update.row.absoluteDeadline, m_horizon.now + (random(40) - 2) * Minute);
    update.row.sweepAt = update.row.idleDeadline + random(5) * Minute;
    update.row.lastSeen = m_horizon.now - random(5) * Minute;
    update.idleRule = oneIn(4) ? IdleRule::SetAnew : IdleRule::KeepLater;
    return compare(u"update"_s, [&](auto &store) { return store.update(only(update), m_horizon); });
}

QString TwinStores::signIn()
{
    const auto row = aKnownRow();
    if (!row)
        return {};
    const UserId user = row->user.isEmpty() ? aUser() : row->user;
    const RowUpdate update = signInOf(*row, user.text(), anAdmission(row->tenant, user));
    return compare(u"sign-in"_s, [&](auto &store) { return store.update(only(update), m_horizon); });
}

QString TwinStores::touch()
{
    const qint64 idleDeadline = m_horizon.now + (random(60) - 10) * Minute;
    const Touch touch {anId(), idleDeadline, m_horizon.now - random(3) * Minute,
                       idleDeadline + random(10) * Minute};
    return compare(u"touch"_s, [&](auto &store) { return store.touch(only(touch), m_horizon); });
}

QString TwinStores::reseal()
{
    const auto row = aKnownRow();
    if (!row)
        return {};
    const Reseal reseal {row->id, row->revision, row->writeId, quint32(random(4)), freshBytes(random(32))};
    return compare(u"reseal"_s, [&](auto &store) { return store.reseal(only(reseal)); });
}

QString TwinStores::revoke()
{
    if (m_revocations.isEmpty() || !oneIn(4))
        m_revocations.append(revocationOf(anId(), m_horizon.now, m_horizon.now + random(10) * Minute));
    const Revocation revocation = m_revocations[random(int(m_revocations.size()))];
    return compare(u"revoke"_s, [&](auto &store) { return store.revoke(only(revocation), m_horizon); });
}

QString TwinStores::restore()
{
    if (m_revocations.isEmpty())
        return {};
    const qsizetype recent = std::min<qsizetype>(m_revocations.size(), 5);
    const Revocation &revocation = m_revocations[m_revocations.size() - 1 - random(int(recent))];
    return compare(u"restore"_s, [&](auto &store) {
        return store.restore(only(revocation.id), revocation.mark.mark, m_horizon);
    });
}

QString TwinStores::remove()
{
    const Removal removal {anId(), EndReason(1 + random(9)), u"detail"_s, m_horizon.now};
    return compare(u"remove"_s, [&](auto &store) { return store.remove(only(removal)); });
}

QString TwinStores::sweep()
{
    return compare(
        u"removeExpired"_s, [&](auto &store) { return store.removeExpired(m_horizon, 1000); },
        [](const auto &rows) { return byId(rows); });
}

QString TwinStores::install()
{
    SealedRow row = aRow().row();
    row.revision = 1 + quint64(random(4));
    row.change = 1 + quint64(random(8));
    if (oneIn(3))
        row.revocation = revocationOf(row.id, m_horizon.now, m_horizon.now + Minute).mark;
    return compare(u"install"_s, [&](auto &store) { return store.install(only(row)); });
}

QString TwinStores::bury()
{
    const SessionId id = anId();
    const qint64 until = m_horizon.now + random(60) * Minute;
    const auto buried
        = [&](auto &store) { return store.bury(only(id), until).transform([] { return true; }); };
    return compare(u"bury"_s, buried);
}

QString TwinStores::raiseUser()
{
    const TenantId tenant = aTenant();
    const UserId user = aUser();
    if (oneIn(3)) {
        const quint64 atLeast = quint64(random(5));
        return compare(u"putUserGeneration"_s, [&](auto &store) {
            return store.putUserGeneration(tenant, user, atLeast).and_then([&] {
                return store.userGeneration(tenant, user);
            });
        });
    }
    return compare(u"raiseUser"_s, [&](auto &store) { return store.raiseUser(tenant, user); });
}

QString TwinStores::putDocument()
{
    const QString name = u"document %1"_s.arg(random(4));
    const quint64 expected = quint64(random(4));
    const QByteArray bytes = freshBytes(random(32));
    return compare(u"putDocument"_s, [&](auto &store) { return store.putDocument(name, bytes, expected); });
}

QString TwinStores::removeDocument()
{
    const QString name = u"document %1"_s.arg(random(4));
    const quint64 expected = quint64(random(4));
    return compare(u"removeDocument"_s, [&](auto &store) {
        return store.removeDocument(name, expected).transform([] { return true; });
    });
}

QString TwinStores::load()
{
    const std::span<const SessionId> ids(m_ids);
    const QString difference = compare(u"load"_s, [&](auto &store) { return store.load(ids); });
    return difference.isEmpty() ? compare(u"describe"_s, [&](auto &store) { return store.describe(ids); })
                                : difference;
}

QString TwinStores::page()
{
    PageRequest request;
    request.filter = aFilter();
    request.order = oneIn(2) ? PageOrder::NewestFirst : PageOrder::OldestFirst;
    request.limit = 1 + random(20);
    request.horizon = m_horizon;
    QHash<StorageConnection *, QByteArray> cursors;
    for (int page = 0; page < 4; ++page) {
        QHash<StorageConnection *, QByteArray> behind;
        const QString difference = compare(u"page"_s, [&](StorageConnection &store) {
            request.cursor = cursors.value(&store);
            return store.page(request).transform([&](const RowPage &answered) {
                behind.insert(&store, answered.next);
                return answered;
            });
        });
        if (!difference.isEmpty() || behind.value(&m_first).isEmpty())
            return difference;
        cursors = behind;
    }
    return {};
}

QString TwinStores::sessionsOf()
{
    const TenantId tenant = aTenant();
    const UserId user = aUser();
    const int limit = 1 + random(6);
    return compare(u"sessionsOf"_s,
                   [&](auto &store) { return store.sessionsOf(tenant, user, {}, limit, m_horizon); });
}

QString TwinStores::usersAndTenants()
{
    const TenantId tenant = aTenant();
    const int limit = 1 + random(4);
    QString difference = compare(u"users"_s, [&](auto &store) { return store.users(tenant, {}, limit); });
    if (difference.isEmpty())
        difference = compare(u"tenants"_s, [&](auto &store) { return store.tenants({}, limit); });
    if (difference.isEmpty())
        difference = compare(u"countByKey"_s, [&](auto &store) { return store.countByKey(); });
    return difference;
}

QString TwinStores::events()
{
    if (oneIn(4)) {
        const qint64 before = m_horizon.now - 60 * Minute;
        return compare(u"trimEvents"_s, [&](auto &store) {
            return store.trimEvents(before, std::numeric_limits<qint64>::max(), 1000);
        });
    }
    const TenantId tenant = aTenant();
    const UserId user = aUser();
    return compare(u"eventsOf"_s, [&](auto &store) { return store.eventsOf(tenant, user, 1000); }, bare);
}

QString TwinStores::advance()
{
    m_horizon.now += random(8) * Minute;
    if (oneIn(20))
        m_horizon.store = {m_horizon.store.value + 1, m_horizon.now};
    if (oneIn(10)) {
        Epoch &epoch = m_horizon.tenants[aTenant()];
        epoch = {epoch.value + 1, m_horizon.now};
    }
    return {};
}

QString TwinStores::compareAll()
{
    QString difference = load();
    if (difference.isEmpty())
        difference = compare(u"all events"_s, [](auto &store) { return store.events(0, 1000); }, bare);
    if (difference.isEmpty())
        difference = compare(u"all documents"_s, [](auto &store) { return store.documents({}, {}, 1000); });
    if (difference.isEmpty())
        difference = usersAndTenants();
    return difference;
}
