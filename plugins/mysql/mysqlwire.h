// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlstatement.h"

#include <QtCore/qlist.h>

#include <memory>

typedef struct st_mysql MYSQL;
class QSqlDatabase;

namespace Axess {

/// Takes texts to the server and answers back. Used by the link's thread.
class MysqlWire
{
public:
    virtual ~MysqlWire() = default;

    /// Runs so many statements that semicolons part, in one round trip; how many rows each changed, or the
    /// first failure, behind which nothing was run. The rows of the last one, if it is a query, can be read
    /// then.
    virtual std::expected<QList<qint64>, SqlFailure> run(const QByteArray &texts, qsizetype count = 1) = 0;
    /// To the next row; false = there is none.
    virtual bool next() = 0;
    virtual void finish() = 0;
    virtual bool isNull(int column) const = 0;
    virtual qint64 integer(int column) const = 0;
    virtual QByteArray bytes(int column) const = 0;

    static std::unique_ptr<MysqlWire> native(MYSQL *handle);
    static std::unique_ptr<MysqlWire> plain(const QSqlDatabase &database);
};

} // namespace Axess
