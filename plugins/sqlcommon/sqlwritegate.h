// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlinterruptor.h"

namespace Axess {

/// Through which a connection comes to write.
///
/// A server lets every connection write; a database in a file has one writer, whom all connections share.
class SqlWriteGate
{
public:
    virtual ~SqlWriteGate() = default;

    /// The link to write on, attached to this thread and used by nobody else until `leave`. Waits until the
    /// deadline, or until the call is interrupted.
    virtual Result<SqlLink *> enter(const Deadline &deadline, const SqlInterruptor::Call &call) = 0;
    virtual void leave() = 0;
};

/// The gate of a store that was opened for reading: it stays shut.
class SqlShutGate final : public SqlWriteGate
{
public:
    Result<SqlLink *> enter(const Deadline &, const SqlInterruptor::Call &) override
    {
        return std::unexpected(
            Error(ErrorCode::Denied, QStringLiteral("The store was opened for reading only.")));
    }
    void leave() override { }
};

/// The gate of a server's connection: it writes on the link that it reads on.
class SqlOwnGate final : public SqlWriteGate
{
public:
    explicit SqlOwnGate(SqlLink &link)
        : m_link(link)
    { }

    Result<SqlLink *> enter(const Deadline &, const SqlInterruptor::Call &) override { return &m_link; }
    void leave() override { }

private:
    SqlLink &m_link;
};

} // namespace Axess
