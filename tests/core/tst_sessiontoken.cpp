// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "sequencerandom.h"
#include "verify.h"

#include <axess/sessiontoken.h>

#include <QtCore/qcryptographichash.h>

using namespace Axess;

class TestSessionToken : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aTokenSurvivesItsText();
    void theTextIsBase64UrlOfIdAndSecret();
    void otherTextsAreNoToken_data();
    void otherTextsAreNoToken();
    void everyFlippedCharacterIsAnotherToken();
    void renewingKeepsTheIdAndChangesTheSecret();
    void theHashIsThatOfIdAndSecret();
    void theHashRevealsNoSecret();
    void aFailingSourceMakesNoToken();
};

void TestSessionToken::aTokenSurvivesItsText()
{
    SequenceRandom random;
    TAKE(token, SessionToken::random(random));
    QCOMPARE(token.text().size(), SessionToken::TextLength);
    const auto read = SessionToken::fromText(token.text());
    QVERIFY(read);
    QVERIFY(*read == token);
    QCOMPARE(read->id(), token.id());
    QVERIFY(!token.isNull());
    QVERIFY(SessionToken().isNull());
}

void TestSessionToken::theTextIsBase64UrlOfIdAndSecret()
{
    const QByteArray bytes = QByteArray::fromHex("000102030405060708090a0b0c0d0e0f"
                                                 "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"
                                                 "101112131415161718191a1b1c1d1e1f");
    const QByteArray text = bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    const auto token = SessionToken::fromText(text);
    QVERIFY(token);
    QCOMPARE(token->id().bytes(), bytes.first(16));
    QCOMPARE(token->text(), text);
}

void TestSessionToken::otherTextsAreNoToken_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray(63, 'A');
    QTest::newRow("long") << QByteArray(65, 'A');
    QTest::newRow("padding") << QByteArray(63, 'A') + '=';
    QTest::newRow("plus of plain base64") << QByteArray(63, 'A') + '+';
    QTest::newRow("slash of plain base64") << QByteArray(63, 'A') + '/';
    QTest::newRow("NUL") << QByteArray(63, 'A') + '\0';
    QTest::newRow("line end") << QByteArray(63, 'A') + '\n';
    QTest::newRow("quote") << QByteArray(63, 'A') + '\'';
    QTest::newRow("above ASCII") << QByteArray(62, 'A') + "\xc3\xa4";
    QTest::newRow("a megabyte") << QByteArray(1024 * 1024, 'A');
}

void TestSessionToken::otherTextsAreNoToken()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!SessionToken::fromText(text));
}

void TestSessionToken::everyFlippedCharacterIsAnotherToken()
{
    SequenceRandom random;
    TAKE(token, SessionToken::random(random));
    for (int i = 0; i < SessionToken::TextLength; ++i) {
        QByteArray text = token.text();
        text[i] = text[i] == 'A' ? 'B' : 'A';
        QVERIFY(!(*SessionToken::fromText(text) == token));
    }
}

void TestSessionToken::renewingKeepsTheIdAndChangesTheSecret()
{
    SequenceRandom random;
    TAKE(token, SessionToken::random(random));
    TAKE(renewed, token.renewed(random));
    QCOMPARE(renewed.id(), token.id());
    QVERIFY(!(renewed == token));
    QVERIFY(renewed.hash() != token.hash());
}

void TestSessionToken::theHashIsThatOfIdAndSecret()
{
    SequenceRandom random;
    TAKE(token, SessionToken::random(random));
    const QByteArray bytes = QByteArray::fromBase64(token.text(), QByteArray::Base64UrlEncoding);
    QCOMPARE(bytes.size(), 48);
    QCOMPARE(token.hash(), QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
}

void TestSessionToken::theHashRevealsNoSecret()
{
    SequenceRandom random;
    TAKE(token, SessionToken::random(random));
    const QByteArray secret = QByteArray::fromBase64(token.text(), QByteArray::Base64UrlEncoding).sliced(16);
    QVERIFY(!token.hash().contains(secret.first(8)));
}

void TestSessionToken::aFailingSourceMakesNoToken()
{
    for (int calls = 0; calls < 2; ++calls) {
        SequenceRandom random;
        random.failAfter(calls);
        VERIFY_FAILS(SessionToken::random(random), ErrorCode::Unavailable);
    }
    SequenceRandom random;
    TAKE(token, SessionToken::random(random));
    random.failAfter(0);
    VERIFY_FAILS(token.renewed(random), ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestSessionToken)
#include "tst_sessiontoken.moc"
