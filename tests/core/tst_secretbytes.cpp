// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "sequencerandom.h"
#include "verify.h"

#include <axess/secretbytes.h>

#include <QtCore/qfile.h>

using namespace Axess;

namespace {

/// The kernel's flags ("VmFlags") of the mapping that holds `address`.
QByteArray mappingFlags(const void *address)
{
    QFile maps(QStringLiteral("/proc/self/smaps"));
    if (!maps.open(QIODevice::ReadOnly))
        return {};
    bool inside = false;
    const auto at = quintptr(address);
    for (const QByteArray &line : maps.readAll().split('\n')) {
        const qsizetype dash = line.indexOf('-');
        bool isRange = false;
        const quintptr from = line.first(std::max<qsizetype>(dash, 0)).toULongLong(&isRange, 16);
        if (isRange)
            inside = at >= from && at < line.sliced(dash + 1).split(' ').first().toULongLong(nullptr, 16);
        if (inside && line.startsWith("VmFlags:"))
            return line;
    }
    return {};
}

} // namespace

class TestSecretBytes : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void beginsZeroed();
    void emptyIsEmpty();
    void movingLeavesNothingBehind();
    void aCloneIsItsOwn();
    void comparesContentAndLength();
    void wipeClears();
    void thePagesAreKeptOutOfCoreDumps();
    void aFailingSourceMakesNoSecret();
};

void TestSecretBytes::beginsZeroed()
{
    QCOMPARE(SecretBytes(40).view(), QByteArray(40, '\0'));
}

void TestSecretBytes::emptyIsEmpty()
{
    QVERIFY(SecretBytes().isEmpty());
    QVERIFY(SecretBytes(QByteArrayView()).isEmpty());
    QVERIFY(SecretBytes().clone().isEmpty());
    QVERIFY(SecretBytes().equals(SecretBytes(QByteArrayView())));
}

void TestSecretBytes::movingLeavesNothingBehind()
{
    SecretBytes first("abc");
    SecretBytes second(std::move(first));
    QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): that is the question
    QCOMPARE(second.view(), "abc");
    SecretBytes third("to be wiped");
    third = std::move(second);
    QCOMPARE(third.view(), "abc");
    QVERIFY(second.isEmpty()); // NOLINT(bugprone-use-after-move)
}

void TestSecretBytes::aCloneIsItsOwn()
{
    SecretBytes original("abc");
    const SecretBytes clone = original.clone();
    original.span()[0] = std::byte('x');
    QCOMPARE(clone.view(), "abc");
    QVERIFY(!clone.equals(original));
}

void TestSecretBytes::comparesContentAndLength()
{
    QVERIFY(constantTimeEquals("abc", "abc"));
    QVERIFY(!constantTimeEquals("abc", "abd"));
    QVERIFY(!constantTimeEquals("abc", "abcd"));
    QVERIFY(!constantTimeEquals("abc", ""));
    QVERIFY(constantTimeEquals("", ""));
    const QByteArray bytes(32, '\x80');
    for (int bit = 0; bit < 256; ++bit) {
        QByteArray other = bytes;
        other[bit / 8] = char(other[bit / 8] ^ (1 << (bit % 8)));
        QVERIFY(!constantTimeEquals(bytes, other));
    }
}

void TestSecretBytes::wipeClears()
{
    QByteArray bytes("secret");
    wipe(std::as_writable_bytes(std::span(bytes)));
    QCOMPARE(bytes, QByteArray(6, '\0'));
}

void TestSecretBytes::thePagesAreKeptOutOfCoreDumps()
{
    const SecretBytes secret("secret");
    const QByteArray flags = mappingFlags(secret.view().data());
    QVERIFY2(flags.contains(" dd"), flags.constData());
}

void TestSecretBytes::aFailingSourceMakesNoSecret()
{
    SequenceRandom random;
    TAKE(secret, SecretBytes::random(random, 32));
    QVERIFY(secret.view() != QByteArray(32, '\0'));
    random.failAfter(0);
    VERIFY_FAILS(SecretBytes::random(random, 32), ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestSecretBytes)
#include "tst_secretbytes.moc"
