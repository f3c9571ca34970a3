// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include <axess/version.h>

class TestVersion : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theLoadedEngineIsTheOneThatWasCompiledAgainst();
};

void TestVersion::theLoadedEngineIsTheOneThatWasCompiledAgainst()
{
    QCOMPARE(Axess::version(), QStringLiteral(AXESS_VERSION_STRING));
}

QTEST_GUILESS_MAIN(TestVersion)
#include "tst_version.moc"
