// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "mysqllink.h"

#include <axess/storagecalls.h>

namespace Axess {

/// What the account may do. The server explains a statement only to who may run it, and does not run it then.
class MysqlRights
{
public:
    explicit MysqlRights(MysqlLink &link)
        : m_link(link)
    { }

    Result<AccountRights> read();

private:
    using Right = std::optional<bool>;

    /// Nothing where the server refuses for another reason.
    Result<Right> mayRun(const QString &statement);
    Result<Right> mayRunAny(const QStringList &statements);
    Result<Right> mayRunAll(const QStringList &statements);
    Result<Right> mayChangeSchema();

    MysqlLink &m_link;
};

} // namespace Axess
