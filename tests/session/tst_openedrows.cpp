// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "crypto/keyring_p.h"
#include "session/openedrows_p.h"
#include "session/rowsealer_p.h"

#include "axesstest.h"
#include "sequencerandom.h"
#include "verify.h"

using namespace Axess;

class TestOpenedRows : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anUnchangedRowIsFound();
    void aRowThatDiffersInOneBitIsNotFound();
    void aRowWithOtherColumnsIsNotFound();
    void aRowUnderAnotherRingIsNotFound();
    void theLaterOfTwoPayloadsIsKept();
    void nothingIsRememberedInNoBytes();
    void theOldestAreForgottenWhenTheBytesAreUsedUp(); // Promise: 9

private:
    SealedRow row();
    OpenedRows::Opened find(OpenedRows &rows, const SealedRow &row)
    {
        return rows.find(row, RowSealer::columns(row), m_ring);
    }
    OpenedRows::Opened keep(OpenedRows &rows, const SealedRow &row)
    {
        const auto opened = std::make_shared<const OpenedRow>();
        rows.keep(row, RowSealer::columns(row), m_ring, opened);
        return opened;
    }
    OpenedRows::Ring freshRing();

    SequenceRandom m_random;
    OpenedRows::Ring m_ring;
};

void TestOpenedRows::initTestCase()
{
    m_ring = freshRing();
}

OpenedRows::Ring TestOpenedRows::freshRing()
{
    const SecretBytes root = SecretBytes::random(m_random, 32).value();
    return std::make_shared<const KeyRing>(KeyRing::create("identity of a store", root, 1, m_random).value());
}

SealedRow TestOpenedRows::row()
{
    SealedRow row;
    row.id = SessionId::random(m_random).value();
    row.revision = 1;
    row.writeId = "12345678";
    row.tokenHash = QByteArray(32, 't');
    row.payload = QByteArray(1000, 'p');
    return row;
}

void TestOpenedRows::anUnchangedRowIsFound()
{
    OpenedRows rows(100'000);
    const SealedRow stored = row();
    QVERIFY(!find(rows, stored));
    const auto opened = keep(rows, stored);
    QCOMPARE(find(rows, stored), opened);
    QVERIFY(!find(rows, row()));
}

void TestOpenedRows::aRowThatDiffersInOneBitIsNotFound()
{
    OpenedRows rows(100'000);
    SealedRow stored = row();
    keep(rows, stored);
    for (qsizetype byte = 0; byte < stored.payload.size(); ++byte) {
        stored.payload[byte] = char(stored.payload[byte] ^ 1);
        QVERIFY(!find(rows, stored));
        stored.payload[byte] = char(stored.payload[byte] ^ 1);
    }
    stored.payload.chop(1);
    QVERIFY(!find(rows, stored));
}

void TestOpenedRows::aRowWithOtherColumnsIsNotFound()
{
    OpenedRows rows(100'000);
    const SealedRow stored = row();
    keep(rows, stored);
    SealedRow edited = stored;
    edited.level = SessionLevel::SteppedUp;
    QVERIFY(!find(rows, edited));
    // A touch moves what no payload authenticates.
    SealedRow touched = stored;
    touched.idleDeadline = 5;
    touched.lastSeen = 4;
    QVERIFY(find(rows, touched));
}

void TestOpenedRows::aRowUnderAnotherRingIsNotFound()
{
    OpenedRows rows(100'000);
    const SealedRow stored = row();
    keep(rows, stored);
    QVERIFY(!rows.find(stored, RowSealer::columns(stored), freshRing()));
    QVERIFY(!rows.find(stored, RowSealer::columns(stored), nullptr));
}

void TestOpenedRows::theLaterOfTwoPayloadsIsKept()
{
    OpenedRows rows(100'000);
    const SealedRow first = row();
    SealedRow second = first;
    second.payload = QByteArray(900, 'q');
    keep(rows, first);
    const auto opened = keep(rows, second);
    QVERIFY(!find(rows, first));
    QCOMPARE(find(rows, second), opened);
}

void TestOpenedRows::nothingIsRememberedInNoBytes()
{
    OpenedRows rows(0);
    const SealedRow stored = row();
    keep(rows, stored);
    QVERIFY(!find(rows, stored));
}

void TestOpenedRows::theOldestAreForgottenWhenTheBytesAreUsedUp()
{
    constexpr qsizetype bytes = 256 * 1024;
    OpenedRows rows(bytes);
    std::vector<SealedRow> stored;
    std::vector<std::weak_ptr<const OpenedRow>> held;
    for (int i = 0; i < 2000; ++i) {
        stored.push_back(row());
        held.push_back(keep(rows, stored.back()));
    }
    const auto alive = std::ranges::count_if(held, [](const auto &entry) { return !entry.expired(); });
    QVERIFY(alive > 0);
    QVERIFY2(alive * 2000 <= bytes, qPrintable(QString::number(alive)));
    QVERIFY(find(rows, stored.back()));
    QVERIFY(!find(rows, stored.front()));
}

QTEST_GUILESS_MAIN(TestOpenedRows)
#include "tst_openedrows.moc"
