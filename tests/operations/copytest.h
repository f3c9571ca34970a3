// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "axesstest.h"
#include "freshstore.h"
#include "verify.h"

#include <axess/storecopy.h>

/// The base of tests that copy a store into another one.
class CopyTest : public AxessTest
{
    Q_OBJECT

protected Q_SLOTS:
    void init();

protected:
    using StorePointer = std::shared_ptr<Axess::SessionStore>;
    struct Filled
    {
        QList<Axess::SessionToken> live;
        QList<Axess::SessionToken> dead;
        Axess::SignInTicket outdated; ///< Drawn before its user was signed out everywhere.
    };
    static constexpr int Sessions = 155; ///< That `fill` leaves in a store, dead ones too.

    /// Two new stores of these set-ups, under one root key; gone with the test.
    Axess::Result<Axess::StoreCopyEnds> ends(const QString &source, const QString &target);
    /// The stores of the last two.
    std::pair<const FreshStore &, const FreshStore &> newest() const
    {
        return {**(m_stores.end() - 2), *m_stores.back()};
    }
    static Axess::Result<StorePointer> sourceOf(const Axess::StoreCopyEnds &ends);
    static Axess::Result<StorePointer> targetOf(const Axess::StoreCopyEnds &ends);
    /// Guests, users of two tenants with names that need care, and every way in which a session can have
    /// ended.
    static Axess::Result<Filled> fill(Axess::SessionStore &store);
    static Axess::Result<Axess::JobRun> copied(const Axess::StoreCopyEnds &ends);
    /// Stops when it is asked for the last of so many times whether to go on: at first, and between steps.
    static Axess::JobControl stopAfter(int steps);

private:
    std::vector<std::unique_ptr<FreshStore>> m_stores;
};
