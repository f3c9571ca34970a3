// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "verify.h"

#include <axess/principal.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestPrincipal : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void emptyIsNone();
    void namesSurvive_data();
    void namesSurvive();
    void theLimitIs255Bytes();
    void otherTextsAreRefused_data();
    void otherTextsAreRefused();
    void bytesThatAreNotUtf8AreRefused_data();
    void bytesThatAreNotUtf8AreRefused();
    void namesAreComparedByteByByte();
    void theSentenceNamesTheKind();
};

void TestPrincipal::emptyIsNone()
{
    QVERIFY(UserId().isEmpty());
    TAKE(none, TenantId::fromText(QString()));
    QVERIFY(none.isEmpty());
    QVERIFY(none == TenantId());
}

void TestPrincipal::namesSurvive_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"anna"_s;
    QTest::newRow("blanks") << u" a  b "_s;
    QTest::newRow("SQL") << u"'; DROP TABLE axess_session; --"_s;
    QTest::newRow("shell and key separators") << u"$(rm -rf /)`:{7f}%*?[a]\\"_s;
    QTest::newRow("line end") << u"a\nb\tc"_s;
    QTest::newRow("umlauts") << u"Jürgen Großmüller"_s;
    QTest::newRow("beyond the basic plane") << u"😀🗝"_s;
    QTest::newRow("replacement character") << QString(QChar(0xfffd));
}

void TestPrincipal::namesSurvive()
{
    QFETCH(const QString, text);
    TAKE(user, UserId::fromText(text));
    QCOMPARE(user.text(), text);
    QCOMPARE(user.utf8(), text.toUtf8());
    TAKE(again, UserId::fromUtf8(user.utf8()));
    QVERIFY(again == user);
    QCOMPARE(qHash(again), qHash(user));
}

void TestPrincipal::theLimitIs255Bytes()
{
    VERIFY_OK(UserId::fromText(QString(255, u'x')));
    VERIFY_FAILS(UserId::fromText(QString(256, u'x')), ErrorCode::InvalidArgument);
    VERIFY_OK(UserId::fromText(QString(127, u'ä')));
    VERIFY_FAILS(UserId::fromText(QString(128, u'ä')), ErrorCode::InvalidArgument);
    VERIFY_FAILS(UserId::fromText(QString(1024 * 1024, u'x')), ErrorCode::InvalidArgument);
}

void TestPrincipal::otherTextsAreRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("NUL") << QString(QChar(0));
    QTest::newRow("NUL inside") << u"a"_s + QChar(0) + u"b"_s;
    QTest::newRow("unpaired high surrogate") << u"a"_s + QChar(0xd83d);
    QTest::newRow("unpaired low surrogate") << QChar(0xde00) + u"a"_s;
}

void TestPrincipal::otherTextsAreRefused()
{
    QFETCH(const QString, text);
    VERIFY_FAILS(UserId::fromText(text), ErrorCode::InvalidArgument);
}

void TestPrincipal::bytesThatAreNotUtf8AreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("stray continuation") << QByteArray("a\x80");
    QTest::newRow("cut off") << QByteArray("a\xc3");
    QTest::newRow("overlong NUL") << QByteArray("\xc0\x80");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80");
    QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
}

void TestPrincipal::bytesThatAreNotUtf8AreRefused()
{
    QFETCH(const QByteArray, bytes);
    VERIFY_FAILS(UserId::fromUtf8(bytes), ErrorCode::InvalidArgument);
}

void TestPrincipal::namesAreComparedByteByByte()
{
    const UserId composed = UserId::fromText(u"\u00e4"_s).value();
    const UserId decomposed = UserId::fromText(u"a\u0308"_s).value();
    QVERIFY(composed != decomposed);
    QVERIFY(UserId::fromText(u"Anna"_s).value() != UserId::fromText(u"anna"_s).value());
    // As bytes are ordered, not as a language orders: databases are told to do the same.
    QVERIFY(UserId::fromText(u"Z"_s).value() < UserId::fromText(u"a"_s).value());
    QVERIFY(UserId::fromText(u"z"_s).value() < composed);
}

void TestPrincipal::theSentenceNamesTheKind()
{
    QVERIFY(UserId::fromText(QString(QChar(0))).error().message().startsWith(u"A user id"));
    QVERIFY(TenantId::fromText(QString(QChar(0))).error().message().startsWith(u"A tenant id"));
}

QTEST_GUILESS_MAIN(TestPrincipal)
#include "tst_principal.moc"
