// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storecore_p.h"

namespace Axess {

/// The verbs of SessionStore that end sessions, and the one that undoes it.
class SessionEnder
{
public:
    explicit SessionEnder(StoreCore &core)
        : m_core(core)
        , m_deadline(core.deadline())
    { }

    Result<void> remove(const SessionId &id, EndReason reason, const QString &detail);
    Result<qint64> cleanupExpired();
    Result<qint64> signOutEverywhere(const UserId &user, const TenantId &tenant,
                                     const std::optional<SessionId> &sparing);
    Result<RevokeReport> revoke(std::span<const SessionId> ids, const QString &reason,
                                std::chrono::milliseconds grace);
    Result<RevokeReport> revoke(const SessionFilter &filter, const QString &reason,
                                std::chrono::milliseconds grace);
    Result<RevokeReport> restore(std::span<const SessionId> ids, const QByteArray &mark);

    /// One batch of what ended a minute ago or more; how many went.
    Result<qint64> sweepBatch(const Deadline &deadline);

    /// What ended within it stays: clocks of instances differ a little.
    static constexpr std::chrono::milliseconds SweepMargin = std::chrono::minutes(1);
    static constexpr int SweepBatch = 500;

private:
    Result<RevokeReport> newReport(const QString &reason, std::chrono::milliseconds grace);
    Result<void> revokeBatch(std::span<const SessionId> ids, const QString &reason, RevokeReport &report);
    Result<void> restoreBatch(std::span<const SessionId> ids, RevokeReport &report);
    void resolve(std::span<const SessionId> ids, bool isRevoking, RevokeReport &report);
    Result<qint64> removeEach(const QList<Removal> &removals);
    Result<qint64> removeOnce(const QList<Removal> &removals);
    Result<qint64> removeAllOf(const UserId &user, const TenantId &tenant,
                               const std::optional<SessionId> &sparing);

    StoreCore &m_core;
    const Deadline m_deadline;
};

} // namespace Axess
