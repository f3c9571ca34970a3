// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

#include <axess/storagecalls.h>

namespace Axess {

/// What a store keeps beside sessions and events: documents, logs, users' generations.
class SqlDocuments
{
public:
    explicit SqlDocuments(SqlLink &link)
        : m_link(link)
    { }

    Result<std::optional<StoredDocument>> document(const QString &name);
    Result<quint64> put(const QString &name, const QByteArray &bytes, quint64 expectedRevision);
    Result<void> remove(const QString &name, quint64 expectedRevision);
    Result<DocumentPage> list(const QString &prefix, const QByteArray &cursor, int limit);

    Result<qint64> append(const QString &log, std::span<const QByteArray> entries);
    Result<QList<LogEntry>> read(const QString &log, qint64 position, int limit);

    Result<quint64> generation(const TenantId &tenant, const UserId &user);
    Result<quint64> raise(const TenantId &tenant, const UserId &user);
    Result<void> putGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast);

private:
    SqlLink &m_link;
};

} // namespace Axess
