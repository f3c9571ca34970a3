// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "postgresoptions.h"
#include "sqldialect.h"

namespace Axess {

/// Opens connections to one server, or to the one of several that writes.
class PostgresFactory final : public ConnectionFactory
{
public:
    explicit PostgresFactory(PostgresOptions options);

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override;
    int defaultPoolSize() const override { return 20; }
    bool hasBell() const override { return m_options.pooling == PostgresPooling::Session; }

private:
    const std::shared_ptr<const SqlDialect> m_dialect;
    const PostgresOptions m_options;
};

} // namespace Axess
