// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "crypto/envelope_p.h"
#include "ringfortests.h"
#include "verify.h"

#include <latch>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

QByteArray payload(int seed)
{
    SequenceRandom random(quint64(seed) + 1000);
    QByteArray bytes(seed % 97, Qt::Uninitialized);
    Q_UNUSED(random.fill(std::as_writable_bytes(std::span(bytes))).has_value());
    return bytes;
}

/// The code with which an envelope does not open, or nothing when it does.
std::optional<ErrorCode> failure(const KeyRing &ring, const SessionId &id, QByteArrayView envelope)
{
    const auto opened = openEnvelope(ring, id, envelope);
    return opened ? std::nullopt : std::optional(opened.error().code());
}

} // namespace

class TestEnvelope : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasSealedOpens_data();
    void whatWasSealedOpens();
    void eachSealingUsesAFreshNonce();
    void everyFlippedBitIsRefused(); // Promise: 7
    void everyTruncationIsCorrupt(); // Promise: 7
    void anAppendedByteIsCorrupt();
    void noEnvelopeOpensForAnotherSession(); // Promise: 7
    void anotherRingsEnvelopeIsKeyMissing();
    void aKeyOfTheSameIdButOtherBytesIsCorrupt();
    void aKeyOfAnotherPurposeSealsNothing();
    void onlyAnActiveKeySeals();
    void aRetiredKeyStillOpens();
    void aFailingRandomSourceSealsNothing();
    void tooMuchIsRefusedBeforeItIsSealed();
    void theKeyIdIsReadableWithoutAKey();
    void whatIsNoEnvelopeDoesNotLookSealed();
    void manyThreadsSealAndOpenAtOnce();
};

void TestEnvelope::whatWasSealedOpens_data()
{
    QTest::addColumn<QByteArray>("plainText");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("NUL bytes") << QByteArray(17, '\0');
    QTest::newRow("a block") << QByteArray(16, 'b');
    QTest::newRow("64 KiB") << QByteArray(64 * 1024, '\xfe');
    QTest::newRow("1 MiB and a byte") << QByteArray(1024 * 1024 + 1, 'm');
}

void TestEnvelope::whatWasSealedOpens()
{
    QFETCH(const QByteArray, plainText);
    const KeyRing ring = RingForTests::ring();
    const SessionId id = RingForTests::id(1);
    SequenceRandom random;

    TAKE(envelope, sealEnvelope(ring.activeKey(KeyPurpose::Envelope), id, plainText, random));

    QCOMPARE(envelope.size(), plainText.size() + EnvelopeOverhead);
    QVERIFY(looksSealed(envelope));
    TAKE(opened, openEnvelope(ring, id, envelope));
    QCOMPARE(opened, plainText);
}

void TestEnvelope::eachSealingUsesAFreshNonce()
{
    const KeyRing ring = RingForTests::ring();
    const SessionId id = RingForTests::id(1);
    SequenceRandom random;
    QSet<QByteArray> nonces;
    for (int i = 0; i < 1000; ++i) {
        TAKE(envelope, sealEnvelope(ring.activeKey(KeyPurpose::Envelope), id, "same", random));
        nonces.insert(envelope.sliced(8, 12));
    }
    QCOMPARE(nonces.size(), 1000);
}

void TestEnvelope::everyFlippedBitIsRefused()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random;
    qint64 flips = 0;
    for (int i = 0; i < 200; ++i) {
        const SessionId id = RingForTests::id(quint64(i));
        TAKE(envelope, sealEnvelope(ring.activeKey(KeyPurpose::Envelope), id, payload(i), random));
        for (qsizetype bit = 0; bit < envelope.size() * 8; ++bit, ++flips) {
            QByteArray altered = envelope;
            altered[bit / 8] = char(altered[bit / 8] ^ (1 << (bit % 8)));
            const qsizetype byte = bit / 8;
            const bool versionOrSuite = byte == 2 || byte == 3;
            const bool keyId = byte >= 4 && byte < 8;
            const ErrorCode expected = versionOrSuite ? ErrorCode::TooNew
                : keyId                               ? ErrorCode::KeyMissing
                                                      : ErrorCode::Corrupt;
            if (failure(ring, id, altered) != expected)
                QFAIL(qPrintable(u"Bit %1 of envelope %2"_s.arg(bit).arg(i)));
        }
        QCOMPARE(openEnvelope(ring, id, envelope).value(), payload(i));
    }
    qInfo("%lld flipped bits, all refused", static_cast<long long>(flips));
}

void TestEnvelope::everyTruncationIsCorrupt()
{
    const KeyRing ring = RingForTests::ring();
    const SessionId id = RingForTests::id(1);
    SequenceRandom random;
    TAKE(envelope, sealEnvelope(ring.activeKey(KeyPurpose::Envelope), id, payload(96), random));
    for (qsizetype size = 0; size < envelope.size(); ++size) {
        VERIFY_FAILS(openEnvelope(ring, id, QByteArrayView(envelope).first(size)), ErrorCode::Corrupt);
        QCOMPARE(looksSealed(QByteArrayView(envelope).first(size)), size >= EnvelopeOverhead);
    }
}

void TestEnvelope::anAppendedByteIsCorrupt()
{
    const KeyRing ring = RingForTests::ring();
    const SessionId id = RingForTests::id(1);
    SequenceRandom random;
    TAKE(envelope, sealEnvelope(ring.activeKey(KeyPurpose::Envelope), id, payload(50), random));
    VERIFY_FAILS(openEnvelope(ring, id, envelope + '\0'), ErrorCode::Corrupt);
}

void TestEnvelope::noEnvelopeOpensForAnotherSession()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random;
    QList<QByteArray> envelopes;
    for (int i = 0; i < 100; ++i) {
        TAKE(
            envelope,
            sealEnvelope(ring.activeKey(KeyPurpose::Envelope), RingForTests::id(quint64(i)), "same", random));
        envelopes.append(envelope);
    }
    int exchanged = 0;
    for (int row = 0; row < 100; ++row) {
        for (int other = 0; other < 100; ++other) {
            const auto code = failure(ring, RingForTests::id(quint64(row)), envelopes[other]);
            QCOMPARE(code, row == other ? std::nullopt : std::optional(ErrorCode::Corrupt));
            exchanged += row != other;
        }
    }
    QCOMPARE(exchanged, 9900);
}

void TestEnvelope::anotherRingsEnvelopeIsKeyMissing()
{
    const SessionId id = RingForTests::id(1);
    SequenceRandom random;
    const KeyRing other = RingForTests::ring(2);
    TAKE(envelope, sealEnvelope(other.activeKey(KeyPurpose::Envelope), id, "text", random));
    VERIFY_FAILS(openEnvelope(RingForTests::ring(1), id, envelope), ErrorCode::KeyMissing);
}

void TestEnvelope::aKeyOfTheSameIdButOtherBytesIsCorrupt()
{
    const KeyRing ring = RingForTests::ring();
    const SessionId id = RingForTests::id(1);
    SequenceRandom random(9);
    DataKey imposter = ring.activeKey(KeyPurpose::Envelope);
    TAKE(material, KeyMaterial::random(random));
    imposter.material = material;
    TAKE(envelope, sealEnvelope(imposter, id, "text", random));
    VERIFY_FAILS(openEnvelope(ring, id, envelope), ErrorCode::Corrupt);
}

void TestEnvelope::aKeyOfAnotherPurposeSealsNothing()
{
    const KeyRing ring = RingForTests::ring();
    const SessionId id = RingForTests::id(1);
    SequenceRandom random;
    VERIFY_FAILS(sealEnvelope(ring.activeKey(KeyPurpose::Cookie), id, "text", random),
                 ErrorCode::InvalidArgument);

    DataKey disguised = ring.activeKey(KeyPurpose::Cookie);
    disguised.purpose = KeyPurpose::Envelope;
    TAKE(envelope, sealEnvelope(disguised, id, "text", random));
    VERIFY_FAILS(openEnvelope(ring, id, envelope), ErrorCode::KeyMissing);
}

void TestEnvelope::onlyAnActiveKeySeals()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random(3);
    TAKE(staged, ring.withStaged(KeyPurpose::Envelope, RingForTests::Now, random));
    for (const DataKey &key : staged.keys()) {
        if (key.state == KeyState::Staged)
            VERIFY_FAILS(sealEnvelope(key, RingForTests::id(1), "text", random), ErrorCode::InvalidArgument);
    }
}

void TestEnvelope::aRetiredKeyStillOpens()
{
    const KeyRing ring = RingForTests::ring();
    const SessionId id = RingForTests::id(1);
    const quint32 old = ring.activeKey(KeyPurpose::Envelope).id;
    SequenceRandom random(3);
    TAKE(envelope, sealEnvelope(ring.activeKey(KeyPurpose::Envelope), id, "text", random));
    TAKE(staged, ring.withStaged(KeyPurpose::Envelope, RingForTests::Now, random));
    const auto fresh = std::ranges::find(staged.keys(), KeyState::Staged, &DataKey::state);
    TAKE(active, staged.withActivated(fresh->id, RingForTests::Now));
    TAKE(retired, active.withRetired(old, RingForTests::Now));

    QCOMPARE(openEnvelope(staged, id, envelope).value(), "text");
    QCOMPARE(openEnvelope(active, id, envelope).value(), "text");
    QCOMPARE(openEnvelope(retired, id, envelope).value(), "text");
    VERIFY_FAILS(sealEnvelope(*retired.key(old), id, "text", random), ErrorCode::InvalidArgument);
    TAKE(compromised, retired.withCompromised(old, RingForTests::Now));
    QCOMPARE(openEnvelope(compromised, id, envelope).value(), "text");
    TAKE(forgotten, compromised.withForgotten(old));
    VERIFY_FAILS(openEnvelope(forgotten, id, envelope), ErrorCode::KeyMissing);
}

void TestEnvelope::aFailingRandomSourceSealsNothing()
{
    SequenceRandom random;
    random.failAfter(0);
    const KeyRing ring = RingForTests::ring();
    VERIFY_FAILS(sealEnvelope(ring.activeKey(KeyPurpose::Envelope), RingForTests::id(1), "text", random),
                 ErrorCode::Unavailable);
}

void TestEnvelope::tooMuchIsRefusedBeforeItIsSealed()
{
    SequenceRandom random;
    const KeyRing ring = RingForTests::ring();
    const QByteArray large(16 * 1024 * 1024 + 1, 'x');
    VERIFY_FAILS(sealEnvelope(ring.activeKey(KeyPurpose::Envelope), RingForTests::id(1), large, random),
                 ErrorCode::InvalidArgument);
    TAKE(envelope, sealEnvelope(ring.activeKey(KeyPurpose::Envelope), RingForTests::id(1), "x", random));
    VERIFY_FAILS(openEnvelope(ring, RingForTests::id(1), envelope + large), ErrorCode::Corrupt);
}

void TestEnvelope::theKeyIdIsReadableWithoutAKey()
{
    SequenceRandom random;
    const KeyRing ring = RingForTests::ring();
    const DataKey &key = ring.activeKey(KeyPurpose::Envelope);
    TAKE(envelope, sealEnvelope(key, RingForTests::id(1), "text", random));
    QCOMPARE(envelopeKeyId(envelope).value(), key.id);
}

void TestEnvelope::whatIsNoEnvelopeDoesNotLookSealed()
{
    QVERIFY(!looksSealed({}));
    QVERIFY(!looksSealed("AX"));
    QVERIFY(!looksSealed(QByteArray(100, '\0')));
    QVERIFY(!looksSealed(QByteArray("AD") + QByteArray(100, '\1')));
    QVERIFY(looksSealed(QByteArray("AX") + QByteArray(50, '\7')));
    VERIFY_FAILS(envelopeKeyId("AX"), ErrorCode::Corrupt);
    VERIFY_FAILS(envelopeKeyId(QByteArray("AX") + QByteArray(50, '\7')), ErrorCode::TooNew);
}

void TestEnvelope::manyThreadsSealAndOpenAtOnce()
{
    const KeyRing ring = RingForTests::ring();
    std::atomic<int> right = 0;
    std::latch together(8);
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&, thread] {
                SequenceRandom random(quint64(thread) + 1);
                together.arrive_and_wait();
                for (int i = 0; i < 500; ++i) {
                    const SessionId id = RingForTests::id(quint64(i));
                    const QByteArray text = payload(thread * 500 + i);
                    const auto sealed = sealEnvelope(ring.activeKey(KeyPurpose::Envelope), id, text, random);
                    right += sealed && openEnvelope(ring, id, *sealed) == text;
                }
            });
        }
    }
    QCOMPARE(right.load(), 4000);
}

QTEST_GUILESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
