// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "ringfortests.h"
#include "verify.h"

using namespace Axess;
using RingForTests::Identity;

namespace {

constexpr qsizetype slotsAt = 5;
constexpr qsizetype slotSize = 84;

KeyRing richRing()
{
    SequenceRandom random(5);
    KeyRing ring = RingForTests::ring();
    for (const KeyPurpose purpose : AllKeyPurposes) {
        ring = ring.withStaged(purpose, RingForTests::Now + 1, random).value();
        const quint32 fresh = std::ranges::find(ring.keys(), KeyState::Staged, &DataKey::state)->id;
        const quint32 old = ring.activeKey(purpose).id;
        ring = ring.withActivated(fresh, RingForTests::Now + 2).value();
        if (purpose != KeyPurpose::Envelope)
            ring = ring.withRetired(old, RingForTests::Now + 3).value();
        if (purpose == KeyPurpose::Document)
            ring = ring.withCompromised(old, RingForTests::Now + 4).value();
        if (purpose == KeyPurpose::Audit)
            ring = ring.withForgotten(old).value();
    }
    ring = ring.withStaged(KeyPurpose::Cookie, RingForTests::Now + 5, random).value();
    return ring.withRootSlot(RingForTests::rootKey(78), random).value();
}

} // namespace

class TestRingFormat : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aRingSurvives();
    void aRingOfEveryStateSurvives();
    void sealingTwiceGivesDifferentBytes();
    void anotherRootKeyIsKeyMissing();
    void everyFlippedBitIsRefused(); // Promise: 7
    void everyTruncationIsCorrupt();
    void theRingOfAnotherStoreIsCorrupt(); // Promise: 7
    void slotsCannotBeExchangedBetweenRings();
    void aSlotCannotBeRemovedFromOutside();
    void anOlderRingOpensAndSaysItsRevision();
    void otherBytesAreCorrupt_data();
    void otherBytesAreCorrupt();
    void keysDoNotStandInTheClear(); // Promise: 6
    void aModeSurvivesAndIsOfALaterVersion();
    void aModeHoldsOnlyWhereItIsAllowed();
};

void TestRingFormat::aRingSurvives()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random(6);
    TAKE(bytes, sealRing(ring, random));
    TAKE(opened, openRing(bytes, RingForTests::rootKey(), Identity));
    QCOMPARE(opened.revision(), ring.revision());
    QCOMPARE(opened.identity(), ring.identity());
    QVERIFY(opened.rootSlots() == ring.rootSlots());
}

void TestRingFormat::aModeSurvivesAndIsOfALaterVersion()
{
    SequenceRandom random(6);
    KeyRing ring = RingForTests::ring();
    for (const SealMode mode :
         {SealMode::ClearMixed, SealMode::SealedMixed, SealMode::Clear, SealMode::Sealed}) {
        ring = ring.withMode(mode);
        TAKE(bytes, sealRing(ring, random));
        // Programs that know no modes must not take it for a ring that seals all.
        QCOMPARE(int(bytes[2]), mode == SealMode::Sealed ? 1 : 2);
        TAKE(opened, openRing(bytes, RingForTests::rootKey(), Identity));
        QCOMPARE(opened.mode(), mode);
        QCOMPARE(opened.revision(), ring.revision());
        bytes[2] = char(3 - bytes[2]);
        VERIFY_FAILS(openRing(bytes, RingForTests::rootKey(), Identity), ErrorCode::Corrupt);
    }
}

void TestRingFormat::aModeHoldsOnlyWhereItIsAllowed()
{
    for (const SealMode mode :
         {SealMode::Sealed, SealMode::SealedMixed, SealMode::ClearMixed, SealMode::Clear}) {
        KeyRing ring = RingForTests::ring().withMode(mode);
        QVERIFY(ring.seals() && ring.opensSealed() && !ring.opensClear());
        ring.setMixedAllowed(true);
        QCOMPARE(ring.seals(), mode == SealMode::Sealed || mode == SealMode::SealedMixed);
        QCOMPARE(ring.opensSealed(), mode != SealMode::Clear);
        QCOMPARE(ring.opensClear(), mode != SealMode::Sealed);
        QVERIFY(ring.withMode(SealMode::ClearMixed).isMixedAllowed());
    }
}

void TestRingFormat::aRingOfEveryStateSurvives()
{
    const KeyRing ring = richRing();
    SequenceRandom random(6);
    TAKE(bytes, sealRing(ring, random));
    TAKE(opened, openRing(bytes, RingForTests::rootKey(78), Identity));
    QCOMPARE(opened.keys().size(), ring.keys().size());
    for (qsizetype i = 0; i < ring.keys().size(); ++i) {
        const DataKey &before = ring.keys()[i];
        const DataKey &after = opened.keys()[i];
        QCOMPARE(after.id, before.id);
        QCOMPARE(after.purpose, before.purpose);
        QCOMPARE(after.state, before.state);
        QCOMPARE(after.created, before.created);
        QCOMPARE(after.stateChanged, before.stateChanged);
        QCOMPARE(after.material->key(), before.material->key());
        QCOMPARE(after.material->prk(), before.material->prk());
    }
    QCOMPARE(opened.forgotten(), ring.forgotten());
    QCOMPARE(opened.forgotten().size(), 1);
}

void TestRingFormat::sealingTwiceGivesDifferentBytes()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random(6);
    QVERIFY(sealRing(ring, random).value() != sealRing(ring, random).value());
}

void TestRingFormat::anotherRootKeyIsKeyMissing()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random(6);
    TAKE(bytes, sealRing(ring, random));
    const SecretBytes other = RingForTests::rootKey(78);
    const auto opened = openRing(bytes, other, Identity);
    VERIFY_FAILS(opened, ErrorCode::KeyMissing);
    // The operator learns which root key was given and which one is needed.
    QVERIFY(opened.error().message().contains(fingerprintText(rootFingerprint(other).value())));
    QVERIFY(opened.error().message().contains(fingerprintText(ring.rootSlots().first().fingerprint)));
    VERIFY_FAILS(openRing(bytes, SecretBytes(31), Identity), ErrorCode::InvalidArgument);
}

void TestRingFormat::everyFlippedBitIsRefused()
{
    SequenceRandom random(6);
    TAKE(bytes, sealRing(richRing(), random));
    for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
        QByteArray altered = bytes;
        altered[bit / 8] = char(altered[bit / 8] ^ (1 << (bit % 8)));
        const auto opened = openRing(altered, RingForTests::rootKey(), Identity);
        QVERIFY(!opened);
        const bool versionOrSuite = bit / 8 == 2 || bit / 8 == 3;
        QCOMPARE(opened.error().code(), versionOrSuite ? ErrorCode::TooNew : ErrorCode::Corrupt);
    }
}

void TestRingFormat::everyTruncationIsCorrupt()
{
    SequenceRandom random(6);
    TAKE(bytes, sealRing(RingForTests::ring(), random));
    for (qsizetype size = 0; size < bytes.size(); ++size)
        VERIFY_FAILS(openRing(bytes.first(size), RingForTests::rootKey(), Identity), ErrorCode::Corrupt);
    VERIFY_FAILS(openRing(bytes + '\0', RingForTests::rootKey(), Identity), ErrorCode::Corrupt);
}

void TestRingFormat::theRingOfAnotherStoreIsCorrupt()
{
    SequenceRandom random(6);
    TAKE(bytes, sealRing(RingForTests::ring(), random));
    VERIFY_FAILS(openRing(bytes, RingForTests::rootKey(), "0123456789abcdeF"), ErrorCode::Corrupt);
    VERIFY_FAILS(openRing(bytes, RingForTests::rootKey(), "0123456789abcde"), ErrorCode::Corrupt);
    VERIFY_FAILS(openRing(bytes, RingForTests::rootKey(), {}), ErrorCode::InvalidArgument);
    VERIFY_FAILS(openRing(bytes, RingForTests::rootKey(), QByteArray(65, 'i')), ErrorCode::InvalidArgument);
}

void TestRingFormat::slotsCannotBeExchangedBetweenRings()
{
    SequenceRandom random(6);
    TAKE(first, sealRing(RingForTests::ring(1), random));
    TAKE(second, sealRing(RingForTests::ring(2), random));
    const QByteArray mixed = first.first(slotsAt + slotSize) + second.sliced(slotsAt + slotSize);
    VERIFY_FAILS(openRing(mixed, RingForTests::rootKey(), Identity), ErrorCode::Corrupt);
}

void TestRingFormat::aSlotCannotBeRemovedFromOutside()
{
    SequenceRandom random(6);
    TAKE(both, RingForTests::ring().withRootSlot(RingForTests::rootKey(78), random));
    TAKE(bytes, sealRing(both, random));
    QByteArray cut = bytes;
    cut.remove(slotsAt + slotSize, slotSize);
    cut[4] = 1;
    VERIFY_FAILS(openRing(cut, RingForTests::rootKey(), Identity), ErrorCode::Corrupt);
    QByteArray exchanged = bytes.first(slotsAt) + bytes.sliced(slotsAt + slotSize, slotSize)
        + bytes.sliced(slotsAt, slotSize) + bytes.sliced(slotsAt + 2 * slotSize);
    VERIFY_FAILS(openRing(exchanged, RingForTests::rootKey(), Identity), ErrorCode::Corrupt);
}

void TestRingFormat::anOlderRingOpensAndSaysItsRevision()
{
    SequenceRandom random(6);
    const KeyRing ring = RingForTests::ring();
    TAKE(old, sealRing(ring, random));
    TAKE(staged, ring.withStaged(KeyPurpose::Cookie, RingForTests::Now, random));
    TAKE(fresh, sealRing(staged, random));
    QVERIFY(openRing(old, RingForTests::rootKey(), Identity).value().revision()
            < openRing(fresh, RingForTests::rootKey(), Identity).value().revision());
}

void TestRingFormat::otherBytesAreCorrupt_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("empty") << QByteArray() << ErrorCode::Corrupt;
    QTest::newRow("NULs") << QByteArray(1000, '\0') << ErrorCode::Corrupt;
    QTest::newRow("text") << QByteArray("this is not a key ring") << ErrorCode::Corrupt;
    QTest::newRow("no slots") << QByteArray("AR\x01\x01\x00", 5) + QByteArray(500, 'x') << ErrorCode::Corrupt;
    QTest::newRow("three slots") << QByteArray("AR\x01\x01\x03") + QByteArray(500, 'x') << ErrorCode::Corrupt;
    QTest::newRow("255 slots") << QByteArray("AR\x01\x01\xff") + QByteArray(500, 'x') << ErrorCode::Corrupt;
    QTest::newRow("version 3") << QByteArray("AR\x03\x01\x01") + QByteArray(500, 'x') << ErrorCode::TooNew;
    QTest::newRow("suite 2") << QByteArray("AR\x01\x02\x01") + QByteArray(500, 'x') << ErrorCode::TooNew;
    QTest::newRow("too large") << QByteArray("AR\x01\x01\x01") + QByteArray(64 * 1024, 'x')
                               << ErrorCode::Corrupt;
}

void TestRingFormat::otherBytesAreCorrupt()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const ErrorCode, code);
    VERIFY_FAILS(openRing(bytes, RingForTests::rootKey(), Identity), code);
}

void TestRingFormat::keysDoNotStandInTheClear()
{
    SequenceRandom random(6);
    const KeyRing ring = RingForTests::ring();
    TAKE(bytes, sealRing(ring, random));
    QVERIFY(!bytes.contains(RingForTests::rootKey().view().first(8)));
    for (const DataKey &key : ring.keys()) {
        QVERIFY(!bytes.contains(key.material->key().first(8)));
        QVERIFY(!bytes.contains(key.material->prk().first(8)));
    }
}

QTEST_GUILESS_MAIN(TestRingFormat)
#include "tst_ringformat.moc"
