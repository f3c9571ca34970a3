// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/audit.h>

#include <QtCore/qtemporarydir.h>

#include <atomic>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Several operators act at once on a store of each kind, and there is one chain without a gap.
class TestAuditStores : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void thereIsOneChain_data();
    void thereIsOneChain();
};

void TestAuditStores::thereIsOneChain_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"memory,sqlite"_s))
        QTest::newRow(qPrintable(setUp)) << setUp;
}

void TestAuditStores::thereIsOneChain()
{
    QFETCH(const QString, setUp);
    constexpr int operators = 4;
    constexpr int acts = 5;
    TAKE(fresh, FreshStore::make(setUp));
    QTemporaryDir folder;
    const QString file = folder.filePath(u"audit.log"_s);
    StoreOptions options;
    options.callDeadline = std::chrono::seconds(10);
    const auto key = RootKey::fromBytes(SecretBytes(QByteArrayView("the root key of the audit trail!")));
    TAKE(first, SessionStore::initialise(fresh->url(), key, options));
    // A store in memory has one program only.
    std::shared_ptr<SessionStore> second = first;
    if (setUp != "memory"_L1) {
        TAKE(other, SessionStore::open(fresh->url(), key, options));
        second = other;
    }
    Audit(first, {u"ann"_s, file, AuditPolicy::Require}).attach();
    if (second != first)
        Audit(second, {u"bob"_s, file, AuditPolicy::Require}).attach();
    TAKE(row, first->save(guestRow()));
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < operators; ++i)
            threads.emplace_back([&, store = i % 2 == 0 ? first : second] {
                for (int turn = 0; turn < acts; ++turn)
                    failures += store->revoke(std::span(&row.id, 1), u"again"_s, {}) ? 0 : 1;
            });
    }
    QCOMPARE(failures.load(), 0);
    Audit audit(first, {{}, file, AuditPolicy::Record});
    TAKE(report, audit.verify());
    QVERIFY2(report.isClean(), qPrintable(report.problems.join(u'\n')));
    QCOMPARE(report.entries, qint64(2 * operators * acts));
    QCOMPARE(report.proven, report.entries);
    QCOMPARE(report.inFile, report.entries);
    QVERIFY(report.unfinished.isEmpty());
    TAKE(entries, audit.list(3));
    QCOMPARE(entries.size(), 3);
    QCOMPARE(entries.first().number, quint64(2 * operators * acts));
}

QTEST_GUILESS_MAIN(TestAuditStores)
#include "tst_auditstores.moc"
