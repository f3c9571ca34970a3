// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlfactory.h"

#include "mysqlconnection.h"
#include "mysqldialect.h"

namespace Axess {

MysqlFactory::MysqlFactory(MysqlOptions options)
    : m_dialect(mysqlDialect())
    , m_options(std::move(options))
{ }

Result<std::unique_ptr<StorageConnection>> MysqlFactory::connect(const Deadline &deadline)
{
    auto link = MysqlLink::open(m_dialect, m_options, deadline);
    if (!link)
        return std::unexpected(link.error());
    return std::make_unique<MysqlConnection>(std::move(*link), m_options);
}

} // namespace Axess
