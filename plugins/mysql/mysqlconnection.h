// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "mysqllink.h"

#include "sqlconnection.h"

namespace Axess {

/// A connection to a store in MySQL or MariaDB.
class MysqlConnection final : public SqlConnection
{
public:
    MysqlConnection(std::unique_ptr<MysqlLink> link, MysqlOptions options);

    bool attachToThread() override;
    Result<void> initSchema() override;
    Result<void> upgradeSchema() override;
    Result<QList<Fact>> inspect() override;
    Result<QList<Fact>> vitals() override;
    Result<AccountRights> rights() override;

private:
    MysqlLink &link() { return static_cast<MysqlLink &>(SqlConnection::link()); }
    /// Runs `work` while nobody else changes the schema.
    Result<void> makeMissingIndexes();
    Result<void> alone(const std::function<Result<void>()> &work);

    MysqlOptions m_options;
};

} // namespace Axess
