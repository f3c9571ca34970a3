// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "verify.h"

#include <axess/randomsource.h>

#include <bit>

using namespace Axess;

class TestRandomSource : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void twoDrawsDiffer();
    void aLargeDrawIsFilledToItsEnd();
    void nothingCanBeDrawn();
};

void TestRandomSource::twoDrawsDiffer()
{
    SystemRandom random;
    TAKE(first, random.bytes<32>());
    TAKE(second, random.bytes<32>());
    QVERIFY(first != second);
}

void TestRandomSource::aLargeDrawIsFilledToItsEnd()
{
    // getrandom(2) may give less than asked for above 256 bytes.
    SystemRandom random;
    QByteArray bytes(1024 * 1024, '\0');
    VERIFY_OK(random.fill(std::as_writable_bytes(std::span(bytes))));
    for (qsizetype block = 0; block < bytes.size(); block += 4096) {
        int ones = 0;
        for (const char c : bytes.sliced(block, 4096))
            ones += std::popcount(quint8(c));
        // 16,384 expected, standard deviation 90: ten of them never happen.
        QVERIFY(ones > 15'480 && ones < 17'290);
    }
}

void TestRandomSource::nothingCanBeDrawn()
{
    SystemRandom random;
    VERIFY_OK(random.fill({}));
}

QTEST_GUILESS_MAIN(TestRandomSource)
#include "tst_randomsource.moc"
