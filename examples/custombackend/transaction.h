// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "environment.h"

#include <optional>

/// One transaction: what it reads is of one moment, what it writes happens together or not at all.
///
/// The first failure stays: what follows then does nothing, and `finish` says what it was.
class Transaction
{
public:
    enum class Kind { Read, Write };

    /// Walks ask now and then whether they must stop.
    Transaction(Environment &environment, Kind kind, std::function<bool()> mustStop);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    std::optional<QByteArray> get(Table table, const QByteArray &key);
    bool has(Table table, const QByteArray &key) { return get(table, key).has_value(); }
    void put(Table table, const QByteArray &key, const QByteArray &value = {});
    void erase(Table table, const QByteArray &key);
    qint64 count(Table table);

    /// From the first key at or above `from`, upwards or, with `Down`, from the last one below `from`. As
    /// long as keys begin with `prefix` and `visit` answers true. Nothing may be written meanwhile.
    enum class Direction { Up, Down };
    using Visit = std::function<bool(const QByteArray &key, const QByteArray &value)>;
    void walk(Table table, const QByteArray &from, const QByteArray &prefix, Direction direction,
              const Visit &visit);

    /// Something that is stored cannot be read.
    void damage();
    /// Commits what was written.
    Axess::Result<void> finish();

private:
    bool isGood(int code);

    Environment &m_environment;
    std::function<bool()> m_mustStop;
    MDB_txn *m_handle = nullptr;
    std::optional<Axess::Error> m_error;
};
