// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/livesample.h>

#include "facttable_p.h"
#include "session/storecore_p.h"

#include <axess/instancemetrics.h>

#include <QtCore/qjsonobject.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Documents are written by others: no number of theirs is taken for granted.
qint64 countOf(const QJsonObject &object, const QString &name)
{
    return std::max<qint64>(0, object.value(name).toInteger());
}

InstanceSample sampleOf(const InstanceInfo &info, qint64 now)
{
    const QJsonObject pool = info.counters.value(u"pool"_s).toObject();
    InstanceSample sample;
    sample.id = info.id;
    sample.name = u"%1@%2"_s.arg(info.program, info.host);
    sample.started = info.started;
    sample.renewed = info.renewed;
    // Nor does anybody speak who has written a time to come: nothing can be said of his intervals.
    sample.isSilent = info.renewed < now - InstanceIsSilentAfter.count()
        || info.renewed > now + InstanceIsSilentAfter.count();
    sample.metrics = metricsOf(info);
    sample.poolSize = std::max(0, info.pool);
    sample.poolBusy = int(std::min<qint64>(countOf(pool, u"busy"_s), sample.poolSize));
    sample.callsWaiting = countOf(pool, u"waiting"_s);
    return sample;
}

// Nothing for a server that evicts nothing.
Result<std::optional<ServerSample>> sampleServer(StoreCore &core)
{
    const auto vitals = core.storage().run(Verb::Inspect, core.deadline(),
                                           [](StorageConnection &connection) { return connection.vitals(); });
    if (!vitals)
        return std::unexpected(vitals.error());
    const FactTable facts(*vitals);
    const auto evicted = facts.number("evictedKeys"_L1);
    if (!evicted)
        return std::nullopt;
    ServerSample server;
    server.evictedKeys = *evicted;
    server.usedMemory = facts.number("usedMemory"_L1).value_or(0);
    // One without a limit can hold everything.
    if (facts.number("unlimitedNodes"_L1).value_or(0) == 0)
        server.memoryLimit = facts.number("maxMemory"_L1).value_or(0);
    return server;
}

} // namespace

Result<LiveSample> sampleLive(SessionStore &store, CountSessions count, qint64 workBudget)
{
    const auto infos = instances(store);
    if (!infos)
        return std::unexpected(infos.error());
    LiveSample sample;
    sample.at = store.now();
    for (const InstanceInfo &info : *infos)
        sample.instances.append(sampleOf(info, sample.at));
    const auto server = sampleServer(store.core());
    if (!server && server.error().code() == ErrorCode::Unavailable)
        return std::unexpected(server.error());
    sample.server = server.value_or(std::nullopt);
    if (!server)
        sample.serverRefusal = server.error();
    if (count == CountSessions::Yes) {
        const auto statistics = store.statistics(workBudget);
        if (!statistics)
            return std::unexpected(statistics.error());
        sample.statistics = *statistics;
    }
    return sample;
}

} // namespace Axess
