// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

#include <axess/operations.h>

namespace Axess {

/// What the engine knows of a store beside what the server says: its facts for the doctor's rules.
///
/// What a damaged store keeps from being looked at is a fact too, `damage`; other failures are errors.
class AXESS_TEST_EXPORT StoreFacts
{
public:
    explicit StoreFacts(SessionStore &store)
        : m_store(store)
        , m_core(store.core())
    { }

    /// Whether it answers, and how.
    QList<Fact> health();
    /// All others; the server's are among them.
    Result<QList<Fact>> all();
    /// What costs no question to the store: where it is and how it is called.
    QList<Fact> settings() const;

private:
    Result<void> readSchema();
    Result<void> readBacklog();
    Result<void> readNewest();
    Result<void> readInstances();
    void readClock();
    void readKeys();
    Result<RowPage> page(const PageRequest &request);
    void add(const QString &name, const QString &value) { m_facts.append({name, value}); }
    void add(const QString &name, qint64 value) { add(name, QString::number(value)); }

    SessionStore &m_store;
    StoreCore &m_core;
    QList<Fact> m_facts;
};

} // namespace Axess
