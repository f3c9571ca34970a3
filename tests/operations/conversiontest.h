// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "axesstest.h"
#include "storefixture.h"

#include <axess/conversion.h>

/// A store that does not seal, and what converts it.
class ConversionTest : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

protected:
    static constexpr int Rows = 1100;

    Axess::JobControl control();
    Axess::Result<std::shared_ptr<Axess::SessionStore>> opened(const Axess::RootKey &key) const;
    Axess::Result<std::shared_ptr<Axess::SessionStore>> mixed(Axess::ConversionTarget target
                                                              = Axess::ConversionTarget::Sealed);
    Axess::JobInfo converted(const std::shared_ptr<Axess::SessionStore> &store,
                             Axess::ConversionTarget target, Axess::JobMode mode = Axess::JobMode::Act);
    void fill(Axess::SessionStore &store, int rows);
    /// By an instance without seal=mixed.
    void verifyAll(const Axess::RootKey &key, bool isSealed);

    std::unique_ptr<StoreFixture> m_fixture;
    Axess::RootKey m_key = Axess::RootKey::none();
    std::shared_ptr<Axess::SessionStore> m_clear; ///< As an instance from before.
    QList<Axess::SessionRow> m_sessions;
};
