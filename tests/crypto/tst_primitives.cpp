// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "crypto/primitives_p.h"
#include "vectorblocks.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

using Block = QHash<QString, QString>;

QByteArray bytes(const Block &block, const QString &field)
{
    return QByteArray::fromHex(block.value(field).toLatin1());
}

QByteArray bytes(const Primitives::Digest &digest)
{
    return QByteArrayView(digest.data(), Primitives::DigestSize).toByteArray();
}

void rows(const QString &file, int expected)
{
    QTest::addColumn<Block>("block");
    const QList<Block> blocks = vectorBlocks(QStringLiteral(AXESS_TEST_VECTORS "/") + file);
    QCOMPARE(blocks.size(), expected);
    for (const Block &block : blocks)
        QTest::newRow(qPrintable(block.value(u"name"_s))) << block;
}

} // namespace

class TestPrimitives : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theProviderIsThere();
    void hmacAgreesWithRfc4231_data() { rows(u"hmac.txt"_s, 6); }
    void hmacAgreesWithRfc4231();
    void hmacTakesAnEmptyKeyAndMessage();
    void hkdfAgreesWithRfc5869_data() { rows(u"hkdf.txt"_s, 3); }
    void hkdfAgreesWithRfc5869();
    void hkdfGivesUpTo8160Bytes();
    void gcmAgreesWithThePublishedVectors_data() { rows(u"aes256gcm.txt"_s, 6); }
    void gcmAgreesWithThePublishedVectors();
    void everyFlippedBitOfAPublishedVectorIsCorrupt_data() { rows(u"aes256gcm.txt"_s, 6); }
    void everyFlippedBitOfAPublishedVectorIsCorrupt();
    void sizesAreCheckedBeforeQcaSeesThem();
};

void TestPrimitives::theProviderIsThere()
{
    VERIFY_OK(Primitives::ready());
}

void TestPrimitives::hmacAgreesWithRfc4231()
{
    QFETCH(const Block, block);
    TAKE(code, Primitives::hmacSha256(bytes(block, u"key"_s), bytes(block, u"message"_s)));
    QCOMPARE(bytes(code).toHex(), block.value(u"code"_s).toLatin1());
}

void TestPrimitives::hmacTakesAnEmptyKeyAndMessage()
{
    // Computed with Python's hmac: no published vector has an empty key.
    TAKE(code, Primitives::hmacSha256({}, {}));
    QCOMPARE(bytes(code).toHex(), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

void TestPrimitives::hkdfAgreesWithRfc5869()
{
    QFETCH(const Block, block);
    TAKE(prk, Primitives::hkdfExtract(bytes(block, u"salt"_s), bytes(block, u"material"_s)));
    QCOMPARE(bytes(prk).toHex(), block.value(u"prk"_s).toLatin1());
    const QByteArray expected = bytes(block, u"output"_s);
    QByteArray output(expected.size(), '\0');
    VERIFY_OK(Primitives::hkdfExpand(bytes(prk), bytes(block, u"info"_s),
                                     std::as_writable_bytes(std::span(output))));
    QCOMPARE(output, expected);
}

void TestPrimitives::hkdfGivesUpTo8160Bytes()
{
    QByteArray output(8160, '\0');
    VERIFY_OK(Primitives::hkdfExpand(QByteArray(32, 'k'), "info", std::as_writable_bytes(std::span(output))));
    QVERIFY(output.last(32) != QByteArray(32, '\0'));
    output.append('\0');
    VERIFY_FAILS(
        Primitives::hkdfExpand(QByteArray(32, 'k'), "info", std::as_writable_bytes(std::span(output))),
        ErrorCode::InvalidArgument);
    VERIFY_OK(Primitives::hkdfExpand(QByteArray(32, 'k'), "info", {}));
}

void TestPrimitives::gcmAgreesWithThePublishedVectors()
{
    QFETCH(const Block, block);
    const QByteArray expected = bytes(block, u"sealed"_s) + bytes(block, u"tag"_s);
    TAKE(sealed,
         Primitives::aes256GcmSeal(bytes(block, u"key"_s), bytes(block, u"nonce"_s),
                                   bytes(block, u"plain"_s)));
    QCOMPARE(sealed.toHex(), expected.toHex());
    TAKE(opened, Primitives::aes256GcmOpen(bytes(block, u"key"_s), bytes(block, u"nonce"_s), expected));
    QCOMPARE(opened, bytes(block, u"plain"_s));
}

void TestPrimitives::everyFlippedBitOfAPublishedVectorIsCorrupt()
{
    QFETCH(const Block, block);
    const QByteArray sealed = bytes(block, u"sealed"_s) + bytes(block, u"tag"_s);
    const QByteArray nonce = bytes(block, u"nonce"_s);
    for (qsizetype bit = 0; bit < (sealed.size() + nonce.size()) * 8; ++bit) {
        QByteArray altered = nonce + sealed;
        altered[bit / 8] = char(altered[bit / 8] ^ (1 << (bit % 8)));
        VERIFY_FAILS(Primitives::aes256GcmOpen(bytes(block, u"key"_s), altered.first(12), altered.sliced(12)),
                     ErrorCode::Corrupt);
    }
}

void TestPrimitives::sizesAreCheckedBeforeQcaSeesThem()
{
    const QByteArray key(32, 'k');
    const QByteArray nonce(12, 'n');
    const QByteArray large(16 * 1024 * 1024 + 1, 'x');
    VERIFY_FAILS(Primitives::aes256GcmSeal(key.first(31), nonce, "x"), ErrorCode::InvalidArgument);
    VERIFY_FAILS(Primitives::aes256GcmSeal(key, nonce.first(11), "x"), ErrorCode::InvalidArgument);
    VERIFY_FAILS(Primitives::aes256GcmSeal({}, {}, "x"), ErrorCode::InvalidArgument);
    VERIFY_FAILS(Primitives::aes256GcmSeal(key, nonce, large), ErrorCode::InvalidArgument);
    VERIFY_FAILS(Primitives::aes256GcmOpen(key + 'k', nonce, QByteArray(17, 'x')),
                 ErrorCode::InvalidArgument);
    VERIFY_FAILS(Primitives::aes256GcmOpen(key, nonce + 'n', QByteArray(17, 'x')),
                 ErrorCode::InvalidArgument);
    VERIFY_FAILS(Primitives::aes256GcmOpen(key, nonce, large + QByteArray(16, 't')),
                 ErrorCode::InvalidArgument);
    for (int size = 0; size < 16; ++size)
        VERIFY_FAILS(Primitives::aes256GcmOpen(key, nonce, QByteArray(size, 'x')), ErrorCode::Corrupt);
    VERIFY_FAILS(Primitives::hmacSha256(key, large), ErrorCode::InvalidArgument);
    VERIFY_FAILS(Primitives::hmacSha256(large, key), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestPrimitives)
#include "tst_primitives.moc"
