// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "axesstest.h"
#include "backendundertest.h"
#include "rowbuilder.h"
#include "verify.h"

/// The base of the conformance suite: each test runs once for each backend asked for, on a fresh store.
///
/// A test moves the time it passes along; it begins at the real present, so that a store's own clock agrees.
class ConformanceTest : public AxessTest
{
    Q_OBJECT

public:
    /// Before anything runs.
    void setBackends(BackendsUnderTest &backends) { m_backends = &backends; }

protected Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

protected:
    /// Of cases in which the engine has to warn of its store; else a warning fails a case.
    virtual bool mayWarn() const { return false; }

    static constexpr qint64 Second = 1000;
    static constexpr qint64 Minute = 60 * Second;
    static constexpr qint64 Hour = 60 * Minute;

    Axess::StorageConnection &store() { return *m_connection; }
    Axess::ConnectionFactory &factory() { return *m_factory; }
    /// For an engine on this store.
    const std::shared_ptr<Axess::ConnectionFactory> &sharedFactory() const { return m_factory; }
    BackendUnderTest &backend() { return *m_backend; }
    /// A further connection to the same store; null has failed the test.
    std::unique_ptr<Axess::StorageConnection> connection();

    qint64 now() const { return m_horizon.now; }
    void advance(qint64 milliseconds) { m_horizon.now += milliseconds; }
    Axess::Horizon &horizon() { return m_horizon; }

    RowBuilder aRow() const { return RowBuilder(now()); }
    /// Inserts and answers the row as it stands in the store then.
    Axess::SealedRow stored(const RowBuilder &builder);
    /// The row as it stands; fails the test if it is absent.
    Axess::SealedRow standing(const Axess::SessionId &id);
    bool exists(const Axess::SessionId &id);

    // Verbs on one row: their status, failing the test when the call fails.
    Axess::WriteOutcome create(const Axess::NewRow &row);
    Axess::WriteOutcome update(const Axess::RowUpdate &update);
    Axess::WriteStatus touch(const Axess::Touch &touch);
    Axess::WriteStatus reseal(const Axess::Reseal &reseal);
    Axess::WriteStatus revoke(const Axess::Revocation &revocation);
    Axess::WriteStatus restore(const Axess::SessionId &id, const QByteArray &mark);
    QList<Axess::RemovedRow> remove(const Axess::SessionId &id,
                                    Axess::EndReason reason = Axess::EndReason::SignedOut);
    /// All steps of one walk over the indexes, added up.
    Axess::VerifyStep verifyAll(Axess::StorageConnection &connection, Axess::VerifyMode mode,
                                int limit = Axess::VerifyRequest::MaximumRows);
    /// Ids of what a sweep at the horizon removes, sorted.
    QList<Axess::SessionId> sweep(int limit = 1000);
    QList<Axess::SessionId> page(const Axess::SessionFilter &filter,
                                 Axess::PageOrder order = Axess::PageOrder::OldestFirst);
    /// All events behind a position.
    QList<Axess::Event> eventsBehind(qint64 position = 0);
    qint64 lastPosition();

private:
    BackendsUnderTest *m_backends = nullptr;
    std::unique_ptr<BackendUnderTest> m_backend;
    std::shared_ptr<Axess::ConnectionFactory> m_factory;
    std::unique_ptr<Axess::StorageConnection> m_connection;
    Axess::Horizon m_horizon;
};

QList<Axess::SessionId> idsOf(const QList<Axess::SealedRow> &rows);
QList<Axess::SessionId> sorted(QList<Axess::SessionId> ids);

/// A filter by one field: `where(&SessionFilter::life, Life::Expired)`.
template<typename T>
Axess::SessionFilter where(T Axess::SessionFilter::*field, const std::type_identity_t<T> &value)
{
    Axess::SessionFilter filter;
    filter.*field = value;
    return filter;
}

/// A span of one, for verbs that speak in batches.
template<typename T> std::span<const T> only(const T &value)
{
    return std::span<const T>(&value, 1);
}

template<typename T> std::span<const T> all(const QList<T> &values)
{
    return std::span<const T>(values.constData(), std::size_t(values.size()));
}
