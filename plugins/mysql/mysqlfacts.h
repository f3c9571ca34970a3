// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "mysqllink.h"

#include <axess/storagecalls.h>

namespace Axess {

/// What a server says of itself.
class MysqlFacts
{
public:
    explicit MysqlFacts(MysqlLink &link)
        : m_link(link)
    { }

    /// What takes a few questions, whatever the number of rows.
    Result<QList<Fact>> vitals();
    /// All of it.
    Result<QList<Fact>> read();

    /// Statements that make the indexes which the schema has and the database has not, by their names.
    Result<QMap<QString, QString>> missingIndexes();

private:
    Result<void> readVariables(QList<Fact> &facts);
    Result<void> readStatus(QList<Fact> &facts);
    Result<void> readStore(QList<Fact> &facts);
    void readReplication(QList<Fact> &facts);
    Result<QStringList> names(const QString &text);

    MysqlLink &m_link;
};

} // namespace Axess
