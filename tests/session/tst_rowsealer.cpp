// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "crypto/keyring_p.h"
#include "session/rowsealer_p.h"

#include <axess/sessiontoken.h>

#include "axesstest.h"
#include "sequencerandom.h"
#include "verify.h"

#include <functional>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRowSealer : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsSealedOpens();
    void withoutARingTheSameBytesStandThereInTheClear();
    void eachAuthenticatedColumnIsBound_data();
    void eachAuthenticatedColumnIsBound(); // Promise: 7
    void columnsThatMoveWithoutAKeyAreNotBound();
    void eachFlippedBitIsRefused(); // Promise: 7
    void anUnsealedRowIsRefusedWhereAKeyIs();
    void aSealedRowNeedsItsKey();
    void aPayloadOfAnotherRowIsCorrupt();
    void aLaterFormatIsTooNew();
    void eachTruncationOfAnUnsealedRowIsCorrupt();
    void aFingerprintHasABound();

private:
    SealedRow row();

    SequenceRandom m_random;
    std::optional<KeyRing> m_ring;
    const RowContent m_content {30min, 12h, QByteArray(32, 'f'), 3, QByteArray::fromHex("a0")};
};

void TestRowSealer::initTestCase()
{
    TAKE(root, SecretBytes::random(m_random, 32));
    TAKE(ring, KeyRing::create("identity of a store", root, 1, m_random));
    m_ring = ring;
}

SealedRow TestRowSealer::row()
{
    const SessionToken token = SessionToken::random(m_random).value();
    SealedRow row;
    row.id = token.id();
    row.tenant = TenantId::fromText(u"shop"_s).value();
    row.user = UserId::fromText(u"ada"_s).value();
    row.level = SessionLevel::Authenticated;
    row.created = 1'000;
    row.authenticatedAt = 2'000;
    row.absoluteDeadline = 50'000'000;
    row.idleDeadline = 3'000'000;
    row.storeEpoch = 1;
    row.tenantEpoch = 2;
    row.revision = 5;
    row.writeId = "12345678";
    row.tokenHash = token.hash();
    return row;
}

void TestRowSealer::whatIsSealedOpens()
{
    SealedRow sealed = row();
    VERIFY_OK(RowSealer::seal(sealed, m_content, &*m_ring, m_random));
    QCOMPARE(sealed.keyId, m_ring->activeKey(KeyPurpose::Envelope).id);
    QCOMPARE(sealed.payloadBytes, sealed.payload.size());
    QVERIFY(!sealed.payload.contains(m_content.fingerprint));
    TAKE(content, RowSealer::open(sealed, &*m_ring));
    QCOMPARE(content, m_content);
}

void TestRowSealer::withoutARingTheSameBytesStandThereInTheClear()
{
    SealedRow clear = row();
    VERIFY_OK(RowSealer::seal(clear, m_content, nullptr, m_random));
    QCOMPARE(clear.keyId, 0u);
    QCOMPARE(clear.payload, RowSealer::plainText(clear, m_content));
    TAKE(content, RowSealer::open(clear, nullptr));
    QCOMPARE(content, m_content);
}

using Alter = std::function<void(SealedRow &)>;
Q_DECLARE_METATYPE(Alter)

void TestRowSealer::eachAuthenticatedColumnIsBound_data()
{
    QTest::addColumn<Alter>("alter");
    QTest::newRow("tenant") << Alter([](SealedRow &r) { r.tenant = {}; });
    QTest::newRow("user") << Alter([](SealedRow &r) { r.user = UserId::fromText(u"adb"_s).value(); });
    QTest::newRow("tenant and user moved") << Alter([](SealedRow &r) {
        r.tenant = TenantId::fromText(u"shopa"_s).value();
        r.user = UserId::fromText(u"da"_s).value();
    });
    QTest::newRow("level") << Alter([](SealedRow &r) { r.level = SessionLevel::SteppedUp; });
    QTest::newRow("created") << Alter([](SealedRow &r) { r.created++; });
    QTest::newRow("authenticated at") << Alter([](SealedRow &r) { r.authenticatedAt++; });
    QTest::newRow("absolute deadline") << Alter([](SealedRow &r) { r.absoluteDeadline++; });
    QTest::newRow("store epoch") << Alter([](SealedRow &r) { r.storeEpoch++; });
    QTest::newRow("tenant epoch") << Alter([](SealedRow &r) { r.tenantEpoch++; });
    QTest::newRow("revision") << Alter([](SealedRow &r) { r.revision--; });
    QTest::newRow("write id") << Alter([](SealedRow &r) { r.writeId[7] = 'x'; });
    QTest::newRow("token hash") << Alter([](SealedRow &r) { r.tokenHash = QByteArray(32, 'x'); });
    QTest::newRow("key id") << Alter([](SealedRow &r) { r.keyId ^= 1; });
    QTest::newRow("no payload") << Alter([](SealedRow &r) { r.payload.clear(); });
}

void TestRowSealer::eachAuthenticatedColumnIsBound()
{
    QFETCH(const Alter, alter);
    SealedRow sealed = row();
    VERIFY_OK(RowSealer::seal(sealed, m_content, &*m_ring, m_random));
    alter(sealed);
    VERIFY_FAILS(RowSealer::open(sealed, &*m_ring), ErrorCode::Corrupt);
}

void TestRowSealer::columnsThatMoveWithoutAKeyAreNotBound()
{
    SealedRow sealed = row();
    VERIFY_OK(RowSealer::seal(sealed, m_content, &*m_ring, m_random));
    sealed.idleDeadline += 5;
    sealed.lastSeen += 5;
    sealed.sweepAt += 5;
    sealed.change += 5;
    sealed.client.label = u"another"_s;
    sealed.revocation = RevocationMark {"12345678", 1, 2, u"why"_s};
    VERIFY_OK(RowSealer::open(sealed, &*m_ring));
}

void TestRowSealer::eachFlippedBitIsRefused()
{
    SealedRow sealed = row();
    VERIFY_OK(RowSealer::seal(sealed, m_content, &*m_ring, m_random));
    for (qsizetype bit = 0; bit < sealed.payload.size() * 8; ++bit) {
        SealedRow altered = sealed;
        altered.payload[bit / 8] = char(altered.payload[bit / 8] ^ (1 << (bit % 8)));
        const auto content = RowSealer::open(altered, &*m_ring);
        QVERIFY2(!content, QByteArray::number(bit).constData());
        // Bytes 2 and 3 are version and suite: a later one is TooNew, and kept.
        const bool isFormat = bit / 8 == 2 || bit / 8 == 3;
        QCOMPARE(content.error().code(), isFormat ? ErrorCode::TooNew : ErrorCode::Corrupt);
    }
}

void TestRowSealer::anUnsealedRowIsRefusedWhereAKeyIs()
{
    SealedRow clear = row();
    VERIFY_OK(RowSealer::seal(clear, m_content, nullptr, m_random));
    VERIFY_FAILS(RowSealer::open(clear, &*m_ring), ErrorCode::Corrupt);
}

void TestRowSealer::aSealedRowNeedsItsKey()
{
    SealedRow sealed = row();
    VERIFY_OK(RowSealer::seal(sealed, m_content, &*m_ring, m_random));
    VERIFY_FAILS(RowSealer::open(sealed, nullptr), ErrorCode::KeyMissing);

    TAKE(root, SecretBytes::random(m_random, 32));
    TAKE(other, KeyRing::create("identity of a store", root, 1, m_random));
    VERIFY_FAILS(RowSealer::open(sealed, &other), ErrorCode::KeyMissing);
}

void TestRowSealer::aPayloadOfAnotherRowIsCorrupt()
{
    SealedRow first = row();
    SealedRow second = row();
    VERIFY_OK(RowSealer::seal(first, m_content, &*m_ring, m_random));
    VERIFY_OK(RowSealer::seal(second, m_content, &*m_ring, m_random));
    std::swap(first.payload, second.payload);
    VERIFY_FAILS(RowSealer::open(first, &*m_ring), ErrorCode::Corrupt);
    VERIFY_FAILS(RowSealer::open(second, &*m_ring), ErrorCode::Corrupt);
}

void TestRowSealer::aLaterFormatIsTooNew()
{
    SealedRow clear = row();
    VERIFY_OK(RowSealer::seal(clear, m_content, nullptr, m_random));
    clear.payload[0] = 2;
    VERIFY_FAILS(RowSealer::open(clear, nullptr), ErrorCode::TooNew);
    clear.payload[0] = 0;
    VERIFY_FAILS(RowSealer::open(clear, nullptr), ErrorCode::Corrupt);
}

void TestRowSealer::eachTruncationOfAnUnsealedRowIsCorrupt()
{
    SealedRow clear = row();
    VERIFY_OK(RowSealer::seal(clear, m_content, nullptr, m_random));
    // Without the data it is whole again: that is the codec's to judge.
    const qsizetype whole = clear.payload.size() - m_content.data.size();
    for (qsizetype size = 0; size < whole; ++size) {
        SealedRow cut = clear;
        cut.payload.truncate(size);
        VERIFY_FAILS(RowSealer::open(cut, nullptr), ErrorCode::Corrupt);
    }
}

void TestRowSealer::aFingerprintHasABound()
{
    SealedRow sealed = row();
    RowContent content = m_content;
    content.fingerprint = QByteArray(256, 'x');
    VERIFY_FAILS(RowSealer::seal(sealed, content, &*m_ring, m_random), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestRowSealer)
#include "tst_rowsealer.moc"
