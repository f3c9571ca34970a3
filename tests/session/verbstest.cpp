// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "verbstest.h"

using namespace Axess;

void VerbsTest::initTestCase_data()
{
    QTest::addColumn<bool>("sealed");
    QTest::newRow("sealed") << true;
    QTest::newRow("clear") << false;
}

void VerbsTest::init()
{
    AxessTest::init();
    QFETCH_GLOBAL(const bool, sealed);
    m_store.reset();
    m_fixture = std::make_unique<StoreFixture>();
    if (!sealed)
        m_fixture->rootKey = RootKey::none();
    TAKE(store, m_fixture->open());
    m_store = store;
}

SignIn VerbsTest::signInOf(const QString &user, int limit)
{
    return {m_store->ticket(userNamed(user)).value(), limit, LimitPolicy::EndOldest};
}

SessionRow VerbsTest::signedIn(const QString &user)
{
    SessionRow row = guestRow();
    row.user = userNamed(user);
    return m_store->save(row, signInOf(user)).value();
}
