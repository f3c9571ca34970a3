// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqllink.h"

namespace Axess {

/// A transaction that writes: rolled back unless committed.
class SqlTransaction
{
public:
    explicit SqlTransaction(SqlLink &link)
        : m_link(link)
    { }
    ~SqlTransaction()
    {
        if (m_open)
            m_link.rollback();
    }
    Q_DISABLE_COPY_MOVE(SqlTransaction)

    Result<void> begin()
    {
        const auto begun = m_link.begin();
        m_open = begun.has_value();
        return begun;
    }
    /// When it fails, the transaction is rolled back.
    Result<void> commit()
    {
        const auto committed = m_link.commit();
        if (committed)
            m_open = false;
        return committed;
    }

private:
    SqlLink &m_link;
    bool m_open = false;
};

} // namespace Axess
