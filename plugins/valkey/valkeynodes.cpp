// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeynodes.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// A replica acknowledges every second; one that is silent for so long does not follow.
constexpr qint64 LongestLag = 10;

qint64 number(const ValkeyNodes::Fields &node, const QByteArray &field)
{
    return node.value(field).toLongLong();
}

// Of its limit, or of the machine if it has none.
double fullness(const ValkeyNodes::Fields &node)
{
    const qint64 most = number(node, "maxmemory");
    const qint64 machine = std::max<qint64>(1, number(node, "total_system_memory"));
    return double(number(node, "used_memory")) / double(most > 0 ? most : machine);
}

// `slave0:ip=127.0.0.1,port=7001,state=online,offset=42,lag=0`
bool isInSync(const QByteArray &replica)
{
    bool isOnline = false;
    qint64 lag = 0;
    const QList<QByteArray> parts = replica.split(',');
    for (const QByteArray &part : parts) {
        if (part == "state=online")
            isOnline = true;
        if (part.startsWith("lag="))
            lag = part.sliced(4).toLongLong();
    }
    return isOnline && lag < LongestLag;
}

} // namespace

QList<Fact> ValkeyNodes::facts() const
{
    QList<Fact> facts;
    addMemory(facts);
    addReplicas(facts);
    qint64 clients = std::numeric_limits<qint64>::max();
    for (const Fields &node : m_nodes)
        clients = std::min(clients, number(node, "maxclients"));
    if (clients > 0 && clients < std::numeric_limits<qint64>::max())
        facts.append({u"maxConnections"_s, QString::number(clients)});
    return facts;
}

void ValkeyNodes::addMemory(QList<Fact> &facts) const
{
    const auto fullest = std::ranges::max_element(m_nodes, {}, fullness);
    const auto unlimited
        = std::ranges::count_if(m_nodes, [](const Fields &node) { return number(node, "maxmemory") == 0; });
    facts.append({u"fullestUsed"_s, QString::number(number(*fullest, "used_memory"))});
    facts.append({u"fullestMax"_s, QString::number(number(*fullest, "maxmemory"))});
    facts.append({u"machineMemory"_s, QString::number(number(*fullest, "total_system_memory"))});
    facts.append({u"unlimitedNodes"_s, QString::number(unlimited)});
}

void ValkeyNodes::addReplicas(QList<Fact> &facts) const
{
    qint64 fewest = std::numeric_limits<qint64>::max();
    qint64 late = 0;
    for (const Fields &node : m_nodes) {
        const qint64 count = number(node, "connected_slaves");
        qint64 inSync = 0;
        for (qint64 i = 0; i < count; ++i)
            inSync += isInSync(node.value("slave" + QByteArray::number(i))) ? 1 : 0;
        fewest = std::min(fewest, inSync);
        late += count - inSync;
    }
    facts.append({u"replicasInSync"_s, QString::number(fewest)});
    facts.append({u"replicasLate"_s, QString::number(late)});
}

} // namespace Axess
