// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlconnection.h"
#include "sqlitelink.h"

namespace Axess {

/// The storage contract on a database in a file.
class SqliteConnection final : public SqlConnection
{
public:
    SqliteConnection(std::unique_ptr<SqliteLink> link, std::shared_ptr<SqlWriteGate> gate,
                     SqliteOptions options);

    Result<QList<Fact>> inspect() override;

private:
    SqliteOptions m_options;
};

} // namespace Axess
