// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlconnection.h"
#include "sqlitefile.h"
#include "sqlitelink.h"

namespace Axess {

/// The storage contract on a database in a file.
class SqliteConnection final : public SqlConnection
{
public:
    SqliteConnection(std::unique_ptr<SqliteLink> link, std::shared_ptr<SqlWriteGate> gate,
                     SqliteOptions options);

    /// Not if another file stands in the place of the open one: the next connection opens that.
    bool attachToThread() override;
    Result<QList<Fact>> inspect() override;
    Result<AccountRights> rights() override;

private:
    SqliteOptions m_options;
    std::optional<SqliteFile::Id> m_file; ///< That the link has open.
    bool m_isReplaced = false; ///< Another file stands there.
    Deadline m_nextLook;
};

} // namespace Axess
