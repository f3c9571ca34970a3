// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "sqlitefixture.h"
#include "verify.h"
#include "workerprocess.h"

#include <atomic>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What several processes do to one store, killed ones among them.
class TestSqliteProcesses : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void fourProcessesMakeOneSchema();
    void aStoreThatIsJustMadeIsNoStrangers();
    void aWriterThatIsKilledLosesNothingItAcknowledged(); // Promise: 2
    void aWriterThatIsKilledHoldsNobodyUp();
    void copiesOfALiveStoreAreWhole_data();
    void copiesOfALiveStoreAreWhole();

private:
    using Acknowledged = QHash<SessionId, quint64>; ///< The revision that was acknowledged last.

    static void note(const QList<QByteArray> &lines, Acknowledged &acknowledged);
    static void verifyWhole(const SqliteFixture &fixture, const QString &path);
    static void verifyHolds(StorageConnection &store, const Acknowledged &acknowledged);
};

void TestSqliteProcesses::note(const QList<QByteArray> &lines, Acknowledged &acknowledged)
{
    for (const QByteArray &line : lines) {
        const auto id = SessionId::fromText(QString::fromLatin1(line.left(32)));
        QVERIFY2(id, line.constData());
        acknowledged[*id] = line.mid(33).toULongLong();
    }
}

void TestSqliteProcesses::verifyWhole(const SqliteFixture &fixture, const QString &path)
{
    QCOMPARE(fixture.shell(u"PRAGMA integrity_check"_s, path), u"ok"_s);
    // Groups are written in threes, with an event for each row.
    QCOMPARE(
        fixture.shell(u"SELECT payload FROM axess_session GROUP BY payload HAVING COUNT(*) <> 3"_s, path),
        QString());
    QCOMPARE(fixture.shell(
                 u"SELECT (SELECT COUNT(*) FROM axess_session) - (SELECT COUNT(*) FROM axess_event)"_s, path),
             u"0"_s);
}

void TestSqliteProcesses::verifyHolds(StorageConnection &store, const Acknowledged &acknowledged)
{
    store.setDeadline(Deadline::in(std::chrono::seconds(60)));
    for (const auto &[id, revision] : acknowledged.asKeyValueRange()) {
        TAKE(rows, store.load(only(id)));
        QCOMPARE(rows.size(), 1);
        QCOMPARE_GE(rows[0].revision, revision);
    }
}

void TestSqliteProcesses::fourProcessesMakeOneSchema()
{
    for (int round = 0; round < 3; ++round) {
        const SqliteFixture fixture;
        std::array<std::unique_ptr<WorkerProcess>, 4> workers;
        for (auto &worker : workers)
            worker = std::make_unique<WorkerProcess>(u"init"_s, fixture.path());
        for (auto &worker : workers)
            QVERIFY(worker->isReady());
        for (auto &worker : workers)
            worker->begin();
        for (auto &worker : workers) {
            worker->rest();
            QCOMPARE(worker->exitCode(), 0);
        }
        TAKE(store, fixture.connect());
        TAKE(state, store->schema());
        QCOMPARE(state.written, state.mine);
        QCOMPARE(fixture.shell(u"SELECT COUNT(*) FROM axess_schema"_s), u"1"_s);
        QCOMPARE(fixture.shell(u"PRAGMA integrity_check"_s), u"ok"_s);
    }
}

void TestSqliteProcesses::aStoreThatIsJustMadeIsNoStrangers()
{
    for (int round = 0; round < 100; ++round) {
        const SqliteFixture fixture;
        TAKE(maker, fixture.connect());
        std::atomic<bool> isMade = false;
        Result<void> opened;
        std::thread opener([&] {
            while (opened && !isMade)
                opened = fixture.connect().transform([](const auto &) { });
        });
        const auto made = maker->initSchema();
        isMade = true;
        opener.join();
        VERIFY_OK(made);
        VERIFY_OK(opened);
    }
}

void TestSqliteProcesses::aWriterThatIsKilledLosesNothingItAcknowledged()
{
    bool isNumber = false;
    const int asked = qEnvironmentVariableIntValue("AXESS_KILL_CYCLES", &isNumber);
    const int cycles = isNumber ? asked : 60;
    const SqliteFixture fixture;
    qint64 writes = 0;
    for (int cycle = 0; cycle < cycles; ++cycle) {
        WorkerProcess worker(u"write"_s, fixture.path());
        QVERIFY(worker.isReady());
        worker.begin();
        QList<QByteArray> lines;
        // The first ones are killed while they make the schema, later ones ever further on.
        const int until = cycle < 10 ? 0 : 1 + cycle * 7 % 40;
        while (lines.size() < until)
            lines.append(worker.line());
        lines += worker.kill();
        Acknowledged acknowledged;
        note(lines, acknowledged);
        writes += lines.size();

        TAKE(store, fixture.store());
        verifyHolds(*store, acknowledged);
        verifyWhole(fixture, fixture.path());
        if (QTest::currentTestFailed())
            return;
    }
    qInfo("%d kills, %lld acknowledged writes, none lost", cycles, writes);
}

void TestSqliteProcesses::aWriterThatIsKilledHoldsNobodyUp()
{
    const SqliteFixture fixture;
    WorkerProcess first(u"write"_s, fixture.path());
    WorkerProcess second(u"write"_s, fixture.path());
    for (WorkerProcess *worker : {&first, &second}) {
        QVERIFY(worker->isReady());
        worker->begin();
        QVERIFY(!worker->line().isEmpty());
    }
    first.kill();
    for (int i = 0; i < 50; ++i)
        QVERIFY(!second.line().isEmpty());
}

void TestSqliteProcesses::copiesOfALiveStoreAreWhole_data()
{
    QTest::addColumn<QString>("command");
    QTest::newRow("backup") << u".backup '%1'"_s;
    QTest::newRow("VACUUM INTO") << u"VACUUM INTO '%1'"_s;
}

void TestSqliteProcesses::copiesOfALiveStoreAreWhole()
{
    QFETCH(QString, command);
    const SqliteFixture fixture;
    const SqliteFixture target;
    std::array<std::unique_ptr<WorkerProcess>, 4> workers;
    for (auto &worker : workers)
        worker = std::make_unique<WorkerProcess>(u"write"_s, fixture.path());
    Acknowledged before;
    for (auto &worker : workers) {
        QVERIFY(worker->isReady());
        worker->begin();
        QList<QByteArray> lines;
        for (int i = 0; i < 20; ++i)
            lines.append(worker->line());
        note(lines, before);
    }
    QCOMPARE(fixture.shell(command.arg(target.path())), QString());
    Acknowledged all = before;
    for (auto &worker : workers) {
        worker->end();
        note(worker->rest(), all);
        QCOMPARE(worker->exitCode(), 0);
    }

    verifyWhole(target, target.path());
    TAKE(copy, target.store());
    verifyHolds(*copy, before);
    VERIFY_OK(copy->create(newRows(3, SystemClock().now()), horizonNow()));
    verifyWhole(fixture, fixture.path());
    TAKE(store, fixture.store());
    verifyHolds(*store, all);
}

QTEST_GUILESS_MAIN(TestSqliteProcesses)
#include "tst_sqliteprocesses.moc"
