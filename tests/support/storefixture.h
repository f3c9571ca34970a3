// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "manualclock.h"
#include "sequencerandom.h"

#include <axess/sessionstore.h>

/// A store in memory that several SessionStores may open, as several instances of an application do.
///
/// Time stands until the clock is moved; randomness repeats; changes of the control document are not waited
/// for.
class StoreFixture
{
public:
    StoreFixture();

    /// As an application; each call is another instance on the same store.
    Axess::Result<std::shared_ptr<Axess::SessionStore>> open();
    Axess::Result<std::shared_ptr<Axess::SessionStore>> openKeyless();
    /// As an operator's tool that makes what is missing.
    Axess::Result<std::shared_ptr<Axess::SessionStore>> initialise();

    /// Past the engine: what somebody with access to the store can do.
    std::unique_ptr<Axess::StorageConnection> connection();
    Axess::SealedRow stored(const Axess::SessionId &id);
    /// Puts a row in the place of the stored one, as it is.
    void overwrite(Axess::SealedRow row);

    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<SequenceRandom> random = std::make_shared<SequenceRandom>();
    Axess::StoreUrl url;
    Axess::RootKey rootKey;
    Axess::StoreOptions options;
};

/// A guest's row as an application would write it.
Axess::SessionRow guestRow();
Axess::TenantId tenantNamed(const QString &text);
Axess::UserId userNamed(const QString &text);
