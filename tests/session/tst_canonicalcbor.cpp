// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/canonicalcbor_p.h"

#include "axesstest.h"
#include "verify.h"

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>

#include <cmath>
#include <limits>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestCanonicalCbor : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aValueHasTheOneEncodingOfTheStandard_data();
    void aValueHasTheOneEncodingOfTheStandard();
    void whatIsNotTheOneEncodingIsCorrupt_data();
    void whatIsNotTheOneEncodingIsCorrupt();
    void eachTruncationIsCorrupt();
    void keysAreSortedByTheirBytes();
    void thirtyTwoLevelsFitAndOneMoreDoesNot();
    void aValueThatCannotBeWrittenIsRefused();
    void datesAndTagsComeBack();
};

// Examples of RFC 8949, appendix A.
void TestCanonicalCbor::aValueHasTheOneEncodingOfTheStandard_data()
{
    QTest::addColumn<QCborValue>("value");
    QTest::addColumn<QByteArray>("hex");

    QTest::newRow("0") << QCborValue(0) << QByteArray("00");
    QTest::newRow("23") << QCborValue(23) << QByteArray("17");
    QTest::newRow("24") << QCborValue(24) << QByteArray("1818");
    QTest::newRow("1000") << QCborValue(1000) << QByteArray("1903e8");
    QTest::newRow("1000000") << QCborValue(1'000'000) << QByteArray("1a000f4240");
    QTest::newRow("10^12") << QCborValue(qint64(1'000'000'000'000)) << QByteArray("1b000000e8d4a51000");
    QTest::newRow("-1") << QCborValue(-1) << QByteArray("20");
    QTest::newRow("-1000") << QCborValue(-1000) << QByteArray("3903e7");
    QTest::newRow("the greatest number")
        << QCborValue(std::numeric_limits<qint64>::max()) << QByteArray("1b7fffffffffffffff");
    QTest::newRow("the least number")
        << QCborValue(std::numeric_limits<qint64>::min()) << QByteArray("3b7fffffffffffffff");
    QTest::newRow("0.0") << QCborValue(0.0) << QByteArray("f90000");
    QTest::newRow("-0.0") << QCborValue(-0.0) << QByteArray("f98000");
    QTest::newRow("1.1") << QCborValue(1.1) << QByteArray("fb3ff199999999999a");
    QTest::newRow("65504.0") << QCborValue(65504.0) << QByteArray("f97bff");
    QTest::newRow("100000.0") << QCborValue(100000.0) << QByteArray("fa47c35000");
    QTest::newRow("1.0e+300") << QCborValue(1.0e+300) << QByteArray("fb7e37e43c8800759c");
    QTest::newRow("the least half") << QCborValue(5.960464477539063e-8) << QByteArray("f90001");
    QTest::newRow("infinity") << QCborValue(std::numeric_limits<double>::infinity()) << QByteArray("f97c00");
    QTest::newRow("false") << QCborValue(false) << QByteArray("f4");
    QTest::newRow("null") << QCborValue(nullptr) << QByteArray("f6");
    QTest::newRow("undefined") << QCborValue() << QByteArray("f7");
    QTest::newRow("simple 16") << QCborValue(QCborSimpleType(16)) << QByteArray("f0");
    QTest::newRow("simple 255") << QCborValue(QCborSimpleType(255)) << QByteArray("f8ff");
    QTest::newRow("bytes") << QCborValue(QByteArray::fromHex("01020304")) << QByteArray("4401020304");
    QTest::newRow("text") << QCborValue(u"ü"_s) << QByteArray("62c3bc");
    QTest::newRow("empty array") << QCborValue(QCborArray()) << QByteArray("80");
    QTest::newRow("array") << QCborValue(QCborArray {1, QCborArray {2, 3}}) << QByteArray("8201820203");
    QTest::newRow("map") << QCborValue(QCborMap {{u"a"_s, 1}, {u"b"_s, 2}}) << QByteArray("a2616101616202");
    QTest::newRow("unknown tag") << QCborValue(QCborTag(4711), 1) << QByteArray("d9126701");
}

void TestCanonicalCbor::aValueHasTheOneEncodingOfTheStandard()
{
    QFETCH(const QCborValue, value);
    QFETCH(const QByteArray, hex);

    TAKE(encoded, CanonicalCbor::encode(value));
    QCOMPARE(encoded.toHex(), hex);
    TAKE(decoded, CanonicalCbor::decode(encoded));
    QCOMPARE(decoded, value);
}

void TestCanonicalCbor::whatIsNotTheOneEncodingIsCorrupt_data()
{
    QTest::addColumn<QByteArray>("hex");

    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("two values") << QByteArray("0000");
    QTest::newRow("0 in two bytes") << QByteArray("1800");
    QTest::newRow("23 in two bytes") << QByteArray("1817");
    QTest::newRow("255 in three bytes") << QByteArray("1900ff");
    QTest::newRow("65535 in five bytes") << QByteArray("1a0000ffff");
    QTest::newRow("a long length of a text") << QByteArray("780161");
    QTest::newRow("reserved length") << QByteArray("1c");
    QTest::newRow("indefinite bytes") << QByteArray("5f4101ff");
    QTest::newRow("indefinite array") << QByteArray("9f01ff");
    QTest::newRow("indefinite map") << QByteArray("bf616101ff");
    QTest::newRow("a break alone") << QByteArray("ff");
    QTest::newRow("keys out of order") << QByteArray("a2616201616102");
    QTest::newRow("a key twice") << QByteArray("a2616101616102");
    QTest::newRow("invalid UTF-8") << QByteArray("62c328");
    QTest::newRow("surrogate in UTF-8") << QByteArray("63eda080");
    QTest::newRow("beyond 64 bits signed") << QByteArray("1b8000000000000000");
    QTest::newRow("beyond 64 bits signed, negative") << QByteArray("3b8000000000000000");
    QTest::newRow("1.5 in five bytes") << QByteArray("fa3fc00000");
    QTest::newRow("1.5 in nine bytes") << QByteArray("fb3ff8000000000000");
    QTest::newRow("another NaN") << QByteArray("f97e01");
    QTest::newRow("NaN in nine bytes") << QByteArray("fb7ff8000000000000");
    QTest::newRow("false in two bytes") << QByteArray("f814");
    QTest::newRow("an array of 4 thousand million") << QByteArray("9affffffff00");
    QTest::newRow("a map of 2^63") << QByteArray("bb800000000000000000");
    QTest::newRow("a text of 2^64-1") << QByteArray("7bffffffffffffffff61");
}

void TestCanonicalCbor::whatIsNotTheOneEncodingIsCorrupt()
{
    QFETCH(const QByteArray, hex);
    VERIFY_FAILS(CanonicalCbor::decode(QByteArray::fromHex(hex)), ErrorCode::Corrupt);
}

void TestCanonicalCbor::eachTruncationIsCorrupt()
{
    const QCborMap map {{u"list"_s, QCborArray {1, 2.5, QByteArray("bytes")}}, {u"text"_s, u"some words"_s}};
    TAKE(encoded, CanonicalCbor::encode(map));
    for (qsizetype size = 0; size < encoded.size(); ++size)
        VERIFY_FAILS(CanonicalCbor::decode(QByteArrayView(encoded).first(size)), ErrorCode::Corrupt);
}

void TestCanonicalCbor::keysAreSortedByTheirBytes()
{
    // The example of RFC 8949 §4.2.1.
    const QCborMap map {
        {false, 0}, {QCborArray {-1}, 0}, {QCborArray {100}, 0}, {u"aa"_s, 0}, {u"z"_s, 0}, {-1, 0}, {100, 0},
        {10, 0}};
    TAKE(encoded, CanonicalCbor::encode(map));
    QCOMPARE(encoded.toHex(), QByteArray("a80a001864002000617a006261610081186400812000f400"));
    VERIFY_OK(CanonicalCbor::decode(encoded));
}

void TestCanonicalCbor::thirtyTwoLevelsFitAndOneMoreDoesNot()
{
    QCborValue value = 1;
    for (int level = 0; level < CanonicalCbor::MaximumDepth; ++level)
        value = QCborArray {value};
    TAKE(encoded, CanonicalCbor::encode(value));
    TAKE(decoded, CanonicalCbor::decode(encoded));
    QCOMPARE(decoded, value);

    VERIFY_FAILS(CanonicalCbor::encode(QCborArray {value}), ErrorCode::InvalidArgument);
    VERIFY_FAILS(CanonicalCbor::decode("\x81" + encoded), ErrorCode::Corrupt);
    VERIFY_FAILS(CanonicalCbor::decode(QByteArray(100'000, '\x81')), ErrorCode::Corrupt);
    VERIFY_FAILS(CanonicalCbor::decode(QByteArray(100'000, '\xc1')), ErrorCode::Corrupt);
}

void TestCanonicalCbor::aValueThatCannotBeWrittenIsRefused()
{
    VERIFY_FAILS(CanonicalCbor::encode(QString(QChar(0xd800))), ErrorCode::InvalidArgument);
    VERIFY_FAILS(CanonicalCbor::encode(QCborValue(QCborValue::Invalid)), ErrorCode::InvalidArgument);
}

void TestCanonicalCbor::datesAndTagsComeBack()
{
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(1'772'366'400'123, QTimeZone::UTC);
    for (const QCborValue &value : {QCborValue(moment), QCborValue(QUrl(u"https://example.org/"_s)),
                                    QCborValue(QUuid(u"{67c8770b-44f1-410a-ab9a-f9b5446f13ee}"_s))}) {
        TAKE(encoded, CanonicalCbor::encode(value));
        TAKE(decoded, CanonicalCbor::decode(encoded));
        QCOMPARE(decoded, value);
    }
}

QTEST_APPLESS_MAIN(TestCanonicalCbor)
#include "tst_canonicalcbor.moc"
