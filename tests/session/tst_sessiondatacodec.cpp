// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/sessiondatacodec_p.h"

#include "axesstest.h"
#include "verify.h"

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestSessionDataCodec : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theExampleOfTheDocumentIsTrue();
    void nothingIsAnEmptyMap();
    void whatIsNoMapOfTextsIsCorrupt_data();
    void whatIsNoMapOfTextsIsCorrupt();
    void theLimitCountsEncodedBytes();
};

namespace {

// The text of the first code block of this kind.
QByteArray block(const QByteArray &document, const QByteArray &kind)
{
    const QByteArray opening = "```" + kind + "\n";
    const qsizetype begin = document.indexOf(opening) + opening.size();
    return document.mid(begin, document.indexOf("```", begin) - begin);
}

// The hexadecimal digits at the beginning of each line; words follow after two spaces or more.
QByteArray bytesOf(const QByteArray &block)
{
    QByteArray digits;
    for (const QByteArray &line : block.split('\n')) {
        const QByteArray trimmed = line.trimmed();
        const qsizetype end = trimmed.indexOf("  ");
        digits += end < 0 ? trimmed : trimmed.first(end);
    }
    return QByteArray::fromHex(digits);
}

} // namespace

void TestSessionDataCodec::theExampleOfTheDocumentIsTrue()
{
    QFile file(qEnvironmentVariable("AXESS_SOURCE_DIR") + u"/docs/session-format.md"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray document = file.readAll();
    SessionData data;
    const QJsonObject example = QJsonDocument::fromJson(block(document, "data")).object();
    for (auto it = example.begin(); it != example.end(); ++it)
        data.insert(it.key(), QCborValue::fromJsonValue(it.value()));
    QCOMPARE(data.names().size(), 3);

    TAKE(encoded, encodeSessionData(data, 1024));
    QCOMPARE(encoded.toHex(), bytesOf(block(document, "hex")).toHex());
    TAKE(decoded, decodeSessionData(encoded));
    QCOMPARE(decoded, data);
}

void TestSessionDataCodec::nothingIsAnEmptyMap()
{
    TAKE(encoded, encodeSessionData({}, 1));
    QCOMPARE(encoded.toHex(), QByteArray("a0"));
    TAKE(decoded, decodeSessionData(encoded));
    QVERIFY(decoded.isEmpty());
}

void TestSessionDataCodec::whatIsNoMapOfTextsIsCorrupt_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("an array") << QByteArray("80");
    QTest::newRow("a number as key") << QByteArray("a10102");
    QTest::newRow("a map and more") << QByteArray("a000");
}

void TestSessionDataCodec::whatIsNoMapOfTextsIsCorrupt()
{
    QFETCH(const QByteArray, hex);
    VERIFY_FAILS(decodeSessionData(QByteArray::fromHex(hex)), ErrorCode::Corrupt);
}

void TestSessionDataCodec::theLimitCountsEncodedBytes()
{
    SessionData data;
    data.insert(u"k"_s, QByteArray(100, 'x'));
    TAKE(encoded, encodeSessionData(data, 1024));
    VERIFY_OK(encodeSessionData(data, encoded.size()));
    VERIFY_FAILS(encodeSessionData(data, encoded.size() - 1), ErrorCode::InvalidArgument);
}

QTEST_APPLESS_MAIN(TestSessionDataCodec)
#include "tst_sessiondatacodec.moc"
