// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"

#include <QtCore/qfileinfo.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

using namespace Qt::StringLiterals;

class TestAxessctlStore : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void helpNamesEveryCommand();
    void eachCommandExplainsItself_data();
    void eachCommandExplainsItself();
    void aWrongCallIsUsage_data();
    void aWrongCallIsUsage();
    void aKeyFileIsForItsOwnerOnlyAndNeverReplaced();
    void initTwiceChangesNothing();
    void initWithoutAKeyMustBeAsked();
    void theRootKeyMayStandInTheEnvironmentOrComeFromACommand();
    void aMistypedPathMakesNoStore();
    void infoSaysWhatTheStoreIs();
    void theStoreComesFromTheEnvironment();
    void aPasswordInAnArgumentDrawsAWarning();
    void aWrongKeyIsToldByCode();
    void anErrorPointsToItsExplanation();
    void eachCodeIsExplained();
    void keysAreListedWithoutBytes(); // Promise: 6
    void aHealthyStoreHasNoProblem();
    void schemaStatusNamesVersions();
    void schemaUpgradeOfACurrentStoreIsFine();
    void demoDataIsTheSameForTheSameSeed();
};

void TestAxessctlStore::helpNamesEveryCommand()
{
    const AxessctlRun run = runAxessctl({u"--help"_s});
    QCOMPARE(run.exitCode, 0);
    for (const char *command : {"init",         "info",           "demo-data",       "session list",
                                "session show", "session revoke", "session restore", "session history",
                                "user list",    "key generate",   "key list",        "epoch raise",
                                "sweep",        "job list",       "job run",         "job pause",
                                "worker",       "schema status",  "schema upgrade",  "doctor",
                                "explain"})
        QVERIFY2(run.output.contains(command), command);
}

void TestAxessctlStore::eachCommandExplainsItself_data()
{
    QTest::addColumn<QStringList>("command");
    for (const QString &command :
         {u"init"_s,           u"info"_s,           u"demo-data"_s,       u"session list"_s,
          u"session show"_s,   u"session revoke"_s, u"session restore"_s, u"session history"_s,
          u"user list"_s,      u"tenant list"_s,    u"key generate"_s,    u"key list"_s,
          u"epoch raise"_s,    u"sweep"_s,          u"job list"_s,        u"job show"_s,
          u"job submit"_s,     u"job run"_s,        u"job pause"_s,       u"job resume"_s,
          u"job cancel"_s,     u"worker"_s,         u"schema status"_s,   u"schema upgrade"_s,
          u"doctor"_s,         u"migrate plan"_s,   u"migrate run"_s,     u"migrate verify"_s,
          u"migrate status"_s, u"store seal"_s,     u"store unseal"_s,    u"audit list"_s,
          u"audit verify"_s})
        QTest::newRow(qPrintable(command)) << command.split(u' ');
}

void TestAxessctlStore::eachCommandExplainsItself()
{
    QFETCH(const QStringList, command);
    const AxessctlRun run = runAxessctl(command + QStringList {u"--help"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.output.contains(command.join(u' ').toUtf8()));
    QVERIFY(run.output.contains("--store"));
}

void TestAxessctlStore::aWrongCallIsUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("no such command") << QStringList {u"frobnicate"_s};
    QTest::newRow("half a command") << QStringList {u"session"_s};
    QTest::newRow("unknown option") << QStringList {u"info"_s, u"--colour"_s};
    QTest::newRow("no store") << QStringList {u"info"_s};
    QTest::newRow("unknown scheme") << QStringList {u"--store"_s, u"oracle:x"_s, u"info"_s};
    QTest::newRow("unknown url option") << QStringList {u"--store"_s, u"sqlite:x.db?pol=5"_s, u"info"_s};
    QTest::newRow("option twice") << QStringList {u"--store"_s, u"memory:"_s, u"--store"_s, u"memory:"_s,
                                                  u"info"_s};
    QTest::newRow("no id") << QStringList {u"--store"_s, u"memory:"_s, u"session"_s, u"show"_s, u"xyz"_s};
    QTest::newRow("bad limit") << QStringList {u"--store"_s, u"memory:"_s, u"session"_s,
                                               u"list"_s,    u"--limit"_s, u"0"_s};
    QTest::newRow("bad life") << QStringList {u"--store"_s, u"memory:"_s, u"session"_s,
                                              u"list"_s,    u"--life"_s,  u"undead"_s};
    QTest::newRow("bad time") << QStringList {u"--store"_s, u"memory:"_s,         u"session"_s,
                                              u"list"_s,    u"--created-after"_s, u"soon"_s};
    QTest::newRow("zero sessions") << QStringList {u"--store"_s, u"memory:"_s, u"demo-data"_s, u"0"_s};
    QTest::newRow("bad mark") << QStringList {u"--store"_s, u"memory:"_s, u"session"_s,
                                              u"restore"_s, u"--mark"_s,  u"12"_s};
    QTest::newRow("extra argument") << QStringList {u"--store"_s, u"memory:"_s, u"doctor"_s, u"now"_s};
}

void TestAxessctlStore::aWrongCallIsUsage()
{
    QFETCH(const QStringList, arguments);
    const AxessctlRun run = runAxessctl(arguments);
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.errors.startsWith("axessctl: "));
    QVERIFY(run.output.isEmpty());
}

void TestAxessctlStore::aKeyFileIsForItsOwnerOnlyAndNeverReplaced()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"root.key"_s);
    QCOMPARE(runAxessctl({u"key"_s, u"generate"_s, u"--out"_s, path}).exitCode, 0);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFileInfo(path).permissions() & others));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray before = file.readAll();

    QVERIFY(runAxessctl({u"key"_s, u"generate"_s, u"--out"_s, path}).exitCode != 0);
    QVERIFY(file.seek(0));
    QCOMPARE(file.readAll(), before);
}

void TestAxessctlStore::initTwiceChangesNothing()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    const QJsonObject before = store.run({u"key"_s, u"list"_s}).json();
    QCOMPARE(store.run({u"init"_s}).exitCode, 0);
    QCOMPARE(store.run({u"key"_s, u"list"_s}).json(), before);
}

void TestAxessctlStore::initWithoutAKeyMustBeAsked()
{
    const QTemporaryDir folder;
    const QString url = u"sqlite:"_s + folder.filePath(u"plain.db"_s);
    QCOMPARE(runAxessctl({u"--store"_s, url, u"init"_s}).exitCode, 2);
    QVERIFY(!QFileInfo::exists(folder.filePath(u"plain.db"_s)));
    const AxessctlRun run = runAxessctl({u"--store"_s, url, u"--json"_s, u"init"_s, u"--unsealed"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.json().value(u"sealed"_s).toBool(true), false);
}

void TestAxessctlStore::theRootKeyMayStandInTheEnvironmentOrComeFromACommand()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    const QString path = store.path(u"root.key"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString key = QString::fromLatin1(file.readAll()).trimmed();
    const QStringList command {u"--store"_s, store.url(), u"key"_s, u"list"_s};
    QCOMPARE(runAxessctl(command, {u"AXESS_ROOT_KEY="_s + key}).exitCode, 0);
    QCOMPARE(runAxessctl(command, {u"AXESS_ROOT_KEY_COMMAND=cat \"%1\""_s.arg(path)}).exitCode, 0);
    const AxessctlRun wrong = runAxessctl(command, {u"AXESS_ROOT_KEY_COMMAND=false"_s});
    QVERIFY(wrong.exitCode > 0);
    QVERIFY(!wrong.errors.contains(key.toLatin1()));
}

void TestAxessctlStore::aMistypedPathMakesNoStore()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"mistyped.db"_s);
    const AxessctlRun run = runAxessctl({u"--store"_s, u"sqlite:"_s + path, u"info"_s});
    QVERIFY(run.exitCode > 0);
    QVERIFY(run.errors.contains("mistyped.db"));
    QVERIFY(!QFileInfo::exists(path));
}

void TestAxessctlStore::infoSaysWhatTheStoreIs()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    QCOMPARE(store.run({u"demo-data"_s, u"30"_s}).json().value(u"added"_s).toInt(), 30);
    const QJsonObject info = store.run({u"info"_s}).json();
    QCOMPARE(info.value(u"backend"_s).toString(), u"sqlite"_s);
    QVERIFY(info.value(u"sealed"_s).toBool());
    QVERIFY(info.value(u"hasKey"_s).toBool());
    QCOMPARE(info.value(u"sessions"_s).toObject().value(u"rows"_s).toInt(), 30);
    QVERIFY(!store.runKeyless({u"info"_s}).json().value(u"hasKey"_s).toBool(true));
}

void TestAxessctlStore::theStoreComesFromTheEnvironment()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    const AxessctlRun run = runAxessctl(
        {u"--json"_s, u"key"_s, u"list"_s},
        {u"AXESS_STORE="_s + store.url(), u"AXESS_ROOT_KEY_FILE="_s + store.path(u"root.key"_s)});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(!run.json().value(u"keys"_s).toArray().isEmpty());
}

void TestAxessctlStore::aPasswordInAnArgumentDrawsAWarning()
{
    const AxessctlRun run
        = runAxessctl({u"--store"_s, u"postgres://shop:hunter2@127.0.0.1:1/shop"_s, u"info"_s});
    QVERIFY(run.exitCode != 0);
    QVERIFY(run.errors.contains("Warning: a password in an argument"));
    QVERIFY(!run.errors.contains("hunter2"));
}

void TestAxessctlStore::aWrongKeyIsToldByCode()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    const QString other = store.path(u"other.key"_s);
    QCOMPARE(runAxessctl({u"key"_s, u"generate"_s, u"--out"_s, other}).exitCode, 0);
    const AxessctlRun run
        = runAxessctl({u"--store"_s, store.url(), u"--root-key-file"_s, other, u"--json"_s, u"info"_s});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.errors.contains("KeyMissing"));
}

void TestAxessctlStore::anErrorPointsToItsExplanation()
{
    const QStringList call {u"--store"_s, u"sqlite:/nowhere/at/all.db"_s, u"info"_s};
    const AxessctlRun run = runAxessctl(call);
    const QByteArray code = QString::fromUtf8(run.errors).section(u'(', -1).section(u':', 0, 0).toUtf8();
    QVERIFY2(run.errors.endsWith(": `axessctl explain " + code + "` says what helps)\n"), run.errors);
    const QJsonObject error = QJsonDocument::fromJson(runAxessctl(call + QStringList {u"--json"_s}).errors)
                                  .object()[u"error"_s]
                                  .toObject();
    QCOMPARE(error[u"code"_s].toString().toUtf8(), code);
    QCOMPARE(error[u"help"_s].toString(), u"axessctl explain "_s + error[u"code"_s].toString());
    QCOMPARE(runAxessctl({u"explain"_s, error[u"code"_s].toString()}).exitCode, 0);
}

void TestAxessctlStore::eachCodeIsExplained()
{
    const QJsonArray codes = runAxessctl({u"explain"_s, u"--json"_s}).json()[u"codes"_s].toArray();
    QCOMPARE(codes.size(), 12);
    for (const auto &code : codes) {
        const AxessctlRun run = runAxessctl({u"explain"_s, code.toString().toLower()});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.output.startsWith(code.toString().toUtf8() + "\n\n"));
        QVERIFY2(run.output.contains("Cause and remedy:\n\n* "), run.output);
    }
    QCOMPARE(runAxessctl({u"explain"_s, u"Tired"_s}).exitCode, 2);
    QCOMPARE(runAxessctl({u"explain"_s, u"Gone"_s, u"Full"_s}).exitCode, 2);
}

void TestAxessctlStore::keysAreListedWithoutBytes()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    const QJsonArray keys = store.run({u"key"_s, u"list"_s}).json().value(u"keys"_s).toArray();
    QVERIFY(keys.size() >= 2);
    const QStringList allowed {u"changed"_s,  u"created"_s, u"id"_s,    u"purpose"_s,
                               u"sessions"_s, u"share"_s,   u"state"_s, u"unaware"_s};
    for (const QJsonValue &key : keys)
        QCOMPARE(key.toObject().keys(), allowed);
    QVERIFY(store.runKeyless({u"key"_s, u"list"_s}).errors.contains("KeyMissing"));
}

void TestAxessctlStore::aHealthyStoreHasNoProblem()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    const AxessctlRun run = store.run({u"doctor"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.json().value(u"findings"_s).toArray().size() >= 3);
}

void TestAxessctlStore::schemaStatusNamesVersions()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    const QJsonObject status = store.run({u"schema"_s, u"status"_s}).json();
    QVERIFY(status.value(u"exists"_s).toBool());
    QCOMPARE(status.value(u"written"_s), status.value(u"mine"_s));
}

void TestAxessctlStore::schemaUpgradeOfACurrentStoreIsFine()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    QCOMPARE(store.run({u"schema"_s, u"upgrade"_s}).exitCode, 0);
}

void TestAxessctlStore::demoDataIsTheSameForTheSameSeed()
{
    const SealedStore one;
    const SealedStore two;
    QVERIFY(one.isReady() && two.isReady());
    QCOMPARE(one.run({u"demo-data"_s, u"40"_s, u"--seed"_s, u"7"_s}).exitCode, 0);
    QCOMPARE(two.run({u"demo-data"_s, u"40"_s, u"--seed"_s, u"7"_s}).exitCode, 0);
    const QStringList users {u"user"_s, u"list"_s, u"--tenant"_s, u"acme"_s};
    const auto namesIn = [&](const SealedStore &store) {
        QStringList names;
        const QJsonArray array = store.run(users).json().value(u"users"_s).toArray();
        for (const QJsonValue &user : array)
            names.append(user.toObject().value(u"user"_s).toString());
        return names;
    };
    QVERIFY(!namesIn(one).isEmpty());
    QCOMPARE(namesIn(one), namesIn(two));
}

QTEST_GUILESS_MAIN(TestAxessctlStore)

#include "tst_axessctl_store.moc"
