// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagebackend.h>

#include <condition_variable>
#include <memory>
#include <mutex>

/// What goes wrong with one call of a StorageConnection.
enum class Fault : quint8 {
    None,
    Refused, ///< Unavailable, not applied: no byte left. The connection stays.
    NoRoom, ///< Full, not applied: as of a server whose disk is full. The connection stays.
    CutBefore, ///< The connection breaks before the effect; outcome unknown.
    CutAfter, ///< The connection breaks after the effect; outcome unknown.
    HangsBefore, ///< No answer until the call is interrupted, and no effect.
    HangsAfter, ///< The effect, then no answer until the call is interrupted.
};

/// When and how calls fail; shared by all connections of a FaultyFactory. Thread-safe.
class FaultPlan
{
public:
    /// The calls `first` to `first + count - 1` from now on (from 1) fail.
    void arm(Fault fault, int first, int count = 1);
    /// What happens to all calls behind the armed ones, until the next `arm`.
    void afterwards(Fault fault);
    /// No more faults. How many there were since `arm`.
    int disarm();
    /// Calls since `arm`, failed ones too.
    int calls() const;

    /// For the decorator: what happens to the call that begins now.
    Fault next();

private:
    mutable std::mutex m_mutex;
    Fault m_fault = Fault::None;
    Fault m_afterwards = Fault::None;
    int m_first = 0;
    int m_count = 0;
    int m_calls = 0;
    int m_faults = 0;
};

/// Connections of another factory whose calls fail as a plan says. Verbs count, housekeeping of connections
/// does not.
class FaultyFactory final : public Axess::ConnectionFactory
{
public:
    explicit FaultyFactory(std::shared_ptr<Axess::ConnectionFactory> inner)
        : m_inner(std::move(inner))
    { }

    FaultPlan &plan() { return *m_plan; }

    Axess::Result<std::unique_ptr<Axess::StorageConnection>> connect(
        const Axess::Deadline &deadline) override;
    int concurrentWriters() const override { return m_inner->concurrentWriters(); }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

private:
    std::shared_ptr<Axess::ConnectionFactory> m_inner;
    std::shared_ptr<FaultPlan> m_plan = std::make_shared<FaultPlan>();
};
