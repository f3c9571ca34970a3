// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/revokesessions.h>

/// The base of tests about revoking in bulk: a store in memory with the sessions of two tenants.
class RevokeTest : public AxessTest
{
    Q_OBJECT

protected Q_SLOTS:
    void init();

protected:
    static constexpr int Shop = 150;
    static constexpr int Bank = 40;

    static Axess::BulkRevocation ofTenant(const QString &tenant);
    /// Goes on always; waiting moves the clock.
    Axess::JobControl control();
    bool isLive(const Axess::SessionId &id);
    qint64 living();
    /// The job, submitted and worked off.
    Axess::JobInfo revoked(const Axess::BulkRevocation &what);
    /// The documents of frozen sets.
    QList<Axess::StoredDocument> parts();

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<Axess::SessionStore> m_store;
    QList<Axess::SessionId> m_shop; ///< The oldest first.
    QList<Axess::SessionId> m_bank;
};
