// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"

#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qtemporarydir.h>

using namespace Qt::StringLiterals;

class TestAxessctlMigrate : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aStoreIsMoved();
    void aPlanWritesNothing();
    void whatCannotBeIsRefused();
    void sessionsMoveWhileTheStoreIsUsed();
    void aTargetThatIsGoneIsLeft();
    void anUnsealedStoreIsSupportedOnItsWay();

private:
    static QJsonArray sessions(const AxessctlRun &run);
};

// As they stand; whether they live depends on when one looks.
QJsonArray TestAxessctlMigrate::sessions(const AxessctlRun &run)
{
    QJsonArray rows;
    for (const QJsonValue &value : run.json().value(u"sessions"_s).toArray()) {
        QJsonObject row = value.toObject();
        row.remove(u"life"_s);
        rows.append(row);
    }
    return rows;
}

void TestAxessctlMigrate::aStoreIsMoved()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    QCOMPARE(store.run({u"demo-data"_s, u"1200"_s, u"--seed"_s, u"5"_s}).exitCode, 0);
    const QString target = u"sqlite:"_s + store.path(u"moved.db"_s);
    const AxessctlRun moved = store.run({u"migrate"_s, u"run"_s, u"--to"_s, target});
    QCOMPARE(moved.exitCode, 0);
    QCOMPARE(moved.json().value(u"state"_s), u"done"_s);
    QCOMPARE(moved.json().value(u"counts"_s).toObject().value(u"compared"_s), 1200);

    const QStringList list {u"session"_s, u"list"_s, u"--limit"_s, u"1000"_s};
    const AxessctlRun there = store.run(list);
    const AxessctlRun here = runAxessctl(
        QStringList {u"--store"_s, target, u"--root-key-file"_s, store.path(u"root.key"_s), u"--json"_s}
        + list);
    QCOMPARE(here.exitCode, 0);
    QCOMPARE(sessions(here).size(), 1000);
    QCOMPARE(sessions(here), sessions(there));

    QCOMPARE(store.run({u"migrate"_s, u"verify"_s, u"--to"_s, target}).exitCode, 0);
    QCOMPARE(store.run({u"migrate"_s, u"status"_s, u"--to"_s, target}).json().value(u"state"_s), u"done"_s);
    const AxessctlRun again = store.run({u"migrate"_s, u"run"_s, u"--to"_s, target});
    QCOMPARE(again.exitCode, 1);
    QVERIFY(again.errors.contains("complete"));

    // Both go on by themselves, which is what verifying tells.
    const QString id = sessions(there)[0].toObject().value(u"id"_s).toString();
    QCOMPARE(store.run({u"session"_s, u"revoke"_s, u"--reason"_s, u"test"_s, id}).exitCode, 0);
    const AxessctlRun differing = store.run({u"migrate"_s, u"verify"_s, u"--to"_s, target});
    QCOMPARE(differing.exitCode, 3);
    QCOMPARE(differing.json().value(u"counts"_s).toObject().value(u"different"_s), 1);
}

void TestAxessctlMigrate::sessionsMoveWhileTheStoreIsUsed()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    QCOMPARE(store.run({u"demo-data"_s, u"300"_s, u"--seed"_s, u"7"_s}).exitCode, 0);
    const QString target = u"sqlite:"_s + store.path(u"live.db"_s);
    const auto step = [&](const QStringList &words) {
        return store.run(QStringList {u"migrate"_s} + words + QStringList {u"--to"_s, target});
    };
    const AxessctlRun early = step({u"cut-over"_s});
    QCOMPARE(early.exitCode, 1);
    QVERIFY(early.errors.contains("migrate run"));
    QCOMPARE(step({u"plan"_s, u"--live"_s}).exitCode, 0);
    const AxessctlRun run = step({u"run"_s, u"--live"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.json().value(u"compared"_s), 300);
    // Who does not know both stores keeps away; who does works with the one that leads.
    const QStringList list {u"session"_s, u"list"_s, u"--limit"_s, u"1000"_s};
    QCOMPARE(store.run(list).exitCode, 1);
    const auto listed = [&] {
        return runAxessctl(QStringList {u"--store"_s, store.url(), u"--root-key-file"_s,
                                        store.path(u"root.key"_s), u"--json"_s}
                               + list,
                           {u"AXESS_STANDBY_STORE="_s + target});
    };
    const AxessctlRun before = listed();
    QCOMPARE(before.exitCode, 0);
    QCOMPARE(sessions(before).size(), 300);

    QCOMPARE(step({u"cut-over"_s}).json().value(u"phase"_s), u"target-leads"_s);
    QCOMPARE(sessions(listed()), sessions(before));
    QCOMPARE(step({u"finish"_s, u"--abandon-source"_s}).exitCode, 4);
    QCOMPARE(step({u"roll-back"_s}).json().value(u"phase"_s), u"source-leads"_s);
    QCOMPARE(step({u"cut-over"_s}).exitCode, 0);
    QCOMPARE(step({u"verify"_s, u"--live"_s}).json().value(u"brought"_s), 0);
    QCOMPARE(step({u"finish"_s}).json().value(u"phase"_s), u"moved"_s);
    QCOMPARE(step({u"status"_s, u"--live"_s}).json().value(u"phase"_s), u"moved"_s);
    const AxessctlRun here = runAxessctl(
        QStringList {u"--store"_s, target, u"--root-key-file"_s, store.path(u"root.key"_s), u"--json"_s}
        + list);
    QCOMPARE(sessions(here), sessions(before));
}

// There is no root key that axessctl could be given.
void TestAxessctlMigrate::anUnsealedStoreIsSupportedOnItsWay()
{
    const QTemporaryDir folder;
    const auto at = [&](const QString &name) { return u"sqlite:"_s + folder.filePath(name); };
    const auto run = [&](const QString &store, const QStringList &words, const QString &standby) {
        return runAxessctl(QStringList {u"--store"_s, store, u"--json"_s} + words,
                           {u"AXESS_STANDBY_STORE="_s + standby});
    };
    const QString source = at(u"from.db"_s);
    const QString target = at(u"to.db"_s);
    QCOMPARE(runAxessctl({u"--store"_s, source, u"init"_s, u"--unsealed"_s}).exitCode, 0);
    QCOMPARE(runAxessctl({u"--store"_s, source, u"demo-data"_s, u"30"_s}).exitCode, 0);
    const QStringList to {u"--to"_s, target};
    QCOMPARE(
        runAxessctl(QStringList {u"--store"_s, source, u"migrate"_s, u"run"_s, u"--live"_s} + to).exitCode,
        0);
    const AxessctlRun listed = run(source, {u"session"_s, u"list"_s}, target);
    QVERIFY2(listed.exitCode == 0, listed.errors.constData());
    const QString id = sessions(listed)[0].toObject().value(u"id"_s).toString();
    const AxessctlRun revoked
        = run(source, {u"session"_s, u"revoke"_s, u"--reason"_s, u"test"_s, id}, target);
    QVERIFY2(revoked.exitCode == 0, revoked.errors.constData());
    QCOMPARE(runAxessctl(QStringList {u"--store"_s, source, u"migrate"_s, u"cut-over"_s} + to).exitCode, 0);
    QCOMPARE(sessions(run(source, {u"session"_s, u"list"_s}, target)).size(), 30);
    QCOMPARE(
        runAxessctl(QStringList {u"--store"_s, source, u"migrate"_s, u"verify"_s, u"--live"_s} + to).exitCode,
        0);
}

void TestAxessctlMigrate::aTargetThatIsGoneIsLeft()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    QCOMPARE(store.run({u"demo-data"_s, u"30"_s}).exitCode, 0);
    const QString file = store.path(u"lost.db"_s);
    const auto step = [&](const QStringList &words) {
        return store.run(QStringList {u"migrate"_s} + words + QStringList {u"--to"_s, u"sqlite:"_s + file});
    };
    QCOMPARE(step({u"run"_s, u"--live"_s}).exitCode, 0);
    QCOMPARE(step({u"cancel"_s, u"--abandon-target"_s}).exitCode, 4);
    const QStringList list {u"session"_s, u"list"_s};
    QCOMPARE(store.run(list).exitCode, 1);
    for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::remove(file + suffix);
    const AxessctlRun left = step({u"cancel"_s, u"--abandon-target"_s});
    QCOMPARE(left.exitCode, 0);
    QCOMPARE(left.json().value(u"phase"_s), u"not-begun"_s);
    QVERIFY(!QFile::exists(file));
    QCOMPARE(store.run(list).exitCode, 0);
}

void TestAxessctlMigrate::aPlanWritesNothing()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    QCOMPARE(store.run({u"demo-data"_s, u"30"_s}).exitCode, 0);
    const QString file = store.path(u"nothing.db"_s);
    const AxessctlRun plan = store.run({u"migrate"_s, u"plan"_s, u"--to"_s, u"sqlite:"_s + file});
    QCOMPARE(plan.exitCode, 0);
    QCOMPARE(plan.json().value(u"sessions"_s), 30);
    QCOMPARE(plan.json().value(u"target"_s), u"empty"_s);
    QVERIFY(!QFile::exists(file));
    QCOMPARE(store.run({u"migrate"_s, u"status"_s, u"--to"_s, u"sqlite:"_s + file}).json().value(u"state"_s),
             u"not-begun"_s);
}

void TestAxessctlMigrate::whatCannotBeIsRefused()
{
    const SealedStore store;
    const SealedStore other;
    QVERIFY(store.isReady() && other.isReady());
    QCOMPARE(store.run({u"migrate"_s, u"run"_s}).exitCode, 2);
    QCOMPARE(store.run({u"migrate"_s, u"run"_s, u"--to"_s, u"sqlit:x"_s}).exitCode, 2);
    QCOMPARE(store.run({u"migrate"_s, u"run"_s, u"--to"_s, store.url()}).exitCode, 2);
    QCOMPARE(store.run({u"migrate"_s, u"run"_s, u"--to"_s, other.url()}).exitCode, 4);
    QCOMPARE(store.runKeyless({u"migrate"_s, u"run"_s, u"--to"_s, u"sqlite:x.db"_s}).exitCode, 1);
}

QTEST_GUILESS_MAIN(TestAxessctlMigrate)
#include "tst_axessctl_migrate.moc"
