// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "promiseindex.h"

#include "axesstest.h"

using namespace Qt::StringLiterals;

/// docs/promises.md against the marks in the tests.
class TestPromises : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void eachMarkNamesAPromise();
    void eachPromiseHasAProofOnRealServersOrSaysSo();
    void thePageIsUpToDate();

private:
    const TreeReader m_tree = TreeReader::ofThisRepository();
    const PromiseIndex m_index {m_tree};
};

void TestPromises::eachMarkNamesAPromise()
{
    QVERIFY2(m_index.problems().isEmpty(), qPrintable(m_index.problems().join(u'\n')));
    QCOMPARE(m_index.promises().size(), 10);
}

void TestPromises::eachPromiseHasAProofOnRealServersOrSaysSo()
{
    static const QStringList onServers {u"conformance"_s, u"races"_s, u"faults"_s};
    for (const Promise &promise : m_index.promises()) {
        // Whatever is altered, is altered on each server, too.
        const bool isOnServers = std::ranges::any_of(promise.proofs, [](const PromiseProof &proof) {
            return onServers.contains(proof.file.section(u'/', 1, 1))
                || proof.test() == "session.tampering"_L1;
        });
        QVERIFY2(!promise.proofs.isEmpty(), qPrintable(promise.title));
        QVERIFY2(isOnServers || !promise.leftOut.isEmpty(), qPrintable(promise.title));
    }
}

void TestPromises::thePageIsUpToDate()
{
    QVERIFY2(m_tree.text(u"docs/promises.md"_s) == m_index.page(), "./dev docs makes docs/promises.md anew");
}

QTEST_GUILESS_MAIN(TestPromises)
#include "tst_promises.moc"
