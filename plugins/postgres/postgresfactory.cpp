// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgresfactory.h"

#include "postgresconnection.h"
#include "postgresdialect.h"

using namespace Qt::StringLiterals;

namespace Axess {

PostgresFactory::PostgresFactory(PostgresOptions options)
    : m_dialect(postgresDialect(options))
    , m_options(std::move(options))
{ }

Result<std::unique_ptr<StorageConnection>> PostgresFactory::connect(const Deadline &deadline)
{
    auto link = PostgresLink::open(m_dialect, m_options, deadline);
    if (!link)
        return std::unexpected(link.error().within(u"The store %1"_s.arg(m_options.displayText)));
    return std::make_unique<PostgresConnection>(std::move(*link), m_options);
}

} // namespace Axess
