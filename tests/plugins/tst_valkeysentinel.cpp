// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyfixture.h"

#include <axess/clock.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The primary is who the sentinels say, before and after it fails.
class TestValkeySentinel : public ValkeyTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(u"valkey-sentinel"_s); }
    void cleanupTestCase() { stopServer(); }

    void anUnknownPrimaryIsUnavailable();
    void oneSentinelIsEnough();
    void replicasConfirmWrites();
    void aLostPrimaryIsReplaced();
};

void TestValkeySentinel::anUnknownPrimaryIsUnavailable()
{
    QString other = url();
    other.replace(u"/axess"_s, u"/nobody"_s);
    const auto connected = connect(other);
    QVERIFY(!connected);
    QCOMPARE(connected.error().code(), ErrorCode::Unavailable);
    QVERIFY2(connected.error().message().contains(u"nobody"_s), qPrintable(connected.error().message()));
}

void TestValkeySentinel::oneSentinelIsEnough()
{
    VERIFY_OK(server().kill(u"sentinel1"_s));
    TAKE(connection, connect(url()));
    VERIFY_OK(connection->ping());
}

void TestValkeySentinel::replicasConfirmWrites()
{
    TAKE(connection, connect(url() + u"?replicas=2&waitMs=2000"_s));
    Horizon horizon;
    horizon.now = SystemClock().now();
    const NewRow entry = RowBuilder(horizon.now).entry();
    VERIFY_OK(connection->create(only(entry), horizon));
    TAKE(more, connect(url() + u"?replicas=3&waitMs=50"_s));
    const NewRow next = RowBuilder(horizon.now).entry();
    const auto created = more->create(only(next), horizon);
    QVERIFY(!created);
    QCOMPARE(created.error().outcome(), Outcome::Unknown);
}

void TestValkeySentinel::aLostPrimaryIsReplaced()
{
    Horizon horizon;
    horizon.now = SystemClock().now();
    const NewRow entry = RowBuilder(horizon.now).entry();
    TAKE(before, connect(url()));
    VERIFY_OK(before->create(only(entry), horizon));
    VERIFY_OK(server().kill(u"primary"_s));
    VERIFY_FAILS(before->load(only(entry.row.id)), ErrorCode::Unavailable);
    QVERIFY(before->isBroken());
    const NewRow next = RowBuilder(horizon.now).entry();
    const auto isReplaced = [&] {
        const auto connection = connect(url(), 2s);
        return connection && (*connection)->create(only(next), horizon).has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isReplaced(), 30'000);
    TAKE(after, connect(url()));
    // A replica had confirmed it.
    TAKE(rows, after->load(only(entry.row.id)));
    QCOMPARE(rows.size(), 1);
}

QTEST_GUILESS_MAIN(TestValkeySentinel)
#include "tst_valkeysentinel.moc"
