// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "manualclock.h"
#include "sequencerandom.h"
#include "verify.h"

#include "crypto/keyring_p.h"
#include "session/cookiecodec_p.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestCookieCodec : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsSetIsRead();
    void theAttributesAreThoseOfThePolicy();
    void theClearingCookieEndsAtOnce();
    void withoutARingTheBareTokenIsTheValue();
    void anAlteredCharacterAnywhereIsInvented();
    void aCookieOfAnotherNameIsInvented();
    void aBareTokenIsInventedWhereCookiesAreSigned();
    void cookiesOutliveAConversion();
    void ofSeveralCookiesEachGenuineOneIsReadOnce();
    void aPolicyThatBrowsersRefuseReadsAndSetsNothing();
    void aCookieOfANewerKeyIsReadAfterOneReading();
    void aKeyThatNoReadingBringsIsInventedAndNotReadForAgain();
    void withoutAReadableRingNothingIsCalledInvented();
    void theRingIsReadAtMostOnceASecond();

private:
    CookieCodec codec(const CookiePolicy &policy = {}) const { return CookieCodec(policy, m_keys); }
    QByteArray headerFor(const SessionToken &token, const CookieCodec &codec) const
    {
        return codec.set(token)->split(';').first();
    }
    SessionToken token() { return *SessionToken::random(*m_random); }
    CookieKeys::Ring ring()
    {
        return std::make_shared<KeyRing>(*KeyRing::create("store", m_root, 1, *m_random));
    }

    std::shared_ptr<ManualClock> m_clock;
    std::shared_ptr<SequenceRandom> m_random;
    SecretBytes m_root {QByteArray(32, 'k')};
    CookieKeys::Ring m_current;
    Result<CookieKeys::Ring> m_stored;
    int m_readings = 0;
    std::shared_ptr<CookieKeys> m_keys;
};

void TestCookieCodec::init()
{
    AxessTest::init();
    m_clock = std::make_shared<ManualClock>();
    m_random = std::make_shared<SequenceRandom>();
    m_current = ring();
    m_stored = m_current;
    m_readings = 0;
    m_keys = std::make_shared<CookieKeys>(CookieKeys::Source {.current = [this] { return m_current; },
                                                              .reread =
                                                                  [this] {
                                                                      ++m_readings;
                                                                      return m_stored;
                                                                  }},
                                          m_clock);
}

void TestCookieCodec::whatIsSetIsRead()
{
    const SessionToken shown = token();

    TAKE(reading, codec().read("a=b; " + headerFor(shown, codec()) + "; c=d"));

    QCOMPARE(reading.tokens, QList {shown});
    QVERIFY(!reading.sawInvented);
}

void TestCookieCodec::theAttributesAreThoseOfThePolicy()
{
    TAKE(standard, codec().set(token()));
    QVERIFY(standard.startsWith("__Host-axess.sid="));
    QVERIFY(standard.endsWith("; Path=/; HttpOnly; Secure; SameSite=Lax"));

    TAKE(plain, codec(CookiePolicy::forPlainHttp()).set(token()));
    QVERIFY(plain.startsWith("axess.sid="));
    QVERIFY(plain.endsWith("; Path=/; HttpOnly; SameSite=Lax"));

    TAKE(lasting, codec({.sameSite = SameSite::Strict, .maxAge = 1h}).set(token()));
    QVERIFY(lasting.endsWith("; Secure; SameSite=Strict; Max-Age=3600"));
}

void TestCookieCodec::theClearingCookieEndsAtOnce()
{
    QCOMPARE(codec({.maxAge = 1h}).clear(),
             QByteArray("__Host-axess.sid=; Path=/; HttpOnly; Secure; SameSite=Lax; "
                        "Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
}

void TestCookieCodec::withoutARingTheBareTokenIsTheValue()
{
    m_current = nullptr;
    const SessionToken shown = token();
    QCOMPARE(headerFor(shown, codec()), "__Host-axess.sid=" + shown.text());

    TAKE(reading, codec().read("__Host-axess.sid=\"" + shown.text() + "\""));

    QCOMPARE(reading.tokens, QList {shown});
    QCOMPARE(m_readings, 0);
}

void TestCookieCodec::anAlteredCharacterAnywhereIsInvented()
{
    const QByteArray genuine = headerFor(token(), codec());
    for (qsizetype i = qsizetype(sizeof "__Host-axess.sid=") - 1; i < genuine.size(); ++i) {
        QByteArray altered = genuine;
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        m_clock->advance(1s);
        TAKE(reading, codec().read(altered));
        QVERIFY2(reading.tokens.isEmpty() && reading.sawInvented, altered.constData());
    }
}

void TestCookieCodec::aCookieOfAnotherNameIsInvented()
{
    const QByteArray value = headerFor(token(), codec({.name = "other"})).mid(6);

    TAKE(reading, codec().read("__Host-axess.sid=" + value));

    QVERIFY(reading.tokens.isEmpty());
    QVERIFY(reading.sawInvented);
}

void TestCookieCodec::aBareTokenIsInventedWhereCookiesAreSigned()
{
    TAKE(reading, codec().read("__Host-axess.sid=" + token().text()));

    QVERIFY(reading.tokens.isEmpty());
    QVERIFY(reading.sawInvented);
}

void TestCookieCodec::cookiesOutliveAConversion()
{
    const SessionToken shown = token();
    const QByteArray signedCookie = headerFor(shown, codec());
    const QByteArray bare = "__Host-axess.sid=" + shown.text();
    const auto isRead = [&](const QByteArray &header) {
        const auto reading = codec().read(header);
        return reading && reading->tokens == QList {shown} && !reading->sawInvented;
    };
    for (const SealMode mode :
         {SealMode::ClearMixed, SealMode::SealedMixed, SealMode::Sealed, SealMode::Clear}) {
        KeyRing mixed = m_stored->get()->withMode(mode);
        mixed.setMixedAllowed(true);
        m_current = std::make_shared<KeyRing>(mixed);
        QVERIFY(isRead(signedCookie) && isRead(bare));
        QCOMPARE(headerFor(shown, codec()), mixed.seals() ? signedCookie : bare);
        // A false signature is worse than none.
        QByteArray altered = signedCookie;
        altered[altered.size() - 2] = altered.at(altered.size() - 2) == 'A' ? 'B' : 'A';
        QVERIFY(!isRead(altered));
    }
    // Where the root key has been taken away, the token alone decides.
    m_current.reset();
    QVERIFY(isRead(signedCookie) && isRead(bare));
}

void TestCookieCodec::ofSeveralCookiesEachGenuineOneIsReadOnce()
{
    const SessionToken first = token();
    const SessionToken second = token();
    const QByteArray one = headerFor(first, codec());

    TAKE(reading, codec().read(one + "; __Host-axess.sid=x; " + headerFor(second, codec()) + "; " + one));

    QCOMPARE(reading.tokens, (QList {first, second}));
    QVERIFY(reading.sawInvented);
}

void TestCookieCodec::aPolicyThatBrowsersRefuseReadsAndSetsNothing()
{
    const CookieCodec wrong = codec({.secure = false});

    VERIFY_FAILS(wrong.set(token()), ErrorCode::InvalidArgument);
    VERIFY_FAILS(wrong.read("a=b"), ErrorCode::InvalidArgument);
}

void TestCookieCodec::aCookieOfANewerKeyIsReadAfterOneReading()
{
    const CookieKeys::Ring older = m_current;
    TAKE(staged, older->withStaged(KeyPurpose::Cookie, 2, *m_random));
    const auto added = std::ranges::find_if(staged.keys(), [](const DataKey &key) {
        return key.purpose == KeyPurpose::Cookie && key.state == KeyState::Staged;
    });
    TAKE(newer, staged.withActivated(added->id, 3));
    m_current = m_stored.emplace(std::make_shared<KeyRing>(newer));
    const SessionToken shown = token();
    const QByteArray header = headerFor(shown, codec());

    m_current = older;
    TAKE(reading, codec().read(header));

    QCOMPARE(reading.tokens, QList {shown});
    QCOMPARE(m_readings, 1);
}

void TestCookieCodec::aKeyThatNoReadingBringsIsInventedAndNotReadForAgain()
{
    const QByteArray foreign = headerFor(token(), codec());
    m_current = m_stored.emplace(ring());

    for (int i = 0; i < 100; ++i) {
        TAKE(reading, codec().read(foreign));
        QVERIFY(reading.tokens.isEmpty() && reading.sawInvented);
    }
    QCOMPARE(m_readings, 1);
}

void TestCookieCodec::withoutAReadableRingNothingIsCalledInvented()
{
    const QByteArray foreign = headerFor(token(), codec());
    m_current = ring();
    m_stored = std::unexpected(Error(ErrorCode::Unavailable, u"The store is away"_s));

    VERIFY_FAILS(codec().read(foreign), ErrorCode::Unavailable);
    VERIFY_FAILS(codec().read(foreign), ErrorCode::Unavailable);
    QCOMPARE(m_readings, 1);

    m_stored = m_current;
    m_clock->advance(1s);
    TAKE(reading, codec().read(foreign));
    QVERIFY(reading.sawInvented);
}

void TestCookieCodec::theRingIsReadAtMostOnceASecond()
{
    const auto inventedWithKey = [this](int key) {
        return "__Host-axess.sid=" + token().text() + '.' + QByteArray::number(key, 16).rightJustified(8, '0')
            + '.' + QByteArray(43, 'A');
    };
    for (int i = 1; i <= 50; ++i) {
        const auto reading = codec().read(inventedWithKey(i));
        QVERIFY(reading.has_value() || reading.error().code() == ErrorCode::Unavailable);
        m_clock->advance(100ms);
    }
    QCOMPARE(m_readings, 5);
}

QTEST_GUILESS_MAIN(TestCookieCodec)
#include "tst_cookiecodec.moc"
