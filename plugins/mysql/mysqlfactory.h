// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "mysqloptions.h"
#include "sqldialect.h"

#include <memory>

namespace Axess {

/// Opens the connections of one store in MySQL or MariaDB.
class MysqlFactory final : public ConnectionFactory
{
public:
    explicit MysqlFactory(MysqlOptions options);

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override;
    int defaultPoolSize() const override { return 20; }

private:
    std::shared_ptr<const SqlDialect> m_dialect;
    MysqlOptions m_options;
};

} // namespace Axess
