// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "sequencerandom.h"
#include "verify.h"

#include <axess/sessionid.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestSessionId : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theNullIdNamesNothing();
    void aRandomIdSurvivesTextAndBytes();
    void idsDiffer();
    void otherTextsAreNoId_data();
    void otherTextsAreNoId();
    void otherSizesAreNoId();
    void upperCaseIsRead();
    void theBucketIsTheFirstByte();
    void aFailingSourceMakesNoId();
};

void TestSessionId::theNullIdNamesNothing()
{
    QVERIFY(SessionId().isNull());
    QCOMPARE(SessionId().text(), QString(32, u'0'));
}

void TestSessionId::aRandomIdSurvivesTextAndBytes()
{
    SequenceRandom random;
    TAKE(id, SessionId::random(random));
    QVERIFY(!id.isNull());
    QCOMPARE(id.bytes().size(), 16);
    QCOMPARE(id.text().size(), 32);
    QCOMPARE(id.text(), id.text().toLower());
    QVERIFY(SessionId::fromText(id.text()) == id);
    QVERIFY(SessionId::fromBytes(id.bytes()) == id);
    QCOMPARE(qHash(*SessionId::fromText(id.text())), qHash(id));
}

void TestSessionId::idsDiffer()
{
    SystemRandom random;
    QSet<SessionId> ids;
    for (int i = 0; i < 10'000; ++i) {
        TAKE(id, SessionId::random(random));
        ids.insert(id);
    }
    QCOMPARE(ids.size(), 10'000);
}

void TestSessionId::otherTextsAreNoId_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("short") << QString(31, u'a');
    QTest::newRow("long") << QString(33, u'a');
    QTest::newRow("no digit") << QString(31, u'a') + u'g';
    QTest::newRow("blank") << u' ' + QString(31, u'a');
    QTest::newRow("sign") << u'+' + QString(31, u'a');
    QTest::newRow("NUL") << QString(31, u'a') + QChar(0);
    QTest::newRow("full-width digit") << QString(31, u'a') + QChar(0xff11);
    QTest::newRow("letter that becomes a digit in Latin-1") << QString(31, u'a') + QChar(0x0161);
    QTest::newRow("SQL") << u"' OR 1=1; DROP TABLE session; --"_s;
}

void TestSessionId::otherTextsAreNoId()
{
    QFETCH(const QString, text);
    QVERIFY(!SessionId::fromText(text));
}

void TestSessionId::otherSizesAreNoId()
{
    for (int size = 0; size < 64; ++size)
        QCOMPARE(SessionId::fromBytes(QByteArray(size, 'x')).has_value(), size == 16);
}

void TestSessionId::upperCaseIsRead()
{
    const QString text = u"00112233445566778899aabbccddeeff"_s;
    QVERIFY(SessionId::fromText(text.toUpper()) == SessionId::fromText(text));
    QCOMPARE(SessionId::fromText(text.toUpper())->text(), text);
}

void TestSessionId::theBucketIsTheFirstByte()
{
    QCOMPARE(SessionId::fromText(u"fe112233445566778899aabbccddeeff"_s)->bucket(), 0xfe);
}

void TestSessionId::aFailingSourceMakesNoId()
{
    SequenceRandom random;
    random.failAfter(0);
    VERIFY_FAILS(SessionId::random(random), ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestSessionId)
#include "tst_sessionid.moc"
