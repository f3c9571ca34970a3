// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"

using namespace Qt::StringLiterals;

/// A store without a key is sealed from the command line, and unsealed.
class TestAxessctlSeal : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aStoreIsSealedAndUnsealed();
    void aWrongCallIsTold();
};

void TestAxessctlSeal::aStoreIsSealedAndUnsealed()
{
    QTemporaryDir folder;
    const QString key = folder.filePath(u"root.key"_s);
    const QStringList store {u"--json"_s, u"--store"_s, u"sqlite:"_s + folder.filePath(u"shop.db"_s)};
    const QStringList keyed = store + QStringList {u"--root-key-file"_s, key};
    QCOMPARE(runAxessctl(store + QStringList {u"init"_s, u"--unsealed"_s}).exitCode, 0);
    QCOMPARE(runAxessctl(store + QStringList {u"demo-data"_s, u"40"_s}).exitCode, 0);
    QCOMPARE(runAxessctl({u"key"_s, u"generate"_s, u"--out"_s, key}).exitCode, 0);

    const AxessctlRun dry = runAxessctl(store + QStringList {u"store"_s, u"seal"_s, u"--dry-run"_s});
    QVERIFY2(dry.exitCode == 0, dry.errors.constData());
    QCOMPARE(dry.json().value(u"counts"_s)[u"converted"_s].toInt(), 40);
    QCOMPARE(runAxessctl(keyed + QStringList {u"info"_s}).exitCode, 1);

    const AxessctlRun sealed = runAxessctl(keyed + QStringList {u"store"_s, u"seal"_s});
    QVERIFY2(sealed.exitCode == 0, sealed.errors.constData());
    QCOMPARE(sealed.json().value(u"counts"_s)[u"converted"_s].toInt(), 40);
    const AxessctlRun verified = runAxessctl(keyed + QStringList {u"key"_s, u"verify"_s});
    QVERIFY2(verified.exitCode == 0, verified.errors.constData());
    QCOMPARE(verified.json().value(u"open"_s).toInt(), 40);
    QVERIFY(runAxessctl(store + QStringList {u"info"_s}).json().value(u"sealed"_s).toBool());

    const AxessctlRun unsealed = runAxessctl(keyed + QStringList {u"store"_s, u"unseal"_s});
    QVERIFY2(unsealed.exitCode == 0, unsealed.errors.constData());
    QCOMPARE(unsealed.json().value(u"counts"_s)[u"sessions"_s].toInt(), 40);
    const AxessctlRun info = runAxessctl(store + QStringList {u"info"_s});
    QVERIFY(!info.json().value(u"sealed"_s).toBool(true));
    QCOMPARE(info.json().value(u"sessions"_s)[u"rows"_s].toInt(), 40);
}

void TestAxessctlSeal::aWrongCallIsTold()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    QCOMPARE(store.run({u"store"_s, u"seal"_s, u"more"_s}).exitCode, 2);
    QCOMPARE(store.run({u"store"_s, u"seal"_s, u"--rate"_s, u"0"_s}).exitCode, 2);
    const AxessctlRun keyless = store.runKeyless({u"store"_s, u"unseal"_s});
    QCOMPARE(keyless.exitCode, 2);
    QVERIFY2(keyless.errors.contains("root key"), keyless.errors.constData());
}

QTEST_GUILESS_MAIN(TestAxessctlSeal)

#include "tst_axessctl_seal.moc"
