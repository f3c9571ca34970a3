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

    Result<QList<Fact>> read();

private:
    Result<void> readVariables(QList<Fact> &facts);
    Result<void> readStatus(QList<Fact> &facts);
    Result<void> readStore(QList<Fact> &facts);
    void readReplication(QList<Fact> &facts);
    Result<QString> missingIndexes();
    Result<QStringList> names(const QString &text);

    MysqlLink &m_link;
};

} // namespace Axess
