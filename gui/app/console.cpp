// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console.h"

#include "app/audittrail.h"

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// Fewer than any pool has connections: the console must not be what keeps a store busy.
constexpr int Threads = 3;
// They mostly sleep, as their rate says; what is counted or undone must not wait for their end.
constexpr int LongThreads = 8;

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

// A session that got no answer and carries the act's mark was ended by it: ending it again would take away
// the time in which it can be undone.
void settle(SessionStore &store, RevokeReport &report)
{
    QList<SessionId> unknown;
    for (const SessionId &id : std::as_const(report.unknown)) {
        const auto found = store.find(id);
        const bool isKnown = found && (!*found || (*found)->life != Life::Live);
        if (!isKnown)
            unknown.append(id);
        else if (*found && (*found)->row.revocation && (*found)->row.revocation->mark == report.mark)
            report.done.append(id);
        else
            report.gone.append(id);
    }
    report.unknown = unknown;
}

ActReport reportOf(SessionStore &store, const QList<SessionId> &ids, Result<RevokeReport> answer,
                   Wanted wanted)
{
    ActReport report;
    report.requested = ids.size();
    if (!answer) {
        report.error = answer.error();
        return report;
    }
    report.store = *std::move(answer);
    if (wanted == Wanted::Ended)
        settle(store, report.store);
    verify(store, report, wanted);
    return report;
}

// What is restored stays restored when a later one fails: the rest is named as unknown then.
Result<RevokeReport> restoreEach(SessionStore &store, const QList<RevokeReport> &acts)
{
    RevokeReport sum;
    for (const RevokeReport &act : acts) {
        const auto restored = store.restore(act.done, act.mark);
        if (!restored && sum.done.isEmpty() && sum.gone.isEmpty() && sum.unknown.isEmpty())
            return restored;
        sum.done += restored ? restored->done : QList<SessionId>();
        sum.gone += restored ? restored->gone : QList<SessionId>();
        sum.unknown += restored ? restored->unknown : act.done;
    }
    return sum;
}

/// Does it, times it, and looks it up in the trail.
template<typename Verb>
ActReport acted(const std::shared_ptr<SessionStore> &store, const QString &act, Verb verb)
{
    const qint64 begun = store->now();
    ActReport report = verb(*store);
    report.milliseconds = store->now() - begun;
    if (!report.error)
        report.auditEntry = auditEntryOf(store, act, begun);
    return report;
}

QFuture<ActReport> refused(const QList<SessionId> &ids, const Error &error)
{
    ActReport report;
    report.requested = ids.size();
    report.error = error;
    return QtFuture::makeReadyValueFuture(report);
}

} // namespace

Console::Console(std::shared_ptr<SessionStore> store, StoreAddress address, ConsoleMode mode, QObject *parent)
    : QObject(parent)
    , m_store(std::make_shared<AsyncSessionStore>(store, Threads))
    , m_longThreads(std::make_unique<QThreadPool>())
    , m_address(std::move(address))
    , m_capabilities(store->capabilities())
    , m_gate(mode, m_capabilities.readOnly)
    , m_name(StoreUrl::parse(m_address.url).transform(&StoreUrl::displayText).value_or(store->displayName()))
{
    m_longThreads->setMaxThreadCount(LongThreads);
}

Console::~Console()
{
    // Both destructors wait for what is under way. Who began something long tells it to stop.
    QThreadPool::globalInstance()->start(
        [store = std::move(m_store), threads = std::move(m_longThreads)]() mutable {
            threads.reset();
            store.reset();
        });
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
    if (const auto allowed = m_gate.check(Gate::actFor(ids.size())); !allowed)
        return refused(ids, allowed.error());
    return m_store->run([=, shared = m_store->store()](SessionStore &) {
        return acted(shared, u"revoke"_s, [&](SessionStore &store) {
            return reportOf(store, ids, store.revoke(ids, reason, grace), Wanted::Ended);
        });
    });
}

QFuture<ActReport> Console::undo(const QList<RevokeReport> &acts)
{
    QList<SessionId> ids;
    for (const RevokeReport &act : acts)
        ids += act.done;
    if (const auto allowed = m_gate.check(GatedAct::Undo); !allowed)
        return refused(ids, allowed.error());
    return m_store->run([=, shared = m_store->store()](SessionStore &) {
        return acted(shared, u"restore"_s, [&](SessionStore &store) {
            return reportOf(store, ids, restoreEach(store, acts), Wanted::Live);
        });
    });
}

QFuture<Result<RecordedLook>> Console::recordLook(const QString &act, const QString &what)
{
    return m_store->run(
        [=, shared = m_store->store()](SessionStore &) { return RecordedLook::begin(shared, act, what); });
}

void Console::endLook(const RecordedLook &look, const std::optional<Error> &failure)
{
    (void)m_store->run([=](SessionStore &) {
        look.end(failure);
        return true;
    });
}

qint64 Console::now() const
{
    return m_store->store()->now();
}

QString Console::markedName() const
{
    return m_address.markedName();
}

QString Console::shortName() const
{
    const QString name = m_address.shortName();
    return name.isEmpty() ? m_name : name;
}

} // namespace Axess
