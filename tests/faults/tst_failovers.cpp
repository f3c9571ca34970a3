// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "crew.h"
#include "harmedstore.h"

#include "axesstest.h"
#include "environment.h"
#include "freshstore.h"
#include "storefixture.h"
#include "valkeyclient.h"
#include "verify.h"

#include <QtCore/QProcess>
#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Replicas take over while sixteen callers work. In a cluster what was acknowledged is there; what a
/// failover behind sentinels forgets is counted. AXESS_FAULT_FAILOVERS sets how many there are.
class TestFailovers : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void aReplicaTakesOverFromOneThatStandsStill(); // Promise: 1
    void aReplicaTakesOverInGoodOrder();
    void slotsMoveWhileSessionsAreCycled(); // Promise: 3

private:
    bool isCluster() const { return m_url.scheme().endsWith("+cluster"_L1); }
    /// What became of the last plain saves, for which no replica was waited (docs/valkey.md).
    enum class PlainSaves : quint8 { Kept, MayBeForgotten };
    void goThrough(PlainSaves saves, const std::function<void()> &harm);
    Result<ValkeyClient::Reply> ask(const StoreUrl::Host &node, const QByteArrayList &words) const;
    /// Of sentinels the one, of a cluster that of the first slots.
    Result<StoreUrl::Host> primary() const;
    /// Waits until another node is it.
    void awaitAnother(const StoreUrl::Host &former);
    void takeOverInGoodOrder();
    void moveSlots(const QByteArray &from, const QByteArray &to, int slots);

    std::unique_ptr<HarmedStore> m_place;
    StoreUrl m_url;
};

void TestFailovers::initTestCase_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"valkey-sentinel,valkey-cluster"_s))
        QTest::addRow("%s", qPrintable(setUp)) << setUp;
}

void TestFailovers::init()
{
    QFETCH_GLOBAL(const QString, setUp);
    TAKE(place, HarmedStore::start(setUp));
    m_place = std::move(place);
    TAKE(url, StoreUrl::parse(m_place->url()));
    m_url = url;
    VERIFY_OK(m_place->initialise());
}

void TestFailovers::cleanup()
{
    m_place.reset();
}

Result<ValkeyClient::Reply> TestFailovers::ask(const StoreUrl::Host &node, const QByteArrayList &words) const
{
    return ValkeyClient::connect(m_url, node).and_then([&](const std::unique_ptr<ValkeyClient> &client) {
        return client->call(words);
    });
}

Result<StoreUrl::Host> TestFailovers::primary() const
{
    // Any node may be the one that stands still.
    Result<StoreUrl::Host> found = std::unexpected(Error(ErrorCode::Unavailable, u"No node answers."_s));
    for (const StoreUrl::Host &node : m_url.hosts()) {
        found = valkeyPrimaries(m_url, node)
                    .and_then([](const QList<StoreUrl::Host> &all) -> Result<StoreUrl::Host> {
                        if (all.isEmpty())
                            return std::unexpected(Error(ErrorCode::Unavailable, u"There is no primary."_s));
                        return all.constFirst();
                    });
        if (found)
            break;
    }
    return found;
}

void TestFailovers::goThrough(PlainSaves saves, const std::function<void()> &harm)
{
    TAKE(store, m_place->open());
    Crew crew(store, HarmedStore::CallDeadline);
    QVERIFY(QTest::qWaitFor([&] { return crew.allWork(); }, 10'000));
    const int failovers = numberFrom("AXESS_FAULT_FAILOVERS", 3);
    for (int i = 0; i < failovers; ++i) {
        harm();
        if (QTest::currentTestFailed())
            return;
        crew.allWork();
        const bool allWork = QTest::qWaitFor([&] { return crew.allWork(); }, 30'000);
        const auto saved = allWork ? Result<SessionRow>() : store->save(guestRow());
        QVERIFY2(allWork, qPrintable(saved ? u"not all callers work"_s : saved.error().message()));
    }
    crew.finish();
    Verdict verdict = crew.judge();
    QTextStream(stdout) << QTest::currentTestFunction() << ": " << verdict.text() << Qt::endl;
    if (saves == PlainSaves::MayBeForgotten)
        verdict.stale = 0;
    QCOMPARE(verdict.strange, 0);
    QCOMPARE(verdict.late, 0);
    // What sentinels make a replica of goes on for a moment, and another replica still follows it.
    if (isCluster())
        QVERIFY(verdict.isInnocent());
}

void TestFailovers::awaitAnother(const StoreUrl::Host &former)
{
    QVERIFY(QTest::qWaitFor(
        [&] {
            const auto now = primary();
            return now && *now != former;
        },
        30'000));
}

void TestFailovers::aReplicaTakesOverFromOneThatStandsStill()
{
    // One that freezes between its answer and telling its replica.
    goThrough(PlainSaves::MayBeForgotten, [this] {
        TAKE(former, primary());
        const QString process = m_place->server().processAt(former.port);
        QVERIFY(!process.isEmpty());
        VERIFY_OK(m_place->server().freeze(process));
        awaitAnother(former);
        VERIFY_OK(m_place->server().thaw(process));
        // It has to be a replica again before the next one can fail.
        QVERIFY(QTest::qWaitFor(
            [&] {
                const auto role = ask(former, {"ROLE"});
                return role && role->items.value(0).text == "slave"
                    && role->items.value(3).text == "connected";
            },
            30'000));
    });
}

void TestFailovers::takeOverInGoodOrder()
{
    TAKE(former, primary());
    if (!isCluster()) {
        // Refused while the sentinels still settle from the one before.
        QVERIFY(QTest::qWaitFor(
            [&] {
                return ask(m_url.hosts().constFirst(), {"SENTINEL", "FAILOVER", m_url.path().toUtf8()})
                    .has_value();
            },
            30'000));
        awaitAnother(former);
        return;
    }
    // A replica that has just joined is not listed at once.
    StoreUrl::Host replica;
    QVERIFY(QTest::qWaitFor(
        [&] {
            const auto ranges = ask(former, {"CLUSTER", "SLOTS"});
            const auto node = ranges ? ranges->items.value(0).items.value(3) : ValkeyClient::Reply();
            replica = {QString::fromUtf8(node.items.value(0).text), node.items.value(1).text.toInt()};
            return replica.port != 0;
        },
        30'000));
    VERIFY_OK(ask(replica, {"CLUSTER", "FAILOVER"}));
    awaitAnother(former);
}

void TestFailovers::aReplicaTakesOverInGoodOrder()
{
    goThrough(PlainSaves::Kept, [this] { takeOverInGoodOrder(); });
}

void TestFailovers::moveSlots(const QByteArray &from, const QByteArray &to, int slots)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    const StoreUrl::Host any = m_url.hosts().constFirst();
    process.start(u"valkey-cli"_s,
                  {u"--cluster"_s, u"reshard"_s, u"%1:%2"_s.arg(any.name).arg(any.port), u"--cluster-from"_s,
                   QString::fromLatin1(from), u"--cluster-to"_s, QString::fromLatin1(to),
                   u"--cluster-slots"_s, QString::number(slots), u"--cluster-yes"_s});
    QVERIFY(QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000));
    QVERIFY2(process.exitCode() == 0, process.readAll().right(500).constData());
}

void TestFailovers::slotsMoveWhileSessionsAreCycled()
{
    QVERIFY(isCluster());
    goThrough(PlainSaves::Kept, [this] {
        TAKE(ranges, ask(m_url.hosts().constFirst(), {"CLUSTER", "SLOTS"}));
        QByteArrayList primaries;
        for (const ValkeyClient::Reply &range : ranges.items) {
            const QByteArray id = range.items.value(2).items.value(2).text;
            if (!primaries.contains(id))
                primaries.append(id);
        }
        QVERIFY(primaries.size() == 3);
        moveSlots(primaries[0], primaries[1], 60);
        moveSlots(primaries[1], primaries[2], 60);
    });
}

QTEST_GUILESS_MAIN(TestFailovers)
#include "tst_failovers.moc"
