// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyinspection.h"

#include "valkeydrift.h"
#include "valkeyerrors.h"
#include "valkeynodes.h"

#include <QtCore/qversionnumber.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

const QVersionNumber OldestServer(7, 0);

// All that scripts call, but for SCAN, which stands alone in its own.
constexpr const char *ScriptCommands[] {
    "DECR",   "DEL",       "GET",    "GETRANGE",    "HGET",          "HSET", "INCR",
    "INCRBY", "PEXPIREAT", "SET",    "SETRANGE",    "XADD",          "XDEL", "XLEN",
    "ZADD",   "ZCARD",     "ZRANGE", "ZRANGEBYLEX", "ZRANGEBYSCORE", "ZREM", "ZREMRANGEBYSCORE",
    "ZSCORE"};

bool mayNotAsk(const Error &error)
{
    return error.code() == ErrorCode::Denied && error.message().contains("NOPERM"_L1);
}

// `volatile-*` spares what never expires, and only sessions do.
bool evictsEverything(QByteArrayView policy)
{
    return policy.startsWith("allkeys-");
}

Error evicting(const QByteArray &policy)
{
    return Error(ErrorCode::Denied,
                 u"The server's eviction policy %1 could take the key ring of a sealed store away; set "
                 "maxmemory-policy to volatile-lru or noeviction."_s.arg(QString::fromUtf8(policy)));
}

qint64 sumOf(const std::vector<QHash<QByteArray, QByteArray>> &nodes, const QByteArray &field)
{
    qint64 sum = 0;
    for (const auto &node : nodes)
        sum += node.value(field).toLongLong();
    return sum;
}

// One where all agree, else all of them.
QString differentValues(const std::vector<QHash<QByteArray, QByteArray>> &nodes, const QByteArray &field)
{
    QStringList values;
    for (const auto &node : nodes)
        values.append(QString::fromUtf8(node.value(field)));
    values.removeDuplicates();
    return values.join(u", ");
}

QString layoutName(ValkeyLayout layout)
{
    switch (layout) {
    case ValkeyLayout::Single:
        return u"single"_s;
    case ValkeyLayout::Cluster:
        return u"cluster"_s;
    case ValkeyLayout::Sentinel:
        return u"sentinel"_s;
    }
    return {};
}

QString hitRate(const std::vector<QHash<QByteArray, QByteArray>> &nodes)
{
    const qint64 hits = sumOf(nodes, "keyspace_hits");
    const qint64 asked = hits + sumOf(nodes, "keyspace_misses");
    return asked == 0 ? QString() : QString::number(double(hits) / double(asked), 'f', 4);
}

} // namespace

QHash<QByteArray, QByteArray> ValkeyInspection::fieldsOf(QByteArrayView text)
{
    QHash<QByteArray, QByteArray> fields;
    const QList<QByteArray> lines = text.toByteArray().split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && !line.startsWith('#'))
            fields.insert(line.first(colon), line.sliced(colon + 1).trimmed());
    }
    return fields;
}

Result<std::vector<QHash<QByteArray, QByteArray>>> ValkeyInspection::info()
{
    return m_net.askAll(ValkeyCommand("INFO", 0)).transform([](const ValkeyReplies &replies) {
        std::vector<QHash<QByteArray, QByteArray>> all;
        for (const ValkeyReply &reply : replies)
            all.push_back(fieldsOf(reply.view().bytes()));
        return all;
    });
}

Result<qint64> ValkeyInspection::sessions()
{
    ValkeyCommands commands;
    for (int number = 0; number < ValkeyKeys::Buckets; ++number) {
        commands.emplace_back("ZCARD", m_net.keys().bucket(number).slot);
        commands.back() << m_net.keys().bucket(number).created;
    }
    return m_net.ask(commands).transform([](const ValkeyReplies &replies) {
        qint64 count = 0;
        for (const ValkeyReply &reply : replies)
            count += reply->integer();
        return count;
    });
}

Result<QList<Fact>> ValkeyInspection::facts()
{
    auto facts = vitals();
    if (!facts)
        return facts;
    const auto count = sessions();
    const auto now = count ? time() : std::unexpected(count.error());
    if (!now)
        return std::unexpected(now.error());
    facts->append({u"sessions"_s, QString::number(*count)});
    return ValkeyDrift(m_net).sample(*now).transform(
        [&](const QList<Fact> &drift) { return *facts + drift; });
}

Result<QList<Fact>> ValkeyInspection::vitals()
{
    const auto known = info();
    if (!known || known->empty())
        return std::unexpected(known.error_or(ValkeyErrors::closed()));
    QList<Fact> facts {{u"backend"_s, u"valkey"_s},
                       {u"layout"_s, layoutName(m_net.options().layout)},
                       {u"nodes"_s, QString::number(known->size())}};
    static const std::pair<QString, QByteArray> names[] {
        {u"serverName"_s, "server_name"},
        {u"serverVersion"_s, "valkey_version"},
        {u"redisVersion"_s, "redis_version"},
        {u"mode"_s, "redis_mode"},
        {u"role"_s, "role"},
        {u"replicationId"_s, "master_replid"},
        {u"evictionPolicy"_s, "maxmemory_policy"},
        {u"fragmentation"_s, "mem_fragmentation_ratio"},
        {u"appendOnly"_s, "aof_enabled"},
        {u"appendOnlyStatus"_s, "aof_last_write_status"},
        {u"snapshotStatus"_s, "rdb_last_bgsave_status"},
        {u"lastSnapshot"_s, "rdb_last_save_time"},
    };
    for (const auto &[name, field] : names)
        facts.append({name, differentValues(*known, field)});
    static const std::pair<QString, QByteArray> sums[] {
        {u"replicas"_s, "connected_slaves"},
        {u"usedMemory"_s, "used_memory"},
        {u"maxMemory"_s, "maxmemory"},
        {u"evictedKeys"_s, "evicted_keys"},
        {u"expiredKeys"_s, "expired_keys"},
        {u"clients"_s, "connected_clients"},
        {u"changesSinceSnapshot"_s, "rdb_changes_since_last_save"},
    };
    for (const auto &[name, field] : sums)
        facts.append({name, QString::number(sumOf(*known, field))});
    facts.append({u"hitRate"_s, hitRate(*known)});
    facts.append({u"tls"_s, m_net.options().usesTls ? u"on"_s : u"off"_s});
    facts.append({u"confirmingReplicas"_s, QString::number(m_net.options().replicas)});
    facts.append({u"endingsRepeated"_s, QString::number(m_net.endings().repeated())});
    return facts + ValkeyNodes(*known).facts() + configured();
}

// Nothing for a user who may not ask.
QList<Fact> ValkeyInspection::configured()
{
    static const QHash<QByteArray, QString> names {{"save", u"snapshotRules"_s},
                                                   {"appendfsync", u"appendFsync"_s}};
    ValkeyCommand command("CONFIG", 0);
    command << "GET";
    for (const QByteArray &name : names.keys())
        command << name;
    QList<Fact> facts;
    const auto replies = m_net.askAll(command);
    if (!replies || replies->empty())
        return facts;
    const ValkeyView values = replies->front().view();
    for (int i = 0; i + 1 < values.size(); i += 2) {
        const QString name = names.value(values[i].copy());
        if (!name.isEmpty())
            facts.append({name, QString::fromUtf8(values[i + 1].bytes())});
    }
    return facts;
}

Result<qint64> ValkeyInspection::time()
{
    // A server may have been replaced and put back while nobody asked it anything.
    m_net.meetAgain();
    return m_net.ask(ValkeyCommand("TIME", m_net.keys().eventSlot())).transform([](const ValkeyReply &reply) {
        return reply[0].integer() * 1000 + reply[1].integer() / 1000;
    });
}

Result<void> ValkeyInspection::check()
{
    ValkeyCommands commands;
    const quint16 slot = m_net.keys().document("ring").slot;
    commands.emplace_back("INFO", slot);
    commands.emplace_back("CONFIG", slot);
    commands.back() << "GET" << "proto-max-bulk-len";
    commands.push_back(rightsQuestion());
    const auto replies = m_net.askEach(commands);
    if (!replies)
        return std::unexpected(replies.error());
    // Who may not ask is told by the server when it comes to it.
    if ((*replies)[1]->size() == 2)
        m_net.setLongestValue((*replies)[1][1].integer());
    noteRights((*replies)[2].view());
    const ValkeyView info = replies->front().view();
    if (ValkeyErrors::is(info.bytes(), "NOPERM"))
        return {};
    if (info.isError())
        return std::unexpected(ValkeyErrors::ofReply(info.bytes()));
    return check(fieldsOf(info.bytes()));
}

Result<void> ValkeyInspection::checkRights()
{
    return m_net.ask(rightsQuestion()).transform([&](const ValkeyReply &reply) { noteRights(reply.view()); });
}

// ACLs know keys and commands, no fields: who may read a row reads its payload.
Result<AccountRights> ValkeyInspection::rights()
{
    const auto reply = m_net.ask(rightsQuestion());
    AccountRights rights;
    rights.readPayloads = true;
    // Without scripts nothing of ours is written; what this user may call past our programs nobody says.
    if (!reply && mayNotAsk(reply.error()))
        return rights;
    if (!reply)
        return std::unexpected(reply.error());
    QByteArrayList lacking;
    for (int i = 0; i < (*reply)->size(); ++i)
        lacking.append((*reply)[i].copy());
    rights.endSessions = lacking.isEmpty();
    rights.removeSessions = !lacking.contains("DEL");
    rights.writeSessions = rights.writeDocuments = rights.changeSchema = !lacking.contains("SET");
    return rights;
}

void ValkeyInspection::noteRights(const ValkeyView &reply)
{
    QByteArrayList lacking;
    for (int i = 0; i < reply.size(); ++i)
        lacking.append(reply[i].copy());
    m_net.setLacking(lacking);
}

// Whoever may run no scripts is refused before anything is written. As text: who may not load one gets no
// answer by its digest.
ValkeyCommand ValkeyInspection::rightsQuestion() const
{
    const ValkeyKey ring = m_net.keys().document("ring");
    ValkeyCommand command("EVAL", ring.slot);
    command << m_net.scripts().rights.text << 1 << ring.name;
    for (const char *name : ScriptCommands)
        command << name;
    return command;
}

Result<void> ValkeyInspection::check(const QHash<QByteArray, QByteArray> &known)
{
    const QString version = QString::fromUtf8(known.value("redis_version"));
    if (QVersionNumber::fromString(version) < OldestServer)
        return std::unexpected(Error(
            ErrorCode::Unsupported,
            u"The server is of version %1; Axess needs Valkey, or Redis 7.0 and later."_s.arg(version)));
    if (!evictsEverything(known.value("maxmemory_policy")))
        return {};
    const auto sealed = isSealed();
    if (!sealed)
        return std::unexpected(sealed.error());
    return *sealed ? std::unexpected(evicting(known.value("maxmemory_policy"))) : Result<void>();
}

Result<void> ValkeyInspection::checkPolicy()
{
    const auto reply = m_net.ask(ValkeyCommand("INFO", m_net.keys().document("ring").slot));
    if (!reply)
        return mayNotAsk(reply.error()) ? Result<void>() : std::unexpected(reply.error());
    const QByteArray policy = fieldsOf(reply->view().bytes()).value("maxmemory_policy");
    return evictsEverything(policy) ? std::unexpected(evicting(policy)) : Result<void>();
}

// By the URL, or by the ring that stands there.
Result<bool> ValkeyInspection::isSealed()
{
    if (m_net.options().isSealed)
        return true;
    const ValkeyKey ring = m_net.keys().document("ring");
    ValkeyCommand command("EXISTS", ring.slot);
    command << ring.name;
    return m_net.ask(command).transform([](const ValkeyReply &reply) { return reply.view().integer() == 1; });
}

} // namespace Axess
