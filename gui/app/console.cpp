// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console.h"

#include <QtCore/qfileinfo.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// Fewer than any pool has connections: the console must not be what keeps a store busy.
constexpr int Threads = 3;

enum class Wanted { Ended, Live };

// A session that cannot be read proves nothing, so it is neither verified nor contradicted.
void verify(SessionStore &store, ActReport &report, Wanted wanted)
{
    for (const SessionId &id : std::as_const(report.store.done)) {
        const auto found = store.find(id);
        if (!found)
            continue;
        const bool live = found->has_value() && (*found)->life == Life::Live;
        (live == (wanted == Wanted::Live) ? report.verified : report.contradicted).append(id);
    }
}

ActReport reportOf(SessionStore &store, const QList<SessionId> &ids, Result<RevokeReport> answer,
                   Wanted wanted)
{
    ActReport report {.requested = ids.size(), .store = {}, .verified = {}, .contradicted = {}, .error = {}};
    if (!answer) {
        report.error = answer.error();
        return report;
    }
    report.store = *std::move(answer);
    verify(store, report, wanted);
    return report;
}

} // namespace

Console::Console(std::shared_ptr<SessionStore> store, StoreAddress address, QObject *parent)
    : QObject(parent)
    , m_store(std::make_shared<AsyncSessionStore>(store, Threads))
    , m_address(std::move(address))
    , m_capabilities(store->capabilities())
    , m_name(StoreUrl::parse(m_address.url).transform(&StoreUrl::displayText).value_or(store->displayName()))
{ }

Console::~Console()
{
    // AsyncSessionStore's destructor waits for what is under way.
    QThreadPool::globalInstance()->start([store = std::move(m_store)]() mutable { store.reset(); });
}

QFuture<Result<SessionPage>> Console::page(const SearchPlan &plan, const QByteArray &cursor, int limit,
                                           const std::stop_token &stop)
{
    return m_store->run([=](SessionStore &store) { return plan.page(store, cursor, limit, stop); });
}

QFuture<Result<UserPage>> Console::users(const TenantId &tenant, const QByteArray &cursor, int limit)
{
    return m_store->run([=](SessionStore &store) { return store.users(tenant, cursor, limit); });
}

QFuture<Result<TenantPage>> Console::tenants()
{
    return m_store->run([](SessionStore &store) { return store.tenants(); });
}

QFuture<Result<QList<ListedSession>>> Console::sessionsOf(const UserId &user, const TenantId &tenant)
{
    return m_store->run([=](SessionStore &store) { return store.sessionsOf(user, tenant); });
}

QFuture<Result<QList<Event>>> Console::history(const UserId &user, const TenantId &tenant, int limit)
{
    return m_store->run([=](SessionStore &store) { return store.history(user, tenant, limit); });
}

QFuture<Result<std::optional<ListedSession>>> Console::open(const SessionId &id)
{
    return m_store->run([id](SessionStore &store) { return store.find(id); });
}

QFuture<Result<StoreStatistics>> Console::statistics()
{
    return m_store->run([](SessionStore &store) { return store.statistics(); });
}

QFuture<StoreHealth> Console::health()
{
    return m_store->run([](SessionStore &store) { return store.health(); });
}

QFuture<Result<QList<KeyInfo>>> Console::keys()
{
    return m_store->run([](SessionStore &store) { return store.keys(); });
}

QFuture<Result<QList<Finding>>> Console::findings()
{
    return m_store->run([](SessionStore &store) { return examine(store); });
}

QFuture<Result<QList<InstanceInfo>>> Console::instances()
{
    return m_store->run([](SessionStore &store) { return Axess::instances(store); });
}

QFuture<ActReport> Console::logOut(const QList<SessionId> &ids, const QString &reason,
                                   std::chrono::milliseconds grace)
{
    return m_store->run([=](SessionStore &store) {
        return reportOf(store, ids, store.revoke(ids, reason, grace), Wanted::Ended);
    });
}

QFuture<ActReport> Console::undo(const QList<SessionId> &ids, const QByteArray &mark)
{
    return m_store->run(
        [=](SessionStore &store) { return reportOf(store, ids, store.restore(ids, mark), Wanted::Live); });
}

qint64 Console::now() const
{
    return m_store->store()->now();
}

QString Console::markedName() const
{
    const Environment environment = m_address.environment;
    if (environment == Environment::Unmarked)
        return shortName();
    return u"%1 (%2)"_s.arg(shortName(), EnvironmentTexts::label(environment).toUpper());
}

QString Console::shortName() const
{
    const Result<StoreUrl> url = StoreUrl::parse(m_address.url);
    if (!url)
        return m_name;
    if (url->backend() == "sqlite"_L1)
        return QFileInfo(url->path()).fileName();
    if (!url->hosts().isEmpty())
        return url->hosts().constFirst().name;
    return url->backend();
}

} // namespace Axess
