// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/principal.h>
#include <axess/sessionid.h>

#include <array>

namespace Axess {

/// A key, and the slot that it falls into in a cluster.
struct ValkeyKey
{
    QByteArray name;
    quint16 slot = 0;
};

/// The keys of one user; all in one slot, which other users share.
struct ValkeyUserKeys
{
    QByteArray registry; ///< Sorted set: ids by absolute deadline.
    QByteArray joining; ///< Sorted set of the bucket: ids with generations, or with who displaces them, by
                        ///< time of registration.
    QByteArray users; ///< Sorted set of the bucket: users by their latest deadline.
    QByteArray names; ///< Sorted set of the bucket: users by name.
    QByteArray generation; ///< A number.
    QByteArray name; ///< The user as `users` and `names` call it: tenant, NUL, user.
    quint16 slot = 0;
};

/// The names of a store's keys.
///
/// Each family stands in the slot of its bucket by a tag `{bb}`; names are percent-encoded. Any thread.
class ValkeyKeys
{
public:
    static constexpr int Buckets = 256;
    static constexpr int DocumentBuckets = 16;

    explicit ValkeyKeys(const QByteArray &prefix);

    /// The keys of a bucket of sessions.
    struct Bucket
    {
        QByteArray expiry; ///< Sorted set: ids with tenants by when a sweep shall look.
        QByteArray created; ///< Sorted set: ids by creation.
        QByteArray event; ///< Stream: events that nobody has read yet.
        QByteArray tenants; ///< Sorted set: tenants that have rows here.
        QByteArray tenantRows; ///< Sorted set: tenants with creation and id of their rows (placeOf).
        QByteArray untenanted; ///< How many rows have no tenant.
        QByteArray tombstone; ///< Sorted set: buried ids by when that ends.
        QByteArray sessions; ///< What the keys of its sessions begin with.
        QByteArray joining; ///< As in ValkeyUserKeys, for the users of this bucket.
        QByteArray users;
        QByteArray names;
        QByteArray tag; ///< Two hexadecimal digits.
        quint16 slot = 0;
    };

    const Bucket &bucket(int number) const { return m_buckets[std::size_t(number)]; }
    const Bucket &bucketOf(const SessionId &id) const { return bucket(id.bucket()); }
    QByteArray session(const SessionId &id) const;
    /// What begins the places of a tenant's rows, and a bound behind all of them.
    static QByteArray tenantBegin(const TenantId &tenant) { return tenant.utf8() + '\0'; }
    static QByteArray tenantEnd(const TenantId &tenant) { return tenant.utf8() + '\1'; }
    /// The place of a row among its tenant's: sorts as bytes by creation, then id.
    static QByteArray placeOf(const TenantId &tenant, qint64 created, const SessionId &id);

    ValkeyUserKeys user(const TenantId &tenant, const UserId &user) const;
    /// Of a name as `users` and `names` hold it.
    static QByteArray userName(const TenantId &tenant, const UserId &user);

    ValkeyKey document(const QByteArray &name) const;
    ValkeyKey documentIndex(int bucket) const;
    static int documentBucket(const QByteArray &name);
    ValkeyKey log(const QByteArray &name) const;
    ValkeyKey schema() const;

    /// The event log, in the order of its scripts: log, last position, times, cursors.
    const std::array<QByteArray, 4> &events() const { return m_events; }
    quint16 eventSlot() const { return m_eventSlot; }
    QByteArray history(const TenantId &tenant, const UserId &user) const;

    static QByteArray encoded(const QByteArray &name);
    /// As a cluster reckons it, of what stands between braces.
    static quint16 slotOf(QByteArrayView tag);

private:
    QByteArray m_prefix;
    std::array<Bucket, Buckets> m_buckets;
    std::array<QByteArray, 4> m_events;
    quint16 m_eventSlot = 0;
};

} // namespace Axess
