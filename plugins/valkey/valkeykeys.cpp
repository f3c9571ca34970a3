// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeykeys.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qendian.h>

namespace Axess {

namespace {

constexpr quint16 Slots = 16384;

quint16 crc16(QByteArrayView bytes)
{
    quint16 crc = 0;
    for (const char byte : bytes) {
        crc ^= quint16(quint8(byte) << 8);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 0x8000 ? quint16(crc << 1 ^ 0x1021) : quint16(crc << 1);
    }
    return crc;
}

QByteArray tagOf(int bucket)
{
    return QByteArray::number(bucket, 16).rightJustified(2, '0');
}

int bucketOfName(const QByteArray &name)
{
    return quint8(QCryptographicHash::hash(name, QCryptographicHash::Sha256).front());
}

} // namespace

ValkeyKeys::ValkeyKeys(const QByteArray &prefix)
    : m_prefix(prefix)
    , m_eventSlot(slotOf("events"))
{
    for (int number = 0; number < Buckets; ++number) {
        Bucket &bucket = m_buckets[std::size_t(number)];
        bucket.tag = tagOf(number);
        const QByteArray tag = ":{" + bucket.tag + '}';
        bucket.expiry = prefix + "expiry" + tag;
        bucket.created = prefix + "created" + tag;
        bucket.event = prefix + "event" + tag;
        bucket.tenants = prefix + "tenants" + tag;
        bucket.tenantRows = prefix + "tenantrows" + tag;
        bucket.untenanted = prefix + "untenanted" + tag;
        bucket.tombstone = prefix + "tombstone" + tag;
        bucket.sessions = prefix + "session" + tag + ':';
        bucket.joining = prefix + "joining" + tag;
        bucket.users = prefix + "users" + tag;
        bucket.names = prefix + "names" + tag;
        bucket.slot = slotOf(bucket.tag);
    }
    m_events = {prefix + "events:{events}:log", prefix + "events:{events}:last",
                prefix + "events:{events}:times", prefix + "events:{events}:cursors"};
}

QByteArray ValkeyKeys::session(const SessionId &id) const
{
    return bucketOf(id).sessions + id.bytes().toHex();
}

QByteArray ValkeyKeys::placeOf(const TenantId &tenant, qint64 created, const SessionId &id)
{
    QByteArray place = tenantBegin(tenant);
    char bytes[sizeof created];
    qToBigEndian(created, bytes);
    bytes[0] ^= char(0x80); // The times before 1970 stand first.
    return place.append(bytes, sizeof bytes).append(id.view());
}

ValkeyUserKeys ValkeyKeys::user(const TenantId &tenant, const UserId &user) const
{
    ValkeyUserKeys keys;
    keys.name = userName(tenant, user);
    const Bucket &home = bucket(bucketOfName(keys.name));
    const QByteArray whose = ":{" + home.tag + "}:" + encoded(tenant.utf8()) + ':' + encoded(user.utf8());
    keys.registry = m_prefix + "registry" + whose;
    keys.generation = m_prefix + "user" + whose;
    keys.joining = home.joining;
    keys.users = home.users;
    keys.names = home.names;
    keys.slot = home.slot;
    return keys;
}

QByteArray ValkeyKeys::userName(const TenantId &tenant, const UserId &user)
{
    return tenant.utf8() + '\0' + user.utf8();
}

int ValkeyKeys::documentBucket(const QByteArray &name)
{
    return bucketOfName(name) % DocumentBuckets;
}

ValkeyKey ValkeyKeys::document(const QByteArray &name) const
{
    const Bucket &home = bucket(documentBucket(name));
    return {m_prefix + "document:{" + home.tag + "}:" + encoded(name), home.slot};
}

ValkeyKey ValkeyKeys::documentIndex(int number) const
{
    return {m_prefix + "documents:{" + bucket(number).tag + '}', bucket(number).slot};
}

ValkeyKey ValkeyKeys::log(const QByteArray &name) const
{
    const Bucket &home = bucket(bucketOfName(name));
    return {m_prefix + "log:{" + home.tag + "}:" + encoded(name), home.slot};
}

ValkeyKey ValkeyKeys::schema() const
{
    return {m_prefix + "schema:{00}", bucket(0).slot};
}

QByteArray ValkeyKeys::history(const TenantId &tenant, const UserId &user) const
{
    return m_prefix + "history:{events}:" + encoded(tenant.utf8()) + ':' + encoded(user.utf8());
}

QByteArray ValkeyKeys::encoded(const QByteArray &name)
{
    return name.toPercentEncoding();
}

quint16 ValkeyKeys::slotOf(QByteArrayView tag)
{
    return crc16(tag) % Slots;
}

} // namespace Axess
