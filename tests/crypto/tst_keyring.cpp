// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "ringfortests.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using RingForTests::Now;

namespace {

quint32 stagedId(const KeyRing &ring)
{
    return std::ranges::find(ring.keys(), KeyState::Staged, &DataKey::state)->id;
}

/// A ring in which the first envelope key was replaced.
KeyRing replacedRing(quint64 seed = 5)
{
    SequenceRandom random(seed);
    const KeyRing staged = RingForTests::ring().withStaged(KeyPurpose::Envelope, Now, random).value();
    return staged.withActivated(stagedId(staged), Now + 1).value();
}

/// Gives the same four bytes again and again.
class StuckRandom final : public RandomSource
{
public:
    explicit StuckRandom(quint32 id)
        : m_id(qToBigEndian(id))
    { }
    Result<void> fill(std::span<std::byte> bytes) override
    {
        const auto id = std::as_bytes(std::span(&m_id, 1));
        for (size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = id[i % id.size()];
        return {};
    }

private:
    quint32 m_id;
};

} // namespace

class TestKeyRing : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aNewRingHasOneActiveKeyForEachPurpose();
    void identitiesHaveLimits();
    void everyOperationMakesTheNextRevision();
    void operationsLeaveTheOldRingAsItWas();
    void activatingReplacesTheKeyOfThatPurposeOnly();
    void onlyAStagedKeyBecomesActive();
    void onlyADecryptOnlyKeyRetires();
    void anActiveKeyIsReplacedBeforeItIsMarked();
    void aKeyInUseIsNotForgotten();
    void unknownKeysAreRefused();
    void idsAreNeverUsedAgain();
    void aRingHoldsAtMost256Keys();
    void keysAreFoundById();
    void aFailingRandomSourceChangesNothing();
    void rootSlotsComeAndGo();
    void fingerprintsTellRootKeysApart();
    void keysOfAnotherSizeAreRefused();
    void ringsThatWentApartKnowEverythingTogether();
    void ofTwoActiveKeysTheNewerRingsSeals();
    void aCompromisedKeyStaysSo();
};

void TestKeyRing::aNewRingHasOneActiveKeyForEachPurpose()
{
    const KeyRing ring = RingForTests::ring();
    QCOMPARE(ring.revision(), 1u);
    QCOMPARE(ring.identity(), RingForTests::Identity);
    QCOMPARE(ring.keys().size(), 4);
    QCOMPARE(ring.rootSlots().size(), 1);
    QSet<QByteArray> bytes;
    for (const KeyPurpose purpose : AllKeyPurposes) {
        const DataKey &key = ring.activeKey(purpose);
        QCOMPARE(key.purpose, purpose);
        QCOMPARE(key.state, KeyState::Active);
        QCOMPARE(key.created, Now);
        QVERIFY(key.id != 0);
        bytes.insert(key.material->key().toByteArray());
    }
    QCOMPARE(bytes.size(), 4);
}

void TestKeyRing::identitiesHaveLimits()
{
    SequenceRandom random;
    VERIFY_FAILS(KeyRing::create({}, RingForTests::rootKey(), Now, random), ErrorCode::InvalidArgument);
    VERIFY_FAILS(KeyRing::create(QByteArray(65, 'i'), RingForTests::rootKey(), Now, random),
                 ErrorCode::InvalidArgument);
    VERIFY_OK(KeyRing::create(QByteArray(64, '\0'), RingForTests::rootKey(), Now, random));
}

void TestKeyRing::everyOperationMakesTheNextRevision()
{
    SequenceRandom random(9);
    const KeyRing replaced = replacedRing();
    QCOMPARE(replaced.revision(), 3u);
    const quint32 old = std::ranges::find(replaced.keys(), KeyState::DecryptOnly, &DataKey::state)->id;
    TAKE(retired, replaced.withRetired(old, Now));
    TAKE(compromised, retired.withCompromised(old, Now));
    TAKE(forgotten, compromised.withForgotten(old));
    TAKE(twoSlots, forgotten.withRootSlot(RingForTests::rootKey(78), random));
    TAKE(oneSlot, twoSlots.withOnlyRootSlot(RingForTests::rootKey(78), random));
    QCOMPARE(oneSlot.revision(), 8u);
}

void TestKeyRing::operationsLeaveTheOldRingAsItWas()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random(5);
    const QList<DataKey> before = ring.keys();
    TAKE(staged, ring.withStaged(KeyPurpose::Cookie, Now, random));
    TAKE(active, staged.withActivated(stagedId(staged), Now + 1));
    QCOMPARE(ring.keys().size(), before.size());
    QCOMPARE(ring.revision(), 1u);
    QCOMPARE(staged.key(stagedId(staged))->state, KeyState::Staged);
    QCOMPARE(ring.activeKey(KeyPurpose::Cookie).state, KeyState::Active);
}

void TestKeyRing::activatingReplacesTheKeyOfThatPurposeOnly()
{
    const KeyRing ring = RingForTests::ring();
    const KeyRing replaced = replacedRing();
    const quint32 old = ring.activeKey(KeyPurpose::Envelope).id;
    QVERIFY(replaced.activeKey(KeyPurpose::Envelope).id != old);
    QCOMPARE(replaced.key(old)->state, KeyState::DecryptOnly);
    QCOMPARE(replaced.key(old)->stateChanged, Now + 1);
    QCOMPARE(replaced.key(old)->created, Now);
    QCOMPARE(replaced.activeKey(KeyPurpose::Envelope).stateChanged, Now + 1);
    QCOMPARE(replaced.activeKey(KeyPurpose::Cookie).id, ring.activeKey(KeyPurpose::Cookie).id);
    QCOMPARE(replaced.activeKey(KeyPurpose::Document).id, ring.activeKey(KeyPurpose::Document).id);
}

void TestKeyRing::onlyAStagedKeyBecomesActive()
{
    const KeyRing ring = replacedRing();
    for (const DataKey &key : ring.keys())
        VERIFY_FAILS(ring.withActivated(key.id, Now), ErrorCode::InvalidArgument);
}

void TestKeyRing::onlyADecryptOnlyKeyRetires()
{
    const KeyRing ring = replacedRing();
    for (const DataKey &key : ring.keys())
        QCOMPARE(ring.withRetired(key.id, Now).has_value(), key.state == KeyState::DecryptOnly);
}

void TestKeyRing::anActiveKeyIsReplacedBeforeItIsMarked()
{
    const KeyRing ring = replacedRing();
    for (const DataKey &key : ring.keys())
        QCOMPARE(ring.withCompromised(key.id, Now).has_value(), key.state == KeyState::DecryptOnly);
}

void TestKeyRing::aKeyInUseIsNotForgotten()
{
    const KeyRing ring = replacedRing();
    for (const DataKey &key : ring.keys())
        VERIFY_FAILS(ring.withForgotten(key.id), ErrorCode::InvalidArgument);
    SequenceRandom random(6);
    TAKE(staged, ring.withStaged(KeyPurpose::Audit, Now, random));
    const quint32 id = stagedId(staged);
    TAKE(forgotten, staged.withForgotten(id));
    QVERIFY(!forgotten.key(id));
    QCOMPARE(forgotten.forgotten(), QList<quint32> {id});
}

void TestKeyRing::unknownKeysAreRefused()
{
    const KeyRing ring = RingForTests::ring();
    VERIFY_FAILS(ring.withActivated(0, Now), ErrorCode::InvalidArgument);
    VERIFY_FAILS(ring.withRetired(1, Now), ErrorCode::InvalidArgument);
    VERIFY_FAILS(ring.withCompromised(1, Now), ErrorCode::InvalidArgument);
    VERIFY_FAILS(ring.withForgotten(1), ErrorCode::InvalidArgument);
}

void TestKeyRing::idsAreNeverUsedAgain()
{
    const KeyRing ring = RingForTests::ring();
    StuckRandom taken(ring.activeKey(KeyPurpose::Cookie).id);
    VERIFY_FAILS(ring.withStaged(KeyPurpose::Cookie, Now, taken), ErrorCode::Unavailable);
    StuckRandom zero(0);
    VERIFY_FAILS(ring.withStaged(KeyPurpose::Cookie, Now, zero), ErrorCode::Unavailable);

    StuckRandom fresh(4711);
    TAKE(staged, ring.withStaged(KeyPurpose::Cookie, Now, fresh));
    QCOMPARE(stagedId(staged), 4711u);
    TAKE(forgotten, staged.withForgotten(4711));
    VERIFY_FAILS(forgotten.withStaged(KeyPurpose::Cookie, Now, fresh), ErrorCode::Unavailable);
}

void TestKeyRing::aRingHoldsAtMost256Keys()
{
    SequenceRandom random(5);
    KeyRing ring = RingForTests::ring();
    while (ring.keys().size() < KeyRing::MaximumKeys)
        ring = ring.withStaged(KeyPurpose::Envelope, Now, random).value();
    VERIFY_FAILS(ring.withStaged(KeyPurpose::Envelope, Now, random), ErrorCode::Full);
    TAKE(sealed, sealRing(ring, random));
    QVERIFY(sealed.size() <= KeyRing::MaximumSealedSize);
    TAKE(opened, openRing(sealed, RingForTests::rootKey(), RingForTests::Identity));
    QCOMPARE(opened.keys().size(), KeyRing::MaximumKeys);
}

void TestKeyRing::keysAreFoundById()
{
    const KeyRing ring = replacedRing();
    QVERIFY(std::ranges::is_sorted(ring.keys(), {}, &DataKey::id));
    for (const DataKey &key : ring.keys()) {
        QCOMPARE(ring.key(key.id)->id, key.id);
        QVERIFY(!ring.key(key.id + 1) || ring.key(key.id + 1)->id == key.id + 1);
    }
    QVERIFY(!ring.key(0));
}

void TestKeyRing::aFailingRandomSourceChangesNothing()
{
    for (int calls = 0; calls < 10; ++calls) {
        SequenceRandom random;
        random.failAfter(calls);
        VERIFY_FAILS(KeyRing::create(RingForTests::Identity, RingForTests::rootKey(), Now, random),
                     ErrorCode::Unavailable);
    }
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random;
    for (int calls = 0; calls < 2; ++calls) {
        random.failAfter(calls);
        VERIFY_FAILS(ring.withStaged(KeyPurpose::Cookie, Now, random), ErrorCode::Unavailable);
        random.failAfter(calls);
        VERIFY_FAILS(ring.withOnlyRootSlot(RingForTests::rootKey(), random), ErrorCode::Unavailable);
    }
    random.failAfter(0);
    VERIFY_FAILS(ring.withRootSlot(RingForTests::rootKey(78), random), ErrorCode::Unavailable);
    VERIFY_FAILS(sealRing(ring, random), ErrorCode::Unavailable);
}

void TestKeyRing::rootSlotsComeAndGo()
{
    SequenceRandom random(5);
    const KeyRing ring = RingForTests::ring();
    const SecretBytes old = RingForTests::rootKey();
    const SecretBytes fresh = RingForTests::rootKey(78);
    const RootFingerprint oldName = rootFingerprint(old).value();
    VERIFY_FAILS(ring.withRootSlot(old, random), ErrorCode::Conflict);
    VERIFY_FAILS(ring.withoutRootSlot(oldName, fresh, random), ErrorCode::InvalidArgument);
    VERIFY_FAILS(ring.withoutRootSlot(oldName, old, random), ErrorCode::InvalidArgument);

    TAKE(both, ring.withRootSlot(fresh, random));
    QCOMPARE(both.rootSlots().size(), 2);
    VERIFY_FAILS(both.withRootSlot(RingForTests::rootKey(79), random), ErrorCode::Full);
    TAKE(bothBytes, sealRing(both, random));
    VERIFY_OK(openRing(bothBytes, old, RingForTests::Identity));
    VERIFY_OK(openRing(bothBytes, fresh, RingForTests::Identity));
    VERIFY_FAILS(both.withoutRootSlot(oldName, RingForTests::rootKey(79), random),
                 ErrorCode::InvalidArgument);

    TAKE(finished, both.withoutRootSlot(oldName, fresh, random));
    TAKE(bytes, sealRing(finished, random));
    VERIFY_FAILS(openRing(bytes, old, RingForTests::Identity), ErrorCode::KeyMissing);
    TAKE(opened, openRing(bytes, fresh, RingForTests::Identity));
    QCOMPARE(opened.revision(), ring.revision() + 2);
    QCOMPARE(opened.activeKey(KeyPurpose::Envelope).material->key(),
             ring.activeKey(KeyPurpose::Envelope).material->key());
    // The ring key is a fresh one: the slot of before wraps another.
    QVERIFY(opened.rootSlots().first().wrappedRingKey != both.rootSlots().last().wrappedRingKey);
}

void TestKeyRing::fingerprintsTellRootKeysApart()
{
    const SecretBytes key = RingForTests::rootKey();
    TAKE(first, rootFingerprint(key));
    TAKE(second, rootFingerprint(RingForTests::rootKey(78)));
    QVERIFY(first != second);
    QCOMPARE(fingerprintText(first).size(), 16);
    QVERIFY(!key.view().toByteArray().toHex().contains(fingerprintText(first).toLatin1()));
}

void TestKeyRing::keysOfAnotherSizeAreRefused()
{
    SequenceRandom random;
    for (const int size : {0, 1, 31, 33, 64}) {
        VERIFY_FAILS(rootFingerprint(SecretBytes(size)), ErrorCode::InvalidArgument);
        VERIFY_FAILS(KeyRing::create(RingForTests::Identity, SecretBytes(size), Now, random),
                     ErrorCode::InvalidArgument);
        VERIFY_FAILS(KeyMaterial::fromBytes(QByteArray(size, 'x')), ErrorCode::InvalidArgument);
    }
}

void TestKeyRing::ringsThatWentApartKnowEverythingTogether()
{
    SequenceRandom random(9);
    const KeyRing begun = RingForTests::ring();
    const KeyRing left = begun.withStaged(KeyPurpose::Envelope, Now, random).value();
    const KeyRing right
        = begun.withStaged(KeyPurpose::Cookie, Now, random)
              .and_then([&](const KeyRing &ring) { return ring.withForgotten(stagedId(ring)); })
              .and_then([&](const KeyRing &ring) { return ring.withStaged(KeyPurpose::Cookie, Now, random); })
              .value();
    QVERIFY(left.includes(begun) && left.includes(left) && !begun.includes(left));
    QVERIFY(!left.includes(right) && !right.includes(left));

    for (const auto &both : {left.mergedWith(right), right.mergedWith(left)}) {
        VERIFY_OK(both);
        QCOMPARE(both->revision(), right.revision() + 1);
        QVERIFY(both->includes(left) && both->includes(right));
        QCOMPARE(both->keys().size(), begun.keys().size() + 2);
        QCOMPARE(both->forgotten(), right.forgotten());
        QCOMPARE(both->rootSlots(), right.rootSlots());
    }
}

void TestKeyRing::ofTwoActiveKeysTheNewerRingsSeals()
{
    const KeyRing older = replacedRing(5);
    SequenceRandom random(11);
    const KeyRing newer = replacedRing(7).withStaged(KeyPurpose::Audit, Now, random).value();
    TAKE(both, older.mergedWith(newer));
    QCOMPARE(both.activeKey(KeyPurpose::Envelope).id, newer.activeKey(KeyPurpose::Envelope).id);
    QCOMPARE(both.key(older.activeKey(KeyPurpose::Envelope).id)->state, KeyState::DecryptOnly);
    TAKE(sealed, sealRing(both, random));
    TAKE(opened, openRing(sealed, RingForTests::rootKey(), RingForTests::Identity));
    QVERIFY(opened.includes(both));
}

void TestKeyRing::aCompromisedKeyStaysSo()
{
    const KeyRing begun = RingForTests::ring();
    const quint32 stolen = begun.activeKey(KeyPurpose::Envelope).id;
    TAKE(left, replacedRing().withCompromised(stolen, Now));
    TAKE(both, begun.mergedWith(left));
    QCOMPARE(both.key(stolen)->state, KeyState::Compromised);
    QCOMPARE(both.activeKey(KeyPurpose::Envelope).id, left.activeKey(KeyPurpose::Envelope).id);
}

QTEST_GUILESS_MAIN(TestKeyRing)
#include "tst_keyring.moc"
