// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// The verbs of SessionStore that operators need.

#include "audited_p.h"
#include "rowview_p.h"
#include "sessionender_p.h"
#include "sessionlister_p.h"
#include "sessionreader_p.h"

#include <axess/logging.h>

#include <algorithm>
#include <thread>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

void noteEpoch(StoreCore &core, const TenantId &tenant, const QString &reason, const Deadline &deadline)
{
    Event event;
    event.at = core.time().now();
    event.kind = EventKind::EpochRaised;
    event.endReason = EndReason::EpochRaised;
    event.tenant = tenant;
    event.detail = fittedDetail(reason);
    // The epoch stands already: a missing line must not look like a failure.
    const auto noted = core.storage().run(Verb::AppendEvents, deadline, [&](StorageConnection &connection) {
        return connection.appendEvents(std::span(&event, 1));
    });
    if (!noted)
        qCWarning(sessionLog, "An epoch was raised without a line in the event log: %ls",
                  qUtf16Printable(noted.error().message()));
}

// When this returns, the change holds everywhere: the lag is waited out within the call's time, of which the
// write gets the rest.
Result<ControlCopy::State> raised(StoreCore &core, const std::function<void(ControlState &)> &raise,
                                  const TenantId &tenant, const QString &reason)
{
    const Deadline deadline = core.deadline();
    const auto lag = core.options().controlLag;
    const auto time = deadline.remaining();
    auto state = core.control().change(raise, Deadline::in(std::max(time - lag, time / 2)));
    if (!state)
        return state;
    const Deadline settled = Deadline::in(lag);
    noteEpoch(core, tenant, reason, deadline);
    std::this_thread::sleep_until(settled.at());
    return state;
}

// "3 sessions: a…, b…, c…": all of them would be too many.
AuditAct actOn(const QString &act, std::span<const SessionId> ids, const QString &reason)
{
    constexpr std::size_t shown = 10;
    QStringList texts;
    for (const SessionId &id : ids.first(std::min(shown, ids.size())))
        texts.append(id.text());
    return {act,
            u"%1 sessions: %2%3"_s.arg(ids.size())
                .arg(texts.join(u", "_s), ids.size() > shown ? u", …"_s : QString()),
            reason};
}

QString wordsOf(const SessionFilter &filter)
{
    QStringList words;
    if (filter.tenant)
        words.append(u"tenant “%1”"_s.arg(filter.tenant->text()));
    if (filter.user)
        words.append(u"user “%1”"_s.arg(filter.user->text()));
    const auto addTimes = [&](const QString &name, const TimeRange &range) {
        if (range.from)
            words.append(u"%1 from %2"_s.arg(name).arg(*range.from));
        if (range.until)
            words.append(u"%1 until %2"_s.arg(name).arg(*range.until));
    };
    addTimes(u"created"_s, filter.created);
    addTimes(u"last seen"_s, filter.lastSeen);
    addTimes(u"expires"_s, filter.expires);
    if (!filter.client.isEmpty())
        words.append(u"client “%1”"_s.arg(filter.client));
    if (filter.level)
        words.append(u"level %1"_s.arg(int(*filter.level)));
    if (filter.keyId)
        words.append(u"key %1"_s.arg(keyIdText(*filter.keyId)));
    return u"sessions by a filter: "_s + words.join(u", "_s);
}

} // namespace

Result<std::optional<ListedSession>> SessionStore::find(const SessionId &id)
{
    return SessionReader(*m_core).find(id);
}

Result<SessionPage> SessionStore::page(const SessionQuery &query)
{
    return SessionLister(*m_core).page(query);
}

Result<QList<ListedSession>> SessionStore::sessionsOf(const UserId &user, const TenantId &tenant, int limit)
{
    if (limit < 1)
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"A list has a limit of 1 or more"_s));
    return SessionLister(*m_core).sessionsOf(user, tenant, limit);
}

Result<QList<SessionId>> SessionStore::vanishedSessionsOf(const UserId &user, const TenantId &tenant)
{
    return SessionLister(*m_core).vanishedOf(user, tenant);
}

Result<UserPage> SessionStore::users(const TenantId &tenant, const QByteArray &cursor, int limit)
{
    return m_core->storage().run(Verb::Users, m_core->deadline(), [&](StorageConnection &connection) {
        return connection.users(tenant, cursor, limit);
    });
}

Result<TenantPage> SessionStore::tenants(const QByteArray &cursor, int limit)
{
    return m_core->storage().run(Verb::Tenants, m_core->deadline(), [&](StorageConnection &connection) {
        return connection.tenants(cursor, limit);
    });
}

Result<RevokeReport> SessionStore::revoke(std::span<const SessionId> ids, const QString &reason,
                                          std::chrono::milliseconds grace)
{
    return audited(*m_core, actOn(u"revoke"_s, ids, reason),
                   [&] { return SessionEnder(*m_core).revoke(ids, reason, grace); });
}

Result<RevokeReport> SessionStore::revoke(const SessionFilter &filter, const QString &reason,
                                          std::chrono::milliseconds grace)
{
    return audited(*m_core, {u"revoke"_s, wordsOf(filter), reason},
                   [&] { return SessionEnder(*m_core).revoke(filter, reason, grace); });
}

Result<RevokeReport> SessionStore::restore(std::span<const SessionId> ids, const QByteArray &mark)
{
    return audited(*m_core, actOn(u"restore"_s, ids, {}),
                   [&] { return SessionEnder(*m_core).restore(ids, mark); });
}

Result<QList<Event>> SessionStore::history(const UserId &user, const TenantId &tenant, int limit)
{
    return m_core->storage().run(Verb::Events, m_core->deadline(), [&](StorageConnection &connection) {
        return connection.eventsOf(tenant, user, limit);
    });
}

Result<QList<Event>> SessionStore::events(qint64 position, int limit)
{
    return m_core->storage().run(Verb::Events, m_core->deadline(), [&](StorageConnection &connection) {
        return connection.events(position, limit);
    });
}

Result<void> SessionStore::note(const Event &event)
{
    Event noted = event;
    noted.detail = fittedDetail(event.detail);
    if (noted.at == 0)
        noted.at = now();
    return m_core->storage().run(Verb::AppendEvents, m_core->deadline(), [&](StorageConnection &connection) {
        return connection.appendEvents(std::span(&noted, 1));
    });
}

Result<quint64> SessionStore::raiseStoreEpoch(const QString &reason)
{
    // Until the lag has passed others may create rows of the older epoch.
    const auto raise = [this](ControlState &control) {
        control.store = {control.store.value + 1, now() + m_core->options().controlLag.count()};
    };
    const auto state = audited(*m_core, {u"raise-epoch"_s, u"the whole store"_s, reason},
                               [&] { return raised(*m_core, raise, {}, reason); });
    return state.transform([](const ControlCopy::State &now) { return now->store.value; });
}

Result<quint64> SessionStore::raiseTenantEpoch(const TenantId &tenant, const QString &reason)
{
    const auto raise = [&](ControlState &control) {
        const quint64 value = control.tenants.value(tenant).value + 1;
        control.tenants.insert(tenant, {value, now() + m_core->options().controlLag.count()});
    };
    const auto state = audited(*m_core, {u"raise-epoch"_s, u"tenant “%1”"_s.arg(tenant.text()), reason},
                               [&] { return raised(*m_core, raise, tenant, reason); });
    return state.transform([&](const ControlCopy::State &now) { return now->tenants.value(tenant).value; });
}

Result<StoreStatistics> SessionStore::statistics(qint64 workBudget)
{
    if (workBudget < 1)
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"A work budget is 1 row or more"_s));
    return SessionLister(*m_core).statistics(workBudget);
}

Result<QList<KeyInfo>> SessionStore::keys()
{
    if (m_core->ring().kind() == RingKind::NotSealed)
        return QList<KeyInfo>();
    return m_core->ring().readNow(m_core->deadline()).transform([](const RingKeeper::Ring &ring) {
        QList<KeyInfo> infos;
        for (const DataKey &key : ring->keys())
            infos.append({key.id, keyPurposeName(key.purpose), keyStateName(key.state), key.created,
                          key.stateChanged});
        return infos;
    });
}

Result<QList<Fact>> SessionStore::facts()
{
    return m_core->storage().run(Verb::Inspect, m_core->deadline(),
                                 [](StorageConnection &connection) { return connection.inspect(); });
}

} // namespace Axess
