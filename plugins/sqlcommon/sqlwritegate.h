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

} // namespace Axess
