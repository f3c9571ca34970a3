// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "crypto/cookiemac_p.h"
#include "ringfortests.h"
#include "verify.h"

#include <axess/sessiontoken.h>

using namespace Axess;

namespace {

constexpr QByteArrayView name("__Host-axess.sid");

QByteArray token(quint64 seed = 5)
{
    SequenceRandom random(seed);
    return SessionToken::random(random).value().text();
}

/// Whether the whole value is accepted: of the right shape, by a known key, with the right code.
bool accepted(const KeyRing &ring, QByteArrayView cookieName, QByteArrayView value)
{
    const auto cookie = SignedCookie::fromValue(value);
    return cookie && verifyCookie(ring, cookieName, *cookie).value_or(false);
}

} // namespace

class TestCookieMac : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasSignedIsAccepted();
    void theValueIsTokenKeyAndCode();
    void everyOtherCharacterIsRefused();
    void otherShapesAreNoCookie_data();
    void otherShapesAreNoCookie();
    void anotherNameIsRefused();
    void anotherTokenIsRefused();
    void anUnknownKeyIsKeyMissing();
    void aReplacedKeyIsStillAccepted();
    void whatCannotBeSignedIsRefused();
};

void TestCookieMac::whatWasSignedIsAccepted()
{
    const KeyRing ring = RingForTests::ring();
    TAKE(value, signCookie(ring, name, token()));
    QVERIFY(accepted(ring, name, value));
}

void TestCookieMac::theValueIsTokenKeyAndCode()
{
    const KeyRing ring = RingForTests::ring();
    TAKE(value, signCookie(ring, name, token()));
    QCOMPARE(value.size(), SignedCookie::Length);
    const auto cookie = SignedCookie::fromValue(value);
    QVERIFY(cookie);
    QCOMPARE(cookie->token, token());
    QCOMPARE(cookie->keyId, ring.activeKey(KeyPurpose::Cookie).id);
    QCOMPARE(cookie->code.size(), 43);
}

void TestCookieMac::everyOtherCharacterIsRefused()
{
    const KeyRing ring = RingForTests::ring();
    TAKE(value, signCookie(ring, name, token()));
    // All 255 others in each place: also the three other spellings of the last two bits of base64.
    for (qsizetype i = 0; i < value.size(); ++i) {
        for (int c = 0; c < 256; ++c) {
            QByteArray altered = value;
            altered[i] = char(c);
            if (altered != value && accepted(ring, name, altered))
                QFAIL(qPrintable(QStringLiteral("Character %1 at %2").arg(c).arg(i)));
        }
    }
}

void TestCookieMac::otherShapesAreNoCookie_data()
{
    QTest::addColumn<QByteArray>("value");
    const QByteArray good = token() + ".0000002a." + QByteArray(43, 'A');
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("only the token") << token();
    QTest::newRow("one shorter") << good.chopped(1);
    QTest::newRow("one longer") << good + 'A';
    QTest::newRow("no first dot") << QByteArray(good).replace(64, 1, "-");
    QTest::newRow("no second dot") << QByteArray(good).replace(73, 1, "-");
    QTest::newRow("upper case key") << QByteArray(good).replace(65, 8, "0000002A");
    QTest::newRow("sign in the key") << QByteArray(good).replace(65, 8, "+000002a");
    QTest::newRow("blank in the key") << QByteArray(good).replace(65, 8, " 000002a");
    QTest::newRow("prefix in the key") << QByteArray(good).replace(65, 8, "0x00002a");
    QTest::newRow("NULs") << QByteArray(SignedCookie::Length, '\0');
    QTest::newRow("a megabyte") << QByteArray(1024 * 1024, '.');
}

void TestCookieMac::otherShapesAreNoCookie()
{
    QFETCH(const QByteArray, value);
    QVERIFY(!SignedCookie::fromValue(value));
}

void TestCookieMac::anotherNameIsRefused()
{
    const KeyRing ring = RingForTests::ring();
    TAKE(value, signCookie(ring, name, token()));
    QVERIFY(!accepted(ring, "axess.sid", value));
    QVERIFY(!accepted(ring, "__Host-axess.siD", value));
}

void TestCookieMac::anotherTokenIsRefused()
{
    const KeyRing ring = RingForTests::ring();
    TAKE(value, signCookie(ring, name, token()));
    QVERIFY(!accepted(ring, name, token(6) + value.sliced(64)));
}

void TestCookieMac::anUnknownKeyIsKeyMissing()
{
    TAKE(value, signCookie(RingForTests::ring(2), name, token()));
    const KeyRing ring = RingForTests::ring(1);
    VERIFY_FAILS(verifyCookie(ring, name, *SignedCookie::fromValue(value)), ErrorCode::KeyMissing);
    // A key of another purpose is no cookie key.
    SignedCookie cookie = *SignedCookie::fromValue(value);
    cookie.keyId = ring.activeKey(KeyPurpose::Envelope).id;
    VERIFY_FAILS(verifyCookie(ring, name, cookie), ErrorCode::KeyMissing);
}

void TestCookieMac::aReplacedKeyIsStillAccepted()
{
    const KeyRing ring = RingForTests::ring();
    TAKE(value, signCookie(ring, name, token()));
    SequenceRandom random(4);
    TAKE(staged, ring.withStaged(KeyPurpose::Cookie, RingForTests::Now, random));
    const auto fresh = std::ranges::find(staged.keys(), KeyState::Staged, &DataKey::state);
    TAKE(active, staged.withActivated(fresh->id, RingForTests::Now));
    QVERIFY(accepted(active, name, value));
    TAKE(again, signCookie(active, name, token()));
    QVERIFY(again != value);
    QVERIFY(accepted(active, name, again));
}

void TestCookieMac::whatCannotBeSignedIsRefused()
{
    const KeyRing ring = RingForTests::ring();
    VERIFY_FAILS(signCookie(ring, {}, token()), ErrorCode::InvalidArgument);
    VERIFY_FAILS(signCookie(ring, QByteArray(256, 'n'), token()), ErrorCode::InvalidArgument);
    VERIFY_FAILS(signCookie(ring, name, token().chopped(1)), ErrorCode::InvalidArgument);
    VERIFY_FAILS(signCookie(ring, name, token() + 'A'), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestCookieMac)
#include "tst_cookiemac.moc"
