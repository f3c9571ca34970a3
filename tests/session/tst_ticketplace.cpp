// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/ticketplace_p.h"

#include "axesstest.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// Where a sign-in ticket is good: in the store that drew it, while that leads without a break.
class TestTicketPlace : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aStoreThatNeverMovedIsNamedByItsIdentity();
    void beginningAndGivingUpBreakNoLead();
    void whoMayHaveLedInBetweenIsUnknown();
    void aTicketOfAnotherStoreIsGone_data();
    void aTicketOfAnotherStoreIsGone();

private:
    const QByteArray m_store = QByteArray(16, 's');
};

void TestTicketPlace::aStoreThatNeverMovedIsNamedByItsIdentity()
{
    const TicketPlace place {m_store, 0};
    QCOMPARE(place.bytes(), m_store);
    VERIFY_OK(place.admits(place.bytes()));
}

// Begun, handed over, and undone; in either order, for an instance may know less than the one that drew it.
void TestTicketPlace::beginningAndGivingUpBreakNoLead()
{
    for (const quint64 first : {0, 1, 7}) {
        for (quint64 between = 0; between < 4; ++between) {
            const TicketPlace early {m_store, first};
            const TicketPlace late {m_store, first + between};
            VERIFY_OK(late.admits(early.bytes()));
            VERIFY_OK(early.admits(late.bytes()));
        }
    }
}

void TestTicketPlace::whoMayHaveLedInBetweenIsUnknown()
{
    for (const quint64 first : {0, 1, 7}) {
        const TicketPlace early {m_store, first};
        const TicketPlace late {m_store, first + 4};
        VERIFY_FAILS(late.admits(early.bytes()), ErrorCode::Gone);
        VERIFY_FAILS(early.admits(late.bytes()), ErrorCode::Gone);
    }
}

void TestTicketPlace::aTicketOfAnotherStoreIsGone_data()
{
    QTest::addColumn<QByteArray>("ticket");
    QTest::newRow("of an earlier version") << QByteArray();
    QTest::newRow("another store's") << QByteArray(16, 't');
    QTest::newRow("another store's that moved") << TicketPlace {QByteArray(16, 't'), 7}.bytes();
    QTest::newRow("cut off") << QByteArray(15, 's');
    QTest::newRow("cut off within the step") << TicketPlace {m_store, 7}.bytes().chopped(1);
    QTest::newRow("too long") << TicketPlace {m_store, 7}.bytes() + '0';
}

void TestTicketPlace::aTicketOfAnotherStoreIsGone()
{
    QFETCH(const QByteArray, ticket);
    for (const quint64 step : {0, 7})
        VERIFY_FAILS((TicketPlace {m_store, step}.admits(ticket)), ErrorCode::Gone);
}

QTEST_GUILESS_MAIN(TestTicketPlace)
#include "tst_ticketplace.moc"
