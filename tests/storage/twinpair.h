// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "faultyfactory.h"
#include "manualclock.h"
#include "rowbuilder.h"

#include "storage/memorybackend_p.h"
#include "storage/storageaccess_p.h"
#include "storage/twinconnection_p.h"

/// Two stores in memory of which one leads; both fail as their plans say.
class TwinPair
{
public:
    TwinPair();

    /// An instance of its own, with notes of its own: connections of one twin share them.
    std::shared_ptr<Axess::Twin> twin(const QString &name);
    std::unique_ptr<Axess::StorageConnection> connect(std::shared_ptr<Axess::Twin> twin);
    Axess::TwinNote note(const QString &name);
    Axess::StorageAccess &leaderAccess() { return *m_leaderAccess; } ///< Past the pair, by its plan.
    Axess::StorageAccess &followerAccess() { return *m_access; }

    /// A sentence for the first session that stands otherwise in the follower, in none of these buckets.
    QString difference(const Axess::BucketSet &but = {});

    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<FaultyFactory> leader; ///< Its plan.
    std::shared_ptr<FaultyFactory> follower;
    std::unique_ptr<Axess::StorageConnection> leaderReader; ///< Past pair and plans.
    std::unique_ptr<Axess::StorageConnection> followerReader;

private:
    static QHash<Axess::SessionId, Axess::SealedRow> rowsOf(Axess::StorageConnection &connection);

    std::unique_ptr<Axess::StorageAccess> m_leaderAccess;
    std::unique_ptr<Axess::StorageAccess> m_access;
};

inline Axess::Deadline soon()
{
    return Axess::Deadline::in(std::chrono::seconds(60));
}
