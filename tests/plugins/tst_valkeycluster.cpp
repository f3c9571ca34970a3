// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyfixture.h"

#include <axess/clock.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A cluster whose slots move, and whose primaries fail, while sessions are written.
class TestValkeyCluster : public ValkeyTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(u"valkey-cluster"_s); }
    void cleanupTestCase() { stopServer(); }

    void aBatchIsSplitAndTakesFewRoundTrips();
    void aMovedSlotIsFollowed();
    void sessionsAreWrittenWhileTheirSlotMoves(); // Promise: 3
    void aLostPrimaryIsReplaced();

private:
    struct Node
    {
        StoreUrl::Host host;
        QByteArray id;
        std::unique_ptr<ValkeyClient> client;
    };
    using Nodes = std::vector<Node>;

    /// The primaries, with their ids.
    Nodes nodes();
    /// Who has the slot, and another one.
    std::pair<Node *, Node *> homeAndOther(Nodes &all, int slot);
    void beginMove(Node &from, Node &to, int slot);
    void moveKeys(Node &from, Node &to, int slot);
    void endMove(Nodes &all, Node &to, int slot);
    int slotOf(const SessionId &id);
};

TestValkeyCluster::Nodes TestValkeyCluster::nodes()
{
    Nodes all;
    const StoreUrl parsed = StoreUrl::parse(url()).value();
    const auto primaries = valkeyPrimaries(parsed);
    for (const StoreUrl::Host &host : primaries.value_or(QList<StoreUrl::Host>())) {
        auto connected = ValkeyClient::connect(parsed, host);
        if (!connected)
            continue;
        const QByteArray id = (*connected)->call({"CLUSTER", "MYID"}).value().text;
        all.push_back({host, id, std::move(*connected)});
    }
    return all;
}

int TestValkeyCluster::slotOf(const SessionId &id)
{
    return nodes().front().client->call({"CLUSTER", "KEYSLOT", keyOf(id)}).value().text.toInt();
}

std::pair<TestValkeyCluster::Node *, TestValkeyCluster::Node *> TestValkeyCluster::homeAndOther(Nodes &all,
                                                                                                int slot)
{
    const auto ranges = all.front().client->call({"CLUSTER", "SLOTS"}).value().items;
    QByteArray home;
    for (const ValkeyClient::Reply &range : ranges) {
        if (range.items[0].text.toInt() <= slot && slot <= range.items[1].text.toInt())
            home = range.items[2].items[2].text;
    }
    Node *from = nullptr;
    Node *to = nullptr;
    for (Node &node : all)
        (node.id == home ? from : to) = &node;
    return {from, to};
}

void TestValkeyCluster::beginMove(Node &from, Node &to, int slot)
{
    const QByteArray number = QByteArray::number(slot);
    VERIFY_OK(to.client->call({"CLUSTER", "SETSLOT", number, "IMPORTING", from.id}));
    VERIFY_OK(from.client->call({"CLUSTER", "SETSLOT", number, "MIGRATING", to.id}));
}

void TestValkeyCluster::moveKeys(Node &from, Node &to, int slot)
{
    for (;;) {
        TAKE(names, from.client->call({"CLUSTER", "GETKEYSINSLOT", QByteArray::number(slot), "1"}));
        if (names.items.isEmpty())
            return;
        VERIFY_OK(from.client->call({"MIGRATE", to.host.name.toUtf8(), QByteArray::number(to.host.port),
                                     names.items[0].text, "0", "5000"}));
        std::this_thread::sleep_for(5ms);
    }
}

void TestValkeyCluster::endMove(Nodes &all, Node &to, int slot)
{
    // The new home first, so that it is never nobody's.
    VERIFY_OK(to.client->call({"CLUSTER", "SETSLOT", QByteArray::number(slot), "NODE", to.id}));
    for (Node &node : all)
        VERIFY_OK(node.client->call({"CLUSTER", "SETSLOT", QByteArray::number(slot), "NODE", to.id}));
}

void TestValkeyCluster::aBatchIsSplitAndTakesFewRoundTrips()
{
    TAKE(connection, connect(url()));
    Horizon horizon;
    horizon.now = SystemClock().now();
    QList<NewRow> batch;
    for (int i = 0; i < StorageConnection::MaximumBatch; ++i)
        batch.append(RowBuilder(horizon.now).user(u"user %1"_s.arg(i)).entry());
    const qint64 before = connection->roundTrips();
    TAKE(outcomes, connection->create(std::span<const NewRow>(batch), horizon));
    QCOMPARE(outcomes, QList<WriteOutcome>(batch.size()));
    QVERIFY(connection->roundTrips() - before <= 4);
}

void TestValkeyCluster::aMovedSlotIsFollowed()
{
    TAKE(connection, connect(url()));
    Horizon horizon;
    horizon.now = SystemClock().now();
    const NewRow entry = RowBuilder(horizon.now).entry();
    VERIFY_OK(connection->create(only(entry), horizon));
    const int slot = slotOf(entry.row.id);
    Nodes all = nodes();
    const auto [from, to] = homeAndOther(all, slot);
    QVERIFY(from && to);
    beginMove(*from, *to, slot);
    moveKeys(*from, *to, slot);
    // All keys are there, the slot is still called the old home's: ASK.
    TAKE(asked, connection->load(only(entry.row.id)));
    QCOMPARE(asked.size(), 1);
    endMove(all, *to, slot);
    TAKE(moved, connection->load(only(entry.row.id)));
    QCOMPARE(moved.size(), 1);
    const RowUpdate save = saveOf(entry.row);
    TAKE(saved, connection->update(only(save), horizon));
    QCOMPARE(saved.constFirst().status, WriteStatus::Stored);
}

void TestValkeyCluster::sessionsAreWrittenWhileTheirSlotMoves()
{
    TAKE(connection, connect(url()));
    Horizon horizon;
    horizon.now = SystemClock().now();
    QList<SealedRow> rows;
    for (int i = 0; i < 20; ++i) {
        const NewRow entry
            = RowBuilder(horizon.now).id(freshIdOf(0x42)).tenant(u"acme"_s).user(u"user %1"_s.arg(i)).entry();
        VERIFY_OK(connection->create(only(entry), horizon));
        rows.append(entry.row);
    }
    const int slot = slotOf(rows[0].id);
    Nodes all = nodes();
    const auto ends = homeAndOther(all, slot);
    QVERIFY(ends.first && ends.second);
    beginMove(*ends.first, *ends.second, slot);
    std::atomic<bool> isMoving = true;
    std::jthread mover([&] {
        moveKeys(*ends.first, *ends.second, slot);
        endMove(all, *ends.second, slot);
        isMoving = false;
    });
    int cycles = 0;
    for (qsizetype i = 0; isMoving || cycles < 20; i = (i + 1) % rows.size(), ++cycles) {
        connection->setDeadline(Deadline::in(20s));
        const RowUpdate cycle = cycleOf(rows[i]);
        TAKE(outcomes, connection->update(only(cycle), horizon));
        QCOMPARE(outcomes.constFirst().status, WriteStatus::Stored);
        rows[i] = cycle.row;
    }
    mover.join();
    PageRequest request;
    request.filter.tenant = tenantOf(u"acme"_s);
    TAKE(page, connection->page(request));
    QCOMPARE(page.rows.size(), 20);
}

void TestValkeyCluster::aLostPrimaryIsReplaced()
{
    Horizon horizon;
    horizon.now = SystemClock().now();
    QList<NewRow> batch;
    for (int i = 0; i < StorageConnection::MaximumBatch; ++i)
        batch.append(RowBuilder(horizon.now).id(freshIdOf(quint8(i * 4))).entry());
    {
        TAKE(connection, connect(url()));
        TAKE(outcomes, connection->create(std::span<const NewRow>(batch), horizon));
        QCOMPARE(outcomes, QList<WriteOutcome>(batch.size()));
    }
    VERIFY_OK(server().kill(u"node1"_s));
    QList<SessionId> ids;
    for (const NewRow &entry : std::as_const(batch))
        ids.append(entry.row.id);
    const auto allAreThere = [&] {
        const auto connection = connect(url());
        if (!connection)
            return false;
        (*connection)->setDeadline(Deadline::in(2s));
        const auto rows = (*connection)->load(std::span<const SessionId>(ids));
        return rows && rows->size() == ids.size();
    };
    QTRY_VERIFY_WITH_TIMEOUT(allAreThere(), 30'000);
}

QTEST_GUILESS_MAIN(TestValkeyCluster)
#include "tst_valkeycluster.moc"
