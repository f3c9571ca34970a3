// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqliteoptions.h"
#include "sqldialect.h"
#include "sqlwritegate.h"

#include <memory>
#include <mutex>

namespace Axess {

/// Opens the connections of one store in a file.
class SqliteFactory final : public ConnectionFactory
{
public:
    explicit SqliteFactory(SqliteOptions options);

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override;
    int concurrentWriters() const override { return 1; }
    int defaultPoolSize() const override { return 5; }

private:
    /// The writer of the file that the path leads to now.
    std::shared_ptr<SqlWriteGate> gateTo(const SqliteOptions &options);

    std::shared_ptr<const SqlDialect> m_dialect;
    SqliteOptions m_options;
    std::mutex m_mutex; ///< Guards what follows.
    std::shared_ptr<SqlWriteGate> m_gate;
    QString m_gatePath;
};

} // namespace Axess
