// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "crypto/document_p.h"
#include "ringfortests.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr DocumentPlace control {RingForTests::Identity, "control", 7};

} // namespace

class TestDocument : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasSealedOpens();
    void nothingOpensElsewhere_data();
    void nothingOpensElsewhere(); // Promise: 7
    void fieldsCannotFlowIntoEachOther();
    void everyFlippedBitIsRefused(); // Promise: 7
    void everyTruncationIsCorrupt();
    void anEnvelopeIsNoDocument();
    void anotherRingsDocumentIsKeyMissing();
    void placesHaveLimits_data();
    void placesHaveLimits();
    void aFailingRandomSourceSealsNothing();
};

void TestDocument::whatWasSealedOpens()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random;
    for (const QByteArray &content : {QByteArray(), QByteArray("x"), QByteArray(100'000, '\0')}) {
        TAKE(sealed, sealDocument(ring, control, content, random));
        QCOMPARE(sealed.size(), content.size() + DocumentOverhead);
        QVERIFY(looksSealedDocument(sealed));
        QCOMPARE(openDocument(ring, control, sealed).value(), content);
    }
}

void TestDocument::nothingOpensElsewhere_data()
{
    QTest::addColumn<QByteArray>("identity");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<quint64>("revision");
    const QByteArray identity = RingForTests::Identity.toByteArray();
    QTest::newRow("another store") << QByteArray("0123456789abcdeF") << QByteArray("control") << quint64(7);
    QTest::newRow("another name") << identity << QByteArray("contro1") << quint64(7);
    QTest::newRow("a name that begins so") << identity << QByteArray("control1") << quint64(7);
    QTest::newRow("an older revision") << identity << QByteArray("control") << quint64(6);
    QTest::newRow("a newer revision") << identity << QByteArray("control") << quint64(8);
    QTest::newRow("a far revision") << identity << QByteArray("control") << (quint64(7) | quint64(1) << 63);
}

void TestDocument::nothingOpensElsewhere()
{
    QFETCH(const QByteArray, identity);
    QFETCH(const QByteArray, name);
    QFETCH(const quint64, revision);
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random;
    TAKE(sealed, sealDocument(ring, control, "content", random));
    VERIFY_FAILS(openDocument(ring, {identity, name, revision}, sealed), ErrorCode::Corrupt);
}

void TestDocument::fieldsCannotFlowIntoEachOther()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random;
    TAKE(sealed, sealDocument(ring, {"ab", "cd", 1}, "content", random));
    VERIFY_FAILS(openDocument(ring, {"a", "bcd", 1}, sealed), ErrorCode::Corrupt);
    VERIFY_FAILS(openDocument(ring, {"abc", "d", 1}, sealed), ErrorCode::Corrupt);
}

void TestDocument::everyFlippedBitIsRefused()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random;
    TAKE(sealed, sealDocument(ring, control, "a small content", random));
    for (qsizetype bit = 0; bit < sealed.size() * 8; ++bit) {
        QByteArray altered = sealed;
        altered[bit / 8] = char(altered[bit / 8] ^ (1 << (bit % 8)));
        const auto opened = openDocument(ring, control, altered);
        QVERIFY(!opened);
        const qsizetype byte = bit / 8;
        QCOMPARE(opened.error().code(),
                 byte == 2 || byte == 3      ? ErrorCode::TooNew
                     : byte >= 4 && byte < 8 ? ErrorCode::KeyMissing
                                             : ErrorCode::Corrupt);
    }
}

void TestDocument::everyTruncationIsCorrupt()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random;
    TAKE(sealed, sealDocument(ring, control, "a small content", random));
    for (qsizetype size = 0; size < sealed.size(); ++size)
        VERIFY_FAILS(openDocument(ring, control, sealed.first(size)), ErrorCode::Corrupt);
    VERIFY_FAILS(openDocument(ring, control, sealed + 'x'), ErrorCode::Corrupt);
}

void TestDocument::anEnvelopeIsNoDocument()
{
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random;
    TAKE(sealed, sealDocument(ring, control, "content", random));
    QByteArray renamed = sealed;
    renamed[1] = 'X';
    QVERIFY(!looksSealedDocument(renamed));
    VERIFY_FAILS(openDocument(ring, control, renamed), ErrorCode::Corrupt);
    // Named by an envelope key, which never sealed a document.
    QByteArray rekeyed = sealed;
    const quint32 id = qToBigEndian(ring.activeKey(KeyPurpose::Envelope).id);
    rekeyed.replace(4, 4, QByteArrayView(reinterpret_cast<const char *>(&id), 4));
    VERIFY_FAILS(openDocument(ring, control, rekeyed), ErrorCode::KeyMissing);
}

void TestDocument::anotherRingsDocumentIsKeyMissing()
{
    SequenceRandom random;
    TAKE(sealed, sealDocument(RingForTests::ring(2), control, "content", random));
    const auto opened = openDocument(RingForTests::ring(1), control, sealed);
    VERIFY_FAILS(opened, ErrorCode::KeyMissing);
    QVERIFY(opened.error().message().contains(u"\"control\""));
}

void TestDocument::placesHaveLimits_data()
{
    QTest::addColumn<QByteArray>("identity");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("no identity") << QByteArray() << QByteArray("name");
    QTest::newRow("no name") << QByteArray("identity") << QByteArray();
    QTest::newRow("long identity") << QByteArray(65, 'i') << QByteArray("name");
    QTest::newRow("long name") << QByteArray("identity") << QByteArray(256, 'n');
}

void TestDocument::placesHaveLimits()
{
    QFETCH(const QByteArray, identity);
    QFETCH(const QByteArray, name);
    const KeyRing ring = RingForTests::ring();
    SequenceRandom random;
    const DocumentPlace place {identity, name, 1};
    VERIFY_FAILS(sealDocument(ring, place, "content", random), ErrorCode::InvalidArgument);
    VERIFY_FAILS(openDocument(ring, place, QByteArray(100, 'x')), ErrorCode::InvalidArgument);
}

void TestDocument::aFailingRandomSourceSealsNothing()
{
    SequenceRandom random;
    random.failAfter(0);
    VERIFY_FAILS(sealDocument(RingForTests::ring(), control, "content", random), ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestDocument)
#include "tst_document.moc"
