// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyorders.h"

#include <QtCore/qendian.h>

namespace Axess {

ValkeyCommand ValkeyByCreation::ask(int bucket, const std::optional<Item> &after, std::size_t count) const
{
    const bool upwards = m_order == PageOrder::OldestFirst;
    QByteArray from = upwards ? "-inf" : "+inf";
    if (after) {
        from = QByteArray::number(after->created);
        const int passed = after->id.bucket();
        if (upwards ? bucket < passed : bucket > passed)
            from.prepend('(');
    }
    ValkeyCommand command(upwards ? "ZRANGEBYSCORE" : "ZREVRANGEBYSCORE", m_net.keys().bucket(bucket).slot);
    command << m_net.keys().bucket(bucket).created << from << (upwards ? "+inf" : "-inf") << "WITHSCORES"
            << "LIMIT" << 0 << count;
    return command;
}

std::vector<Cursor::Place> ValkeyByCreation::read(int, ValkeyView reply) const
{
    std::vector<Item> places;
    for (int i = 0; i + 1 < reply.size(); i += 2) {
        if (const auto id = SessionId::fromBytes(reply[i].bytes()))
            places.push_back({qint64(reply[i + 1].bytes().toDouble()), *id});
    }
    return places;
}

ValkeyCommand ValkeyByTenant::ask(int bucket, const std::optional<Item> &after, std::size_t count) const
{
    const bool upwards = m_order == PageOrder::OldestFirst;
    QByteArray begin = '[' + ValkeyKeys::tenantBegin(m_tenant);
    QByteArray end = '(' + ValkeyKeys::tenantEnd(m_tenant);
    if (after)
        (upwards ? begin : end) = '(' + ValkeyKeys::placeOf(m_tenant, after->created, after->id);
    ValkeyCommand command(upwards ? "ZRANGEBYLEX" : "ZREVRANGEBYLEX", m_net.keys().bucket(bucket).slot);
    command << m_net.keys().bucket(bucket).tenantRows << (upwards ? begin : end) << (upwards ? end : begin)
            << "LIMIT" << 0 << count;
    return command;
}

std::vector<Cursor::Place> ValkeyByTenant::read(int, ValkeyView reply) const
{
    std::vector<Item> places;
    const qsizetype front = ValkeyKeys::tenantBegin(m_tenant).size();
    for (int i = 0; i < reply.size(); ++i) {
        QByteArray place = reply[i].copy().sliced(std::min(front, reply[i].bytes().size()));
        if (place.size() != qsizetype(sizeof(qint64)) + SessionId::Size)
            continue;
        place[0] = char(place[0] ^ 0x80);
        places.push_back({qFromBigEndian<qint64>(place.constData()),
                          *SessionId::fromBytes(QByteArrayView(place).sliced(sizeof(qint64)))});
    }
    return places;
}

ValkeyCommand ValkeyByName::ask(int source, const std::optional<Item> &after, std::size_t count) const
{
    const ValkeyKey &key = m_keys[std::size_t(source)];
    ValkeyCommand command("ZRANGEBYLEX", key.slot);
    command << key.name << (after ? '(' + *after : m_from) << m_until << "LIMIT" << 0 << count;
    return command;
}

std::vector<QByteArray> ValkeyByName::read(int, ValkeyView reply) const
{
    std::vector<QByteArray> names;
    for (int i = 0; i < reply.size(); ++i)
        names.push_back(reply[i].copy());
    return names;
}

} // namespace Axess
