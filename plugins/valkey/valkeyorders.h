// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeymerge.h"

#include <axess/cursor.h>
#include <axess/storagecalls.h>

namespace Axess {

/// Policy of ValkeyMerge: sessions by creation, then id.
///
/// The first byte of an id is its bucket, so entries of one moment stand in the order of their buckets.
class ValkeyByCreation
{
public:
    using Item = Cursor::Place;

    ValkeyByCreation(ValkeyNet &net, PageOrder order)
        : m_net(net)
        , m_order(order)
    { }

    ValkeyCommand ask(int bucket, const std::optional<Item> &after, std::size_t count) const;
    std::vector<Item> read(int bucket, ValkeyView reply) const;
    std::size_t sizeOf(ValkeyView reply) const { return std::size_t(reply.size()) / 2; }
    bool before(const Item &one, const Item &other) const
    {
        return m_order == PageOrder::OldestFirst ? one < other : other < one;
    }

private:
    ValkeyNet &m_net;
    PageOrder m_order;
};

/// Policy of ValkeyMerge: the sessions of one tenant by creation, then id.
class ValkeyByTenant
{
public:
    using Item = Cursor::Place;

    ValkeyByTenant(ValkeyNet &net, const TenantId &tenant, PageOrder order)
        : m_net(net)
        , m_tenant(tenant)
        , m_order(order)
    { }

    ValkeyCommand ask(int bucket, const std::optional<Item> &after, std::size_t count) const;
    std::vector<Item> read(int bucket, ValkeyView reply) const;
    std::size_t sizeOf(ValkeyView reply) const { return std::size_t(reply.size()); }
    bool before(const Item &one, const Item &other) const
    {
        return m_order == PageOrder::OldestFirst ? one < other : other < one;
    }

private:
    ValkeyNet &m_net;
    TenantId m_tenant;
    PageOrder m_order;
};

/// Policy of ValkeyMerge: names byte by byte, up to a bound.
class ValkeyByName
{
public:
    using Item = QByteArray;

    /// `from` and `until` as ZRANGEBYLEX wants them.
    ValkeyByName(std::vector<ValkeyKey> keys, QByteArray from, QByteArray until)
        : m_keys(std::move(keys))
        , m_from(std::move(from))
        , m_until(std::move(until))
    { }

    ValkeyCommand ask(int source, const std::optional<Item> &after, std::size_t count) const;
    std::vector<Item> read(int source, ValkeyView reply) const;
    std::size_t sizeOf(ValkeyView reply) const { return std::size_t(reply.size()); }
    bool before(const Item &one, const Item &other) const { return one < other; }

private:
    std::vector<ValkeyKey> m_keys;
    QByteArray m_from;
    QByteArray m_until;
};

} // namespace Axess
