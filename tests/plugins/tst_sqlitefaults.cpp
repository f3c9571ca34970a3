// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "faultydisk.h"
#include "sqlitefixture.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// A disk that fills up or fails.
class TestSqliteFaults : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aFullDiskIsFullAndNothingIsApplied();
    void aFailedWriteIsUnavailable();
    void aFailedSyncLeavesTheOutcomeOpen();
    void aFailedReadIsUnavailable();
    void aFullDiskMakesNoStore();

private:
    Result<QList<WriteOutcome>> write();
    qsizetype rows();

    std::unique_ptr<FaultyDisk> m_disk;
    std::unique_ptr<SqliteFixture> m_fixture;
    SqliteFixture::Factory m_factory;
    SqliteFixture::Connection m_store;
};

void TestSqliteFaults::init()
{
    AxessTest::init();
    m_disk = std::make_unique<FaultyDisk>();
    m_fixture = std::make_unique<SqliteFixture>();
    TAKE(factory, m_fixture->factory(m_fixture->url(u"synchronous"_s, u"full"_s)));
    m_factory = factory;
    TAKE(store, m_factory->connect(Deadline::in(std::chrono::seconds(30))));
    m_store = std::move(store);
    m_store->setDeadline(Deadline::in(std::chrono::seconds(60)));
}

void TestSqliteFaults::cleanup()
{
    m_disk->recover();
    m_store.reset();
    m_factory.reset();
    m_fixture.reset();
    m_disk.reset();
}

Result<QList<WriteOutcome>> TestSqliteFaults::write()
{
    return m_store->create(newRows(16, SystemClock().now()), horizonNow());
}

qsizetype TestSqliteFaults::rows()
{
    const auto page = m_store->page(firstPage(1000));
    return page ? page->rows.size() : -1;
}

void TestSqliteFaults::aFullDiskIsFullAndNothingIsApplied()
{
    VERIFY_OK(m_store->initSchema());
    VERIFY_OK(write());
    m_disk->fail(FaultyDisk::Fault::Full);
    for (int i = 0; i < 3; ++i) {
        const auto written = write();
        VERIFY_FAILS(written, ErrorCode::Full);
        QCOMPARE(written.error().outcome(), Outcome::NotApplied);
        QCOMPARE(rows(), 16);
    }
    m_disk->recover();
    VERIFY_OK(write());
    QCOMPARE(rows(), 32);
}

void TestSqliteFaults::aFailedWriteIsUnavailable()
{
    VERIFY_OK(m_store->initSchema());
    VERIFY_OK(write());
    m_disk->fail(FaultyDisk::Fault::Writes);
    VERIFY_FAILS(write(), ErrorCode::Unavailable);
    m_disk->recover();
    VERIFY_OK(write());
    QCOMPARE(rows(), 32);
    QCOMPARE(m_fixture->shell(u"PRAGMA integrity_check"_s), u"ok"_s);
}

void TestSqliteFaults::aFailedSyncLeavesTheOutcomeOpen()
{
    VERIFY_OK(m_store->initSchema());
    m_disk->fail(FaultyDisk::Fault::Syncs);
    const auto written = write();
    VERIFY_FAILS(written, ErrorCode::Unavailable);
    QCOMPARE(written.error().outcome(), Outcome::Unknown);
    m_disk->recover();
    VERIFY_OK(write());
    QCOMPARE(m_fixture->shell(u"PRAGMA integrity_check"_s), u"ok"_s);
}

void TestSqliteFaults::aFailedReadIsUnavailable()
{
    VERIFY_OK(m_store->initSchema());
    VERIFY_OK(write());
    TAKE(fresh, m_factory->connect(Deadline::in(std::chrono::seconds(30))));
    m_disk->fail(FaultyDisk::Fault::Reads);
    VERIFY_FAILS(fresh->page(PageRequest()), ErrorCode::Unavailable);
    QVERIFY(fresh->isBroken());
    m_disk->recover();
    QCOMPARE(rows(), 16);
}

void TestSqliteFaults::aFullDiskMakesNoStore()
{
    m_disk->fail(FaultyDisk::Fault::Full);
    VERIFY_FAILS(m_store->initSchema(), ErrorCode::Full);
    m_disk->recover();
    VERIFY_OK(m_store->initSchema());
    TAKE(state, m_store->schema());
    QVERIFY(state.exists);
}

QTEST_GUILESS_MAIN(TestSqliteFaults)
#include "tst_sqlitefaults.moc"
