// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "postgrespipeline.h"

namespace Axess {

/// A statement on libpq's handle: nothing crosses a QVariant, UTF-16 or a text form of bytes.
class PostgresStatement final : public SqlStatement
{
public:
    PostgresStatement(PostgresPipeline &pipeline, const QString &text);
    Q_DISABLE_COPY_MOVE(PostgresStatement)

    const QString &text() const { return m_text; }

    std::expected<void, SqlFailure> execute(std::span<const SqlValue> values) override;
    std::expected<bool, SqlFailure> next() override;
    qint64 affected() const override;
    void finish() override { m_answer.reset(); }

    bool isNull(int column) const override;
    qint64 integer(int column) const override;
    QByteArray bytes(int column) const override;
    QString text(int column) const override;
    QByteArray utf8(int column) const override { return bytes(column); }

private:
    QByteArrayView view(int column) const;

    PostgresPipeline &m_pipeline;
    QString m_text;
    PostgresAnswer m_answer {nullptr, &PQclear};
    int m_row = -1;
};

} // namespace Axess
