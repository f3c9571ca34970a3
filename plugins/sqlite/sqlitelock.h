// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlinterruptor.h"

namespace Axess {

/// The lock that all programs take before they write to a store: an advisory one on a file beside it.
///
/// SQLite before 3.51.3 can lose a transaction when one program begins the log anew while another commits, so
/// that transactions and checkpoints of all programs must not meet. The system takes the lock back from a
/// program that dies.
class SqliteLock
{
public:
    explicit SqliteLock(const QString &databasePath);
    ~SqliteLock();
    Q_DISABLE_COPY_MOVE(SqliteLock)

    /// Waits by polling until the deadline; Unavailable then, or when the call is interrupted.
    Result<void> acquire(const Deadline &deadline, const SqlInterruptor::Call &call);
    void release();

private:
    enum class Part : quint8 { Store, Turnstile };

    Result<void> open();
    Result<void> waitFor(Part part, const Deadline &deadline, const SqlInterruptor::Call &call);
    /// 0, or the system's number of the error.
    int change(Part part, short type) const;

    QString m_path;
    int m_file = -1;
};

} // namespace Axess
