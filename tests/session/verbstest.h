// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

/// Base of tests of SessionStore's verbs: each function runs on a sealed store and on one in the clear.
class VerbsTest : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();

protected:
    Axess::SessionRow saved(const Axess::SessionRow &row = guestRow()) { return m_store->save(row).value(); }
    Axess::SignIn signInOf(const QString &user, int limit = 0);
    Axess::SessionRow signedIn(const QString &user);

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<Axess::SessionStore> m_store;
};
