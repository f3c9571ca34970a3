// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeynet.h"

#include <axess/storagecalls.h>

namespace Axess {

/// Documents, logs and generations of users: what a store keeps beside sessions and events.
class ValkeyDocuments
{
public:
    explicit ValkeyDocuments(ValkeyNet &net)
        : m_net(net)
    { }

    Result<std::optional<StoredDocument>> document(const QString &name);
    Result<quint64> put(const QString &name, const QByteArray &bytes, quint64 expectedRevision);
    Result<void> remove(const QString &name, quint64 expectedRevision);
    Result<DocumentPage> page(const QString &prefix, const std::optional<QByteArray> &from, int limit);

    Result<qint64> append(const QString &log, std::span<const QByteArray> entries);
    Result<QList<LogEntry>> read(const QString &log, qint64 position, int limit);

    Result<quint64> generation(const TenantId &tenant, const UserId &user);
    Result<quint64> raise(const TenantId &tenant, const UserId &user);
    Result<void> putGeneration(const TenantId &tenant, const UserId &user, quint64 generation);

private:
    Result<std::vector<std::optional<StoredDocument>>> documents(std::span<const QByteArray> names);
    ValkeyCommand atLeast(const ValkeyUserKeys &keys, quint64 generation) const;
    ValkeyCommand onDocument(const ValkeyScript &script, const QByteArray &name) const;

    ValkeyNet &m_net;
};

} // namespace Axess
