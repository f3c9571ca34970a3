// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

#include <axess/storagecalls.h>

namespace Axess {

/// The tables and the document that says which program they are for.
class SqlSchema
{
public:
    explicit SqlSchema(SqlLink &link)
        : m_link(link)
    { }

    Result<SchemaState> state();
    /// TooNew for a store that this program must not read.
    Result<void> checkReadable();
    /// Inside a transaction, so that it happens wholly or not at all.
    Result<void> create();
    Result<void> upgrade();

private:
    Result<void> lock();
    Result<void> makeTables();
    /// InvalidArgument for tables of that name that no Axess has made.
    Result<void> checkUntouched();

    SqlLink &m_link;
};

} // namespace Axess
