// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "sqlitefixture.h"
#include "verify.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>

#include <atomic>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSqliteConnection : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void initTestCase_data();

    void aBatchOfSixtyFourTakesFourRoundTrips();
    void aConnectionWandersBetweenThreads();
    void eightThreadsWriteAndReadAtOnce();
    void writersOfTwoEnginesTakeTurns();
    void aWriterWaitsForAnotherProgramNoLongerThanItsDeadline();
    void anInterruptEndsWaiting();
    void anInterruptEndsALongList();
    void anInterruptOfNothingDoesNoHarm();
    void aCallThatCameLateIsNotApplied();
    void readingOnlyDeniesWrites();
    void theLogStaysBounded();
    void aCheckpointDoesNotOutlastTheCall();
    void aReaderDoesNotHoldTheLog();
    void aStoreThatWasMadeWithoutALogGetsOne();
    void factsAreNamed();
    void tenantsEpochsAreSeenAtOnce();

private:
    SqliteFixture::Connection another();

    std::unique_ptr<SqliteFixture> m_fixture;
    SqliteFixture::Factory m_factory;
    SqliteFixture::Connection m_store;
    Horizon m_horizon;
};

void TestSqliteConnection::initTestCase_data()
{
    QTest::addColumn<QString>("driver");
    QTest::newRow("native") << u"native"_s;
    QTest::newRow("plain") << u"plain"_s;
}

void TestSqliteConnection::init()
{
    AxessTest::init();
    QFETCH_GLOBAL(QString, driver);
    m_fixture = std::make_unique<SqliteFixture>();
    TAKE(factory, m_fixture->factory(m_fixture->url(u"driver"_s, driver)));
    m_factory = factory;
    m_store = another();
    QVERIFY(m_store);
    VERIFY_OK(m_store->initSchema());
    m_horizon = {};
    m_horizon.now = SystemClock().now();
}

void TestSqliteConnection::cleanup()
{
    m_store.reset();
    m_factory.reset();
    m_fixture.reset();
}

SqliteFixture::Connection TestSqliteConnection::another()
{
    auto connected = m_factory->connect(Deadline::in(30s));
    if (!connected) {
        QTest::qFail(qPrintable(connected.error().message()), __FILE__, __LINE__);
        return nullptr;
    }
    (*connected)->setDeadline(Deadline::in(60s));
    return std::move(*connected);
}

void TestSqliteConnection::aBatchOfSixtyFourTakesFourRoundTrips()
{
    const std::vector<NewRow> rows = newRows(64, m_horizon.now);
    std::vector<SessionId> ids;
    std::vector<RowUpdate> saves, cycles;
    std::vector<Touch> touches;
    std::vector<Reseal> reseals;
    std::vector<Revocation> revocations;
    std::vector<Removal> removals;
    for (const NewRow &entry : rows) {
        const SealedRow &row = entry.row;
        ids.push_back(row.id);
        saves.push_back(saveOf(row));
        cycles.push_back(cycleOf(saves.back().row));
        touches.push_back({row.id, row.idleDeadline + 1, row.lastSeen + 1, row.sweepAt + 1});
        reseals.push_back({row.id, 3, cycles.back().row.writeId, 7, "sealed"});
        revocations.push_back(revocationOf(row.id, m_horizon.now, m_horizon.now + 1000));
        removals.push_back({row.id, EndReason::SignedOut, {}, m_horizon.now});
    }
    qint64 before = 0;
    const auto trips = [&] { return m_store->roundTrips() - std::exchange(before, m_store->roundTrips()); };
    trips();
    const auto verify = [&](const auto &answers) {
        VERIFY_OK(answers);
        QCOMPARE(answers->size(), 64);
        QCOMPARE_LE(trips(), 4);
    };
    verify(m_store->create(rows, m_horizon));
    verify(m_store->load(ids));
    verify(m_store->update(saves, m_horizon));
    verify(m_store->update(cycles, m_horizon));
    verify(m_store->touch(touches, m_horizon));
    verify(m_store->reseal(reseals));
    verify(m_store->revoke(revocations, m_horizon));
    verify(m_store->restore(only(ids[0]), revocations[0].mark.mark, m_horizon).transform([](auto) {
        return QList<int>(64);
    }));
    verify(m_store->remove(removals));
    std::vector<SealedRow> installed;
    for (const NewRow &entry : rows) {
        installed.push_back(entry.row);
        installed.back().change = 1;
    }
    verify(m_store->install(installed));
    VERIFY_OK(m_store->bury(ids, m_horizon.now));
    QCOMPARE_LE(trips(), 4);
}

void TestSqliteConnection::aConnectionWandersBetweenThreads()
{
    std::vector<NewRow> rows = newRows(8, m_horizon.now);
    QVERIFY(m_store->detachFromThread());
    for (const NewRow &row : rows) {
        bool isStored = false;
        std::thread([&] {
            if (!m_store->attachToThread())
                return;
            const auto created = m_store->create(only(row), m_horizon);
            const auto loaded = m_store->load(only(row.row.id));
            isStored = created && loaded && loaded->size() == 1 && m_store->detachFromThread();
        }).join();
        QVERIFY(isStored);
    }
    QVERIFY(m_store->attachToThread());
    TAKE(page, m_store->page(PageRequest()));
    QCOMPARE(page.rows.size(), 8);
}

void TestSqliteConnection::eightThreadsWriteAndReadAtOnce()
{
    constexpr int Threads = 8, Writes = 25;
    std::atomic<int> stored = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < Threads; ++i) {
            threads.emplace_back([&] {
                auto connected = m_factory->connect(Deadline::in(30s));
                for (int n = 0; connected && n < Writes; ++n) {
                    (*connected)->setDeadline(Deadline::in(60s));
                    const std::vector<NewRow> rows = newRows(1, m_horizon.now);
                    const auto created = (*connected)->create(rows, m_horizon);
                    const auto loaded = (*connected)->load(only(rows[0].row.id));
                    stored += created && loaded && loaded->size() == 1;
                }
            });
        }
    }
    QCOMPARE(stored.load(), Threads * Writes);
    QCOMPARE(m_fixture->shell(u"PRAGMA integrity_check"_s), u"ok"_s);
}

void TestSqliteConnection::writersOfTwoEnginesTakeTurns()
{
    TAKE(second, m_fixture->connect());
    for (int i = 0; i < 20; ++i) {
        VERIFY_OK(m_store->create(newRows(2, m_horizon.now), m_horizon));
        VERIFY_OK(second->create(newRows(2, m_horizon.now), m_horizon));
    }
    TAKE(page, m_store->page(PageRequest()));
    QCOMPARE(page.rows.size(), 80);
}

void TestSqliteConnection::aWriterWaitsForAnotherProgramNoLongerThanItsDeadline()
{
    QProcess shell;
    shell.start(u"sqlite3"_s, {m_fixture->path()});
    shell.write("BEGIN IMMEDIATE;\n.print begun\n");
    while (!shell.canReadLine())
        QVERIFY(shell.waitForReadyRead());
    m_store->setDeadline(Deadline::in(100ms));
    const auto created = m_store->create(newRows(1, m_horizon.now), m_horizon);
    VERIFY_FAILS(created, ErrorCode::Unavailable);
    QCOMPARE(created.error().outcome(), Outcome::NotApplied);
    // Readers do not wait for writers.
    m_store->setDeadline(Deadline::in(60s));
    VERIFY_OK(m_store->page(PageRequest()));

    shell.write("ROLLBACK;\n.quit\n");
    QVERIFY(shell.waitForFinished());
    VERIFY_OK(m_store->create(newRows(1, m_horizon.now), m_horizon));
}

void TestSqliteConnection::anInterruptEndsWaiting()
{
    QProcess shell;
    shell.start(u"sqlite3"_s, {m_fixture->path()});
    shell.write("BEGIN IMMEDIATE;\n.print begun\n");
    while (!shell.canReadLine())
        QVERIFY(shell.waitForReadyRead());
    std::atomic<bool> isDone = false;
    // An interrupt before the call is none, so it is repeated as the watchdog does.
    std::jthread interrupter([&] {
        while (!isDone) {
            m_store->interrupt();
            std::this_thread::yield();
        }
    });
    const auto created = m_store->create(newRows(1, m_horizon.now), m_horizon);
    isDone = true;
    VERIFY_FAILS(created, ErrorCode::Unavailable);
    QCOMPARE(created.error().outcome(), Outcome::NotApplied);
    shell.write("ROLLBACK;\n.quit\n");
    QVERIFY(shell.waitForFinished());
}

void TestSqliteConnection::anInterruptEndsALongList()
{
    for (int i = 0; i < 32; ++i)
        VERIFY_OK(m_store->create(newRows(64, m_horizon.now), m_horizon));
    std::atomic<bool> isDone = false;
    std::jthread interrupter([&] {
        while (!isDone) {
            m_store->interrupt();
            std::this_thread::yield();
        }
    });
    PageRequest request;
    request.filter.client = u"nowhere to be found"_s;
    Result<RowPage> page;
    for (int i = 0; i < 100 && page; ++i)
        page = m_store->page(request);
    isDone = true;
    interrupter.join();
    VERIFY_FAILS(page, ErrorCode::Unavailable);
    QVERIFY(!m_store->isBroken());
    VERIFY_OK(m_store->page(request));
}

void TestSqliteConnection::anInterruptOfNothingDoesNoHarm()
{
    m_store->interrupt();
    VERIFY_OK(m_store->create(newRows(1, m_horizon.now), m_horizon));
    m_store->interrupt();
    VERIFY_OK(m_store->page(PageRequest()));
}

void TestSqliteConnection::aCallThatCameLateIsNotApplied()
{
    m_store->setDeadline(Deadline::in(-1ms));
    const auto created = m_store->create(newRows(1, m_horizon.now), m_horizon);
    VERIFY_FAILS(created, ErrorCode::Unavailable);
    QCOMPARE(created.error().outcome(), Outcome::NotApplied);
    VERIFY_FAILS(m_store->page(PageRequest()), ErrorCode::Unavailable);
    m_store->setDeadline(Deadline::in(60s));
    TAKE(page, m_store->page(PageRequest()));
    QVERIFY(page.rows.isEmpty());
}

void TestSqliteConnection::readingOnlyDeniesWrites()
{
    VERIFY_OK(m_store->create(newRows(3, m_horizon.now), m_horizon));
    TAKE(reader, m_fixture->connect(AccessMode::ReadOnly));
    TAKE(page, reader->page(PageRequest()));
    QCOMPARE(page.rows.size(), 3);
    VERIFY_FAILS(reader->create(newRows(1, m_horizon.now), m_horizon), ErrorCode::Denied);
    VERIFY_FAILS(reader->initSchema(), ErrorCode::Denied);
    VERIFY_OK(m_store->create(newRows(1, m_horizon.now), m_horizon));
    TAKE(later, reader->page(PageRequest()));
    QCOMPARE(later.rows.size(), 4);
}

void TestSqliteConnection::theLogStaysBounded()
{
    constexpr qint64 Bound = 12 * 1024 * 1024;
    qint64 longest = 0;
    for (int i = 0; i < 300; ++i) {
        VERIFY_OK(m_store->create(newRows(64, m_horizon.now), m_horizon));
        longest = std::max(longest, QFileInfo(m_fixture->path() + u"-wal"_s).size());
    }
    QCOMPARE_LT(longest, Bound);
    QCOMPARE_GT(QFileInfo(m_fixture->path()).size(), Bound);
}

void TestSqliteConnection::aCheckpointDoesNotOutlastTheCall()
{
    VERIFY_OK(m_store->create(newRows(1, m_horizon.now), m_horizon));
    QProcess reader;
    reader.start(u"sqlite3"_s, {m_fixture->path()});
    QVERIFY(reader.waitForStarted());
    reader.write("BEGIN; SELECT COUNT(*) FROM axess_session;\n");
    QVERIFY(reader.waitForReadyRead());
    // 66 MiB: from now on the log is to begin anew, and waits for the reader.
    const QByteArray payload(1024 * 1024, 'x');
    for (int i = 0; i < 66; ++i) {
        const NewRow row = RowBuilder(m_horizon.now).payload(payload).entry();
        VERIFY_OK(m_store->create(only(row), m_horizon));
    }
    // A busy machine may hold one up; none is as quick as that where the checkpoint goes on.
    qint64 shortest = 1000;
    for (int i = 0; i < 10; ++i) {
        const NewRow row = RowBuilder(m_horizon.now).payload(QByteArray(4096 * 1000, 'x')).entry();
        QElapsedTimer timer;
        timer.start();
        m_store->setDeadline(Deadline::in(100ms));
        (void)m_store->create(only(row), m_horizon);
        shortest = std::min(shortest, timer.elapsed());
    }
    QCOMPARE_LT(shortest, 190);
    reader.closeWriteChannel();
    QVERIFY(reader.waitForFinished());
}

void TestSqliteConnection::aReaderDoesNotHoldTheLog()
{
    const std::vector<NewRow> rows = newRows(64, m_horizon.now);
    VERIFY_OK(m_store->create(rows, m_horizon));
    const auto reader = another();
    VERIFY_OK(reader->load(only(rows[0].row.id)));
    VERIFY_OK(reader->page(firstPage(10)));
    // Nothing that was read is still open: everything can be brought into the database.
    QCOMPARE(m_fixture->shell(u"PRAGMA wal_checkpoint(TRUNCATE)"_s), u"0|0|0"_s);
}

void TestSqliteConnection::aStoreThatWasMadeWithoutALogGetsOne()
{
    VERIFY_OK(m_store->create(newRows(3, m_horizon.now), m_horizon));
    m_store.reset();
    m_factory.reset();
    QCOMPARE(m_fixture->shell(u"PRAGMA journal_mode = DELETE"_s), u"delete"_s);
    TAKE(connection, m_fixture->connect());
    VERIFY_OK(connection->create(newRows(1, m_horizon.now), m_horizon));
    QCOMPARE(m_fixture->shell(u"PRAGMA journal_mode"_s), u"wal"_s);
}

void TestSqliteConnection::factsAreNamed()
{
    TAKE(facts, m_store->inspect());
    QHash<QString, QString> named;
    for (const Fact &fact : facts)
        named.insert(fact.name, fact.value);
    QCOMPARE(named.value(u"backend"_s), u"sqlite"_s);
    QCOMPARE(named.value(u"journalMode"_s), u"wal"_s);
    QCOMPARE(named.value(u"fileMode"_s), u"0600"_s);
    QCOMPARE(named.value(u"missingIndexes"_s), QString());
    QCOMPARE(m_fixture->shell(u"DROP INDEX axess_session_sweep"_s), QString());
    TAKE(later, m_store->inspect());
    QCOMPARE(later.constLast().value, u"axess_session_sweep"_s);
}

void TestSqliteConnection::tenantsEpochsAreSeenAtOnce()
{
    const NewRow row = RowBuilder(m_horizon.now).tenant(u"acme"_s).user(u"ann"_s).entry();
    VERIFY_OK(m_store->create(only(row), m_horizon));
    const Touch touch {row.row.id, m_horizon.now, m_horizon.now, m_horizon.now};
    const auto status = [&](const QHash<TenantId, Epoch> &tenants) {
        m_horizon.tenants = tenants;
        return m_store->touch(only(touch), m_horizon).value_or(QList {WriteStatus::Denied}).constFirst();
    };
    QCOMPARE(status({}), WriteStatus::Stored);
    QCOMPARE(status({{tenantOf(u"other"_s), {1, m_horizon.now}}}), WriteStatus::Stored);
    QCOMPARE(status({{tenantOf(u"acme"_s), {1, m_horizon.now}}}), WriteStatus::Gone);
    QCOMPARE(status({}), WriteStatus::Stored);
    QCOMPARE(status({{tenantOf(u"acme"_s), {1, m_horizon.now}}}), WriteStatus::Gone);
}

QTEST_GUILESS_MAIN(TestSqliteConnection)
#include "tst_sqliteconnection.moc"
