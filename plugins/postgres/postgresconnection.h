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
    Result<AccountRights> rights() override;
    Result<void> ring() override;
    Result<bool> listen() override;

private:
    PostgresLink &postgres() { return static_cast<PostgresLink &>(link()); }

    PostgresOptions m_options;
    bool m_isListening = false;
};

} // namespace Axess
