// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storefacts_p.h"

#include "doctorrules_p.h"
#include "session/sessionlister_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qint64 day = 24 * 3'600'000;
// Two usual sweep intervals and a bit: somebody should have swept by now.
constexpr qint64 sweepLag = 3 * 3'600'000;
constexpr qint64 backlogBudget = 50'000;
// Instances renew every five seconds; one that missed many of these is gone, though still listed.
constexpr qint64 stillThere = 60'000;

QString yesOrNo(bool is)
{
    return is ? u"yes"_s : u"no"_s;
}

QString healthWord(Health health)
{
    switch (health) {
    case Health::Good:
        return u"good"_s;
    case Health::Degraded:
        return u"degraded"_s;
    case Health::Down:
        return u"down"_s;
    }
    return {};
}

QString remoteHostsOf(const StoreUrl &url)
{
    QStringList remote;
    if (url.option(u"socket"_s))
        return {};
    for (const StoreUrl::Host &host : url.hosts()) {
        if (isRemoteHost(host.name))
            remote.append(host.name);
    }
    return remote.join(u", "_s);
}

} // namespace

QList<Fact> StoreFacts::health()
{
    const StoreHealth health = SessionLister(m_core).health();
    return {{u"health"_s, healthWord(health.health)},
            {u"healthSentence"_s, health.sentence},
            {u"latencyMicroseconds"_s, QString::number(health.latencyMicroseconds)}};
}

QList<Fact> StoreFacts::settings() const
{
    const StoreCapabilities capabilities = m_store.capabilities();
    return {{u"sealed"_s, yesOrNo(capabilities.sealed)},
            {u"hasKey"_s, yesOrNo(capabilities.hasKey)},
            {u"remoteHosts"_s, remoteHostsOf(m_core.url())},
            {u"callDeadline"_s, QString::number(m_core.options().callDeadline.count())},
            {u"payloadLimit"_s, QString::number(m_core.options().payloadLimit)}};
}

Result<QList<Fact>> StoreFacts::all()
{
    const auto server = m_store.facts();
    if (!server)
        return std::unexpected(server.error());
    m_facts = *server + settings();
    for (const auto &read : {&StoreFacts::readSchema, &StoreFacts::readBacklog, &StoreFacts::readNewest,
                             &StoreFacts::readInstances}) {
        const auto done = (this->*read)();
        if (!done && done.error().code() != ErrorCode::Corrupt)
            return std::unexpected(done.error());
        // What a damaged store keeps from being looked at is what the doctor was called for.
        if (!done)
            add(u"damage"_s, done.error().message());
    }
    readClock();
    readKeys();
    return m_facts;
}

Result<void> StoreFacts::readSchema()
{
    const auto state = m_core.storage().run(
        Verb::Schema, m_core.deadline(), [](StorageConnection &connection) { return connection.schema(); });
    if (!state)
        return std::unexpected(state.error());
    add(u"schemaWritten"_s, state->written);
    add(u"schemaReadableFrom"_s, state->readableFrom);
    add(u"schemaMine"_s, state->mine);
    return {};
}

Result<RowPage> StoreFacts::page(const PageRequest &request)
{
    return m_core.storage().run(Verb::Page, m_core.deadline(),
                                [&](StorageConnection &connection) { return connection.page(request); });
}

Result<void> StoreFacts::readBacklog()
{
    PageRequest request;
    request.order = PageOrder::OldestFirst;
    request.filter.expires.until = m_core.time().now() - sweepLag;
    request.limit = PageRequest::MaximumRows;
    request.workBudget = backlogBudget;
    request.horizon = m_core.horizonAtHand(m_core.deadline());
    return page(request).transform([&](const RowPage &ended) {
        add(u"sweepBacklog"_s, ended.rows.size());
        add(u"sweepBacklogIsWhole"_s, yesOrNo(ended.next.isEmpty()));
    });
}

Result<void> StoreFacts::readNewest()
{
    PageRequest request;
    request.order = PageOrder::NewestFirst;
    request.limit = 1;
    request.workBudget = 1;
    request.horizon = m_core.horizonAtHand(m_core.deadline());
    return page(request).transform([&](const RowPage &newest) {
        if (!newest.rows.isEmpty())
            add(u"newestSessionLead"_s, newest.rows.constFirst().created - m_core.time().now());
    });
}

Result<void> StoreFacts::readInstances()
{
    const auto live = instances(m_store);
    if (!live)
        return std::unexpected(live.error());
    const qint64 now = m_core.time().now();
    qint64 connections = 0;
    qint64 count = 0;
    qint64 wentBack = 0;
    for (const InstanceInfo &instance : *live) {
        wentBack = std::max(wentBack, instance.storeWentBack);
        if (now - instance.renewed > stillThere)
            continue;
        connections += instance.pool;
        count++;
    }
    // Who looks is no instance, unless there is none but him.
    add(u"poolConnections"_s, count > 0 ? connections : m_core.storage().poolStatistics().size);
    add(u"poolInstances"_s, std::max<qint64>(1, count));
    add(u"wentBackAt"_s, wentBack);
    const Horizon horizon = m_core.horizonAtHand(m_core.deadline());
    add(u"epochRaisedAt"_s, horizon.store.raisedAt);
    return {};
}

void StoreFacts::readClock()
{
    if (const auto steady = m_core.time().steady(); !steady)
        add(u"clockStep"_s, steady.error().message());
    add(u"clockOffset"_s, m_core.time().offset());
}

void StoreFacts::readKeys()
{
    const auto ring = m_core.ring().current();
    if (!ring)
        return;
    QStringList compromised;
    for (const DataKey &key : ring->keys()) {
        if (key.state == KeyState::Compromised)
            compromised.append(QString::number(key.id));
    }
    const DataKey &active = ring->activeKey(KeyPurpose::Envelope);
    add(u"activeKeyDays"_s, (m_core.time().now() - active.stateChanged) / day);
    add(u"compromisedKeys"_s, compromised.join(u", "_s));
    add(u"rootSlots"_s, qint64(ring->rootSlots().size()));
}

} // namespace Axess
