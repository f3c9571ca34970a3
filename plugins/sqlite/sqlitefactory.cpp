// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlitefactory.h"

#include "sqliteconnection.h"
#include "sqlitedialect.h"
#include "sqlitefile.h"
#include "sqlitewriter.h"

using namespace Qt::StringLiterals;

namespace Axess {

SqliteFactory::SqliteFactory(SqliteOptions options)
    : m_dialect(sqliteDialect())
    , m_options(std::move(options))
{ }

Result<std::unique_ptr<StorageConnection>> SqliteFactory::connect(const Deadline &deadline)
{
    const auto path = SqliteFile::prepare(m_options);
    if (!path)
        return std::unexpected(path.error());
    SqliteOptions options = m_options;
    options.path = *path;
    auto link = SqliteLink::open(m_dialect, options, SqliteLink::Role::Reads, deadline);
    if (!link)
        return std::unexpected(link.error());
    if (const auto ours = (*link)->checkIsOurs(); !ours)
        return std::unexpected(ours.error().within(u"The store %1"_s.arg(options.path)));
    return std::make_unique<SqliteConnection>(std::move(*link), gateTo(options), options);
}

std::shared_ptr<SqlWriteGate> SqliteFactory::gateTo(const SqliteOptions &options)
{
    const std::scoped_lock lock(m_mutex);
    if (m_gate && m_gatePath == options.path)
        return m_gate;
    m_gatePath = options.path;
    if (options.access == AccessMode::ReadOnly)
        m_gate = std::make_shared<SqlShutGate>();
    else
        m_gate = std::make_shared<SqliteWriter>(m_dialect, options);
    return m_gate;
}

} // namespace Axess
