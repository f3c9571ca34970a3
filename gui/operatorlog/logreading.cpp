// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operatorlog/logreading.h"

#include <axess/configuration.h>

namespace Axess {

using namespace Qt::StringLiterals;

Result<QString> localAuditFile()
{
    return Configuration::resolve({}).transform(
        [](const Configuration &configuration) { return configuration.auditFile(); });
}

Result<void> LogReading::open(const std::shared_ptr<SessionStore> &store)
{
    if (m_place == LogPlace::Store) {
        m_reader.emplace(store, m_filter);
        return {};
    }
    const auto file = localAuditFile();
    if (!file)
        return std::unexpected(file.error());
    if (file->isEmpty())
        return std::unexpected(Error(ErrorCode::Gone, u"No local copy of the audit trail is configured"_s));
    m_reader.emplace(*file, m_filter);
    return {};
}

Result<AuditPage> LogReading::next(const std::shared_ptr<SessionStore> &store, int limit,
                                   const std::stop_token &stop)
{
    if (!m_reader) {
        if (const auto opened = open(store); !opened)
            return std::unexpected(opened.error());
    }
    return m_reader->next(limit, stop);
}

} // namespace Axess
