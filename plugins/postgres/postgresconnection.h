// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "postgreslink.h"
#include "sqlconnection.h"

namespace Axess {

/// The storage contract on a PostgreSQL server.
class PostgresConnection final : public SqlConnection
{
public:
    PostgresConnection(std::unique_ptr<PostgresLink> link, const PostgresOptions &options);

    Result<QList<Fact>> inspect() override;
    Result<QList<Fact>> vitals() override;

private:
    PostgresOptions m_options;
};

} // namespace Axess
