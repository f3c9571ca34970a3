// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "jobkinds_p.h"

#include <functional>

namespace Axess {

/// What is done in which order; the names stand in checkpoints.
enum class CopyPhase : quint8 {
    Sessions,
    Users,
    Values,
    StaleValues,
    Events,
    Audit,
    Compare,
    Surplus,
    Complete
};

/// Where a copy goes on: its checkpoint.
struct CopyPlace
{
    CopyPhase phase = CopyPhase::Sessions;
    QByteArray cursor; ///< In the phase's list; of the tenants while users are copied.
    QByteArray userCursor;
    qint64 sourcePosition = 0; ///< Of the events read.
    qint64 targetPosition = 0; ///< Up to here the target's events are older than the batch under way.
    qint64 auditPosition = 0; ///< Of the source's audit trail, as far as it was copied.
    QByteArray run; ///< Names the run that came here: what is behind sessions is done in one go.
    qint64 surplus = 0; ///< Rows that this round took away.
    qint64 done = 0;
    qint64 total = 0;

    static CopyPlace from(const QByteArray &checkpoint);
    QByteArray bytes() const;
    void go(CopyPhase next);
};

/// One bounded step of each phase; each may be repeated.
class CopySteps
{
public:
    /// Asked between reading what stands in the target and writing it by that revision: whether the one is
    /// still the source of the other. Null = it is.
    using MayWrite = std::function<Result<void>()>;

    CopySteps(StoreCore &source, StoreCore &target, JobStep &step, MayWrite mayWrite = {})
        : m_source(source)
        , m_target(target)
        , m_step(step)
        , m_mayWrite(std::move(mayWrite))
    { }

    Result<void> sessions(CopyPlace &place, int rows);
    Result<void> users(CopyPlace &place, int rows);
    Result<void> values(CopyPlace &place, int rows);
    Result<void> staleValues(CopyPlace &place, int rows);
    Result<void> events(CopyPlace &place, int rows);
    Result<void> audit(CopyPlace &place, int rows);
    Result<void> compare(CopyPlace &place, int rows);
    Result<void> surplus(CopyPlace &place, int rows, JobMode mode);

private:
    struct Value
    {
        QString name;
        QByteArray content;
        quint64 revision; ///< In the target; 0 = absent.
    };

    void noteUnreadable(const RowPage &page);
    Result<void> copyGenerations(const QList<UserSummary> &users);
    Result<void> closeAudit();
    /// A value of the source that the target has not, or has otherwise.
    Result<void> examine(const StoredDocument &document, QList<Value> &differing);
    Result<void> write(const QList<Value> &differing);
    Result<void> mayWrite() const { return m_mayWrite ? m_mayWrite() : Result<void>(); }

    StoreCore &m_source;
    StoreCore &m_target;
    JobStep &m_step;
    const MayWrite m_mayWrite;
};

} // namespace Axess
