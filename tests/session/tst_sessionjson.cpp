// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessionjson.h>

#include "axesstest.h"

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>
#include <QtCore/qdatetime.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qurl.h>
#include <QtCore/quuid.h>

#include <limits>

using namespace Axess;
using namespace Qt::StringLiterals;

/// The mapping of docs/postgresql.md, value by value.
class TestSessionJson : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreMapped_data();
    void valuesAreMapped();
    void namesAreEscapedAsTextsAre();
    void noDataIsAnEmptyObject();
    void aSealedRowHasNone();
};

void TestSessionJson::valuesAreMapped_data()
{
    QTest::addColumn<QCborValue>("value");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const QCborValue &value, const QByteArray &json) {
        QTest::newRow(name) << value << json;
    };
    row("text", u"a\"b\\c"_s, "\"a\\\"b\\\\c\"");
    row("control characters", u"\n\t\x1f"_s, "\"\\u000a\\u0009\\u001f\"");
    row("NUL", QString(u"a"_s + QChar(u'\0') + u"b"_s), "\"a\\ufffdb\"");
    row("beyond ASCII", u"Grüße 🙂"_s, "\"Grüße 🙂\"");
    row("true", true, "true");
    row("false", false, "false");
    row("null", nullptr, "null");
    row("undefined", QCborValue(), "null");
    row("the largest number", std::numeric_limits<qint64>::max(), "9223372036854775807");
    row("the smallest number", std::numeric_limits<qint64>::min(), "-9223372036854775808");
    row("beyond a double", (qint64(1) << 53) + 1, "9007199254740993");
    row("fraction", 0.1, "0.1");
    row("large", 1e300, "1e+300");
    row("not a number", std::numeric_limits<double>::quiet_NaN(), "null");
    row("infinity", std::numeric_limits<double>::infinity(), "null");
    row("bytes", QByteArray("\x00\xff\xfe"_ba), "\"AP/+\"");
    row("array", QCborArray {1, u"two"_s, QCborArray {}}, "[1,\"two\",[]]");
    row("map", QCborMap {{u"a"_s, QCborMap {{u"b"_s, 1}}}}, "{\"a\":{\"b\":1}}");
    row("keys that are no texts", QCborMap {{5, 1}, {QByteArray("\xff"), 2}}, "{\"5\":1,\"/w==\":2}");
    row("date", QCborValue(QDateTime::fromString(u"2026-11-26T22:04:05.678Z"_s, Qt::ISODateWithMs)),
        "\"2026-11-26T22:04:05.678Z\"");
    row("URL", QCborValue(QUrl(u"https://shop.example/a?b=c"_s)), "\"https://shop.example/a?b=c\"");
    row("UUID", QCborValue(QUuid(u"{123e4567-e89b-12d3-a456-426614174000}"_s)),
        "\"123e4567-e89b-12d3-a456-426614174000\"");
    row("regular expression", QCborValue(QRegularExpression(u"^a+$"_s)), "\"^a+$\"");
    row("another tag", QCborValue(QCborTag(4711), 7), "7");
}

void TestSessionJson::valuesAreMapped()
{
    QFETCH(QCborValue, value);
    QFETCH(QByteArray, json);
    SessionData data;
    data.insert(u"v"_s, value);
    QCOMPARE(toJson(data), "{\"v\":" + json + '}');
}

void TestSessionJson::namesAreEscapedAsTextsAre()
{
    SessionData data;
    data.insert(u"a\"\\"_s, 1);
    data.insert(QString(QChar(u'\0')), 2);
    QCOMPARE(toJson(data), QByteArray("{\"\\ufffd\":2,\"a\\\"\\\\\":1}"));
}

void TestSessionJson::noDataIsAnEmptyObject()
{
    QCOMPARE(toJson({}), "{}");
}

void TestSessionJson::aSealedRowHasNone()
{
    SealedRow row;
    row.keyId = 1;
    QVERIFY(jsonOf(row).isNull());
    row.keyId = 0;
    row.payload = "no payload";
    QVERIFY(jsonOf(row).isNull());
}

QTEST_GUILESS_MAIN(TestSessionJson)
#include "tst_sessionjson.moc"
