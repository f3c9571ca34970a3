// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/auditline_p.h"

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/auditreader.h>
#include <axess/keys.h>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The trail page by page from its end: acts with what became of them.
class TestAuditReader : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anActIsOneRecord();
    void pagesFollowEachOther();
    void aFilterChooses_data();
    void aFilterChooses();
    void oneOldTimeHidesNothing();
    void noTimeFilterReadsAll();
    void whatIsOlderEndsTheReading();
    void aPageLooksAtSoMany();
    void whatIsStoppedGoesOn();
    void whoWasCutOffHasNoResult();
    void anEntryTwiceIsToldOnce();
    void whatIsNoEntryIsCounted();
    void theFileTellsTheSame();
    void aFileCutOffOrOfOneByteReads();
    void anEmptyTrailIsNoError();
    void verifyingCanBeStopped();

private:
    void revoke(const QString &reason);
    /// `count` acts in the log, a minute apart, as somebody with access would write them.
    void appendActs(int count);
    Result<QList<AuditRecord>> all(AuditReader reader, int limit = 3);
    QString file() const { return m_folder.filePath(u"audit.log"_s); }
    Result<qint64> append(const QByteArray &line)
    {
        return m_fixture->connection()->append(u"audit"_s, std::span(&line, 1));
    }

    QTemporaryDir m_folder;
    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

void TestAuditReader::init()
{
    AxessTest::init();
    QFile::remove(file());
    m_fixture = std::make_unique<StoreFixture>();
    TAKE(store, m_fixture->open());
    m_store = store;
    Audit(m_store, {u"ann@desk"_s, file(), AuditPolicy::Record}).attach();
}

void TestAuditReader::revoke(const QString &reason)
{
    TAKE(row, m_store->save(guestRow()));
    m_fixture->clock->advance(1min);
    VERIFY_OK(m_store->revoke(std::span(&row.id, 1), reason, 15min));
}

void TestAuditReader::appendActs(int count)
{
    QList<QByteArray> lines;
    for (int i = 1; i <= 2 * count; ++i) {
        AuditEntry entry;
        entry.number = quint64(i);
        entry.phase = i % 2 == 1 ? AuditPhase::Intent : AuditPhase::Done;
        entry.intent = i % 2 == 1 ? 0 : quint64(i - 1);
        entry.at = m_store->now();
        entry.act = u"revoke"_s;
        entry.by = u"bob@desk"_s;
        TAKE(line, AuditLine::make(entry, {}, nullptr));
        lines.append(line.bytes());
    }
    const auto connection = m_fixture->connection();
    for (qsizetype i = 0; i < lines.size(); i += 64)
        VERIFY_OK(connection->append(u"audit"_s,
                                     std::span(lines)
                                         .subspan(std::size_t(i))
                                         .first(std::size_t(std::min<qsizetype>(64, lines.size() - i)))));
}

Result<QList<AuditRecord>> TestAuditReader::all(AuditReader reader, int limit)
{
    QList<AuditRecord> records;
    for (;;) {
        const auto page = reader.next(limit);
        if (!page)
            return std::unexpected(page.error());
        records += page->records;
        if (!page->hasMore)
            return records;
    }
}

void TestAuditReader::anActIsOneRecord()
{
    revoke(u"stolen laptop"_s);
    VERIFY_FAILS(Keys(m_store).activate(0x12345678), ErrorCode::InvalidArgument);

    TAKE(records, all(AuditReader(m_store)));

    QCOMPARE(records.size(), 2);
    QCOMPARE(records[0].head().act, u"key-activate"_s);
    QCOMPARE(records[0].result->phase, AuditPhase::Failed);
    QVERIFY(!records[0].endsSessions());
    QCOMPARE(records[1].intent->number, 1);
    QCOMPARE(records[1].result->number, 2);
    QCOMPARE(records[1].head().reason, u"stolen laptop"_s);
    QCOMPARE(records[1].duration(), 0ms);
    QCOMPARE(records[1].code.size(), 64);
    QVERIFY(records[1].endsSessions());
}

void TestAuditReader::pagesFollowEachOther()
{
    appendActs(1300);
    TAKE(records, all(AuditReader(m_store), 7));
    QCOMPARE(records.size(), 1300);
    for (qsizetype i = 0; i < records.size(); ++i)
        QCOMPARE(records[i].intent->number, quint64(2 * (1300 - i) - 1));
}

void TestAuditReader::aFilterChooses_data()
{
    QTest::addColumn<AuditFilter>("filter");
    QTest::addColumn<QStringList>("reasons");
    AuditFilter filter;
    filter.act = u"key-stage"_s;
    QTest::newRow("act") << filter << QStringList {u""_s};
    filter = {};
    filter.by = u"ANN"_s;
    QTest::newRow("by") << filter << QStringList {u""_s, u"third"_s, u"second"_s, u"first"_s};
    filter.by = u"bob"_s;
    QTest::newRow("by nobody") << filter << QStringList();
    filter = {};
    filter.text = u"SECO"_s;
    QTest::newRow("text") << filter << QStringList {u"second"_s};
    filter = {};
    filter.endingOnly = true;
    QTest::newRow("ended sessions") << filter << QStringList {u"third"_s, u"second"_s, u"first"_s};
    filter.text = u"none of them"_s;
    QTest::newRow("both") << filter << QStringList();
}

void TestAuditReader::aFilterChooses()
{
    QFETCH(const AuditFilter, filter);
    QFETCH(const QStringList, reasons);
    const auto reasonsBy = [this](const AuditFilter &by) {
        QStringList found;
        const QList<AuditRecord> records = all(AuditReader(m_store, by)).value_or(QList<AuditRecord>());
        for (const AuditRecord &record : records)
            found.append(record.head().reason);
        return found;
    };
    revoke(u"first"_s);
    revoke(u"second"_s);
    const qint64 between = m_store->now() + 1;
    revoke(u"third"_s);
    VERIFY_OK(Keys(m_store).stage(u"cookie"_s));

    QCOMPARE(reasonsBy(filter), reasons);
    AuditFilter times;
    times.since = between;
    times.endingOnly = true;
    QCOMPARE(reasonsBy(times), QStringList {u"third"_s});
    times.until = between;
    QCOMPARE(reasonsBy(times), QStringList());
    times.since = 0;
    QCOMPARE(reasonsBy(times), (QStringList {u"second"_s, u"first"_s}));
}

void TestAuditReader::oneOldTimeHidesNothing()
{
    revoke(u"meant"_s);
    AuditEntry odd;
    odd.number = 99;
    odd.phase = AuditPhase::Intent;
    odd.at = 1;
    odd.act = u"revoke"_s;
    TAKE(line, AuditLine::make(odd, {}, nullptr));
    VERIFY_OK(append(line.bytes()));

    AuditFilter lastHour;
    lastHour.since = m_store->now() - 3'600'000;
    TAKE(records, all(AuditReader(m_store, lastHour)));
    QCOMPARE(records.size(), 1);
    QCOMPARE(records[0].head().reason, u"meant"_s);
}

void TestAuditReader::noTimeFilterReadsAll()
{
    revoke(u"meant"_s);
    for (int i = 0; i < 600; ++i) {
        AuditEntry odd;
        odd.number = quint64(100 + i);
        odd.phase = AuditPhase::Intent;
        odd.at = -86'400'000;
        TAKE(line, AuditLine::make(odd, {}, nullptr));
        VERIFY_OK(append(line.bytes()));
    }
    TAKE(records, all(AuditReader(m_store), 1000));
    QVERIFY(std::ranges::any_of(
        records, [](const AuditRecord &record) { return record.head().reason == u"meant"_s; }));
}

void TestAuditReader::whatIsOlderEndsTheReading()
{
    appendActs(1000);
    m_fixture->clock->advance(72h);
    revoke(u"new"_s);

    AuditFilter lastHour;
    lastHour.since = m_store->now() - 3'600'000;
    AuditReader reader(m_store, lastHour);
    TAKE(page, reader.next(10));
    QCOMPARE(page.records.size(), 1);
    QVERIFY(!page.hasMore);
    QCOMPARE_LE(page.examined, 600);
}

void TestAuditReader::aPageLooksAtSoMany()
{
    appendActs(AuditReader::WorkBudget);
    AuditFilter none;
    none.act = u"nothing"_s;
    AuditReader reader(m_store, none);
    TAKE(page, reader.next(10));
    QCOMPARE(page.examined, AuditReader::WorkBudget);
    QVERIFY(page.records.isEmpty() && page.hasMore);
    TAKE(rest, reader.next(10));
    QCOMPARE(rest.examined, AuditReader::WorkBudget);
}

void TestAuditReader::whatIsStoppedGoesOn()
{
    revoke(u"first"_s);
    std::stop_source stop;
    stop.request_stop();
    AuditReader reader(m_store);
    TAKE(page, reader.next(10, stop.get_token()));
    QVERIFY(page.records.isEmpty() && page.hasMore);
    TAKE(rest, reader.next(10));
    QCOMPARE(rest.records.size(), 1);
}

void TestAuditReader::whoWasCutOffHasNoResult()
{
    revoke(u"first"_s);
    AuditEntry entry;
    entry.number = 3;
    entry.act = u"revoke"_s;
    TAKE(intent, AuditLine::make(entry, {}, nullptr));
    VERIFY_OK(append(intent.bytes()));
    entry.number = 5;
    entry.phase = AuditPhase::Done;
    entry.intent = 4; // That was removed.
    TAKE(result, AuditLine::make(entry, {}, nullptr));
    VERIFY_OK(append(result.bytes()));

    TAKE(records, all(AuditReader(m_store)));

    QCOMPARE(records.size(), 3);
    QVERIFY(!records[0].result);
    QCOMPARE(records[0].intent->number, 3);
    QVERIFY(records[1].intent && records[1].result);
    QVERIFY(!records[2].intent);
    QCOMPARE(records[2].head().number, 5);
    QVERIFY(!records[2].duration());
}

void TestAuditReader::anEntryTwiceIsToldOnce()
{
    AuditEntry entry;
    entry.number = 1;
    entry.act = u"revoke"_s;
    TAKE(line, AuditLine::make(entry, {}, nullptr));
    VERIFY_OK(append(line.bytes()));
    VERIFY_OK(append(line.bytes()));
    TAKE(records, all(AuditReader(m_store)));
    QCOMPARE(records.size(), 1);
}

void TestAuditReader::whatIsNoEntryIsCounted()
{
    revoke(u"first"_s);
    VERIFY_OK(append("junk"));
    AuditReader reader(m_store);
    TAKE(page, reader.next(10));
    QCOMPARE(page.unreadable, 1);
    QCOMPARE(page.records.size(), 1);
}

void TestAuditReader::theFileTellsTheSame()
{
    for (int i = 0; i < 40; ++i)
        revoke(u"reason %1 of a length that fills blocks "_s.arg(i).repeated(5));
    TAKE(stored, all(AuditReader(m_store)));
    TAKE(copied, all(AuditReader(file(), AuditFilter())));
    QCOMPARE(copied.size(), 40);
    for (qsizetype i = 0; i < stored.size(); ++i)
        QCOMPARE(copied[i].code, stored[i].code);
    VERIFY_FAILS(all(AuditReader(m_folder.filePath(u"none"_s), AuditFilter())), ErrorCode::Gone);
    QVERIFY(QFile::setPermissions(file(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    VERIFY_FAILS(all(AuditReader(file(), AuditFilter())), ErrorCode::Denied);
}

// Blocks are read from the end: each line comes whole wherever one begins.
void TestAuditReader::aFileCutOffOrOfOneByteReads()
{
    QByteArray text;
    qsizetype count = 0;
    for (; text.size() < 600'000; ++count) {
        AuditEntry entry;
        entry.number = quint64(count + 1);
        entry.act = u"x"_s.repeated(1 + int(count) % 60);
        TAKE(line, AuditLine::make(entry, {}, nullptr));
        text += line.bytes() + '\n';
    }
    QFile copy(file());
    QVERIFY(copy.open(QIODevice::WriteOnly));
    QVERIFY(copy.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    copy.write(text + "cut off");
    copy.close();
    TAKE(records, all(AuditReader(file(), AuditFilter()), 1000));
    QCOMPARE(records.size(), count);
    QCOMPARE(records.last().intent->number, 1);
    for (const QByteArray &bytes : {"x"_ba, "\n"_ba, ""_ba, "\n\n"_ba}) {
        QVERIFY(copy.open(QIODevice::WriteOnly | QIODevice::Truncate));
        copy.write(bytes);
        copy.close();
        TAKE(none, all(AuditReader(file(), AuditFilter())));
        QVERIFY(none.isEmpty());
    }
    QVERIFY(copy.open(QIODevice::WriteOnly | QIODevice::Truncate));
    copy.write(QByteArray(2'000'000, 'x') + '\n');
    copy.close();
    VERIFY_FAILS(all(AuditReader(file(), AuditFilter())), ErrorCode::Corrupt);
}

void TestAuditReader::anEmptyTrailIsNoError()
{
    TAKE(records, all(AuditReader(m_store)));
    QVERIFY(records.isEmpty());
}

void TestAuditReader::verifyingCanBeStopped()
{
    appendActs(600);
    TAKE(report, Audit(m_store).verify([](qint64) { return false; }));
    QVERIFY(!report.isWhole);
    QCOMPARE(report.entries, 500);
    QVERIFY(report.unfinished.isEmpty());
    TAKE(whole, Audit(m_store).verify([](qint64) { return true; }));
    QVERIFY(whole.isWhole);
    QCOMPARE(whole.entries, 1200);
    QCOMPARE(whole.found.size(), whole.problems.size());
}

QTEST_GUILESS_MAIN(TestAuditReader)
#include "tst_auditreader.moc"
