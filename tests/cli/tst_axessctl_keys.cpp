// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>

using namespace Qt::StringLiterals;

class TestAxessctlKeys : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aKeyIsAddedActivatedAndRetired();
    void aCompromisedKeyIsReplaced();
    void aCompromisedKeyTakesSessionsAlong();
    void theRootKeyIsChanged();
    void withoutAKeychainNothingIsKept();
    void aWrongCallIsTold_data();
    void aWrongCallIsTold();

private:
    QString active() const;

    SealedStore m_store;
};

void TestAxessctlKeys::initTestCase()
{
    QVERIFY(m_store.isReady());
    QCOMPARE(m_store.run({u"demo-data"_s, u"40"_s}).exitCode, 0);
}

QString TestAxessctlKeys::active() const
{
    const QJsonArray keys = m_store.run({u"key"_s, u"list"_s}).json().value(u"keys"_s).toArray();
    for (const QJsonValue &key : keys) {
        if (key[u"purpose"_s].toString() == u"envelope"_s && key[u"state"_s].toString() == u"active"_s)
            return key[u"id"_s].toString();
    }
    return {};
}

void TestAxessctlKeys::aKeyIsAddedActivatedAndRetired()
{
    const AxessctlRun clean = m_store.run({u"key"_s, u"verify"_s});
    QVERIFY2(clean.exitCode == 0, clean.errors.constData());
    QCOMPARE(clean.json().value(u"open"_s).toInt(), 40);
    const QString old = active();
    const QString added = m_store.run({u"key"_s, u"add"_s}).json().value(u"id"_s).toString();
    QCOMPARE(added.size(), 8);
    QCOMPARE(m_store.run({u"key"_s, u"activate"_s, added}).exitCode, 0);
    QCOMPARE(active(), added);
    const AxessctlRun used = m_store.run({u"key"_s, u"retire"_s, old});
    QCOMPARE(used.exitCode, 4);
    QVERIFY(used.errors.contains("40 sessions"));
    const AxessctlRun verified = m_store.run({u"key"_s, u"verify"_s});
    QCOMPARE(verified.exitCode, 3);
    QCOMPARE(verified.json().value(u"underOldKeys"_s).toInt(), 40);
}

void TestAxessctlKeys::aCompromisedKeyIsReplaced()
{
    const QString old = active();
    const AxessctlRun run = m_store.run({u"key"_s, u"compromise"_s, old});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QVERIFY(active() != old);
    QVERIFY(run.errors.contains("key rotate"));
}

void TestAxessctlKeys::aCompromisedKeyTakesSessionsAlong()
{
    SealedStore store;
    QVERIFY(store.isReady());
    QCOMPARE(store.run({u"demo-data"_s, u"30"_s}).exitCode, 0);
    const QStringList live {u"session"_s, u"list"_s, u"--life"_s, u"live"_s};
    const auto living = [&] { return store.run(live).json().value(u"sessions"_s).toArray().size(); };
    QString key;
    const QJsonArray keys = store.run({u"key"_s, u"list"_s}).json().value(u"keys"_s).toArray();
    for (const QJsonValue &one : keys) {
        if (one[u"sessions"_s].toInt() > 0)
            key = one[u"id"_s].toString();
    }
    const auto before = living();
    QVERIFY(before > 0);
    const QStringList compromise {u"key"_s, u"compromise"_s, key, u"--revoke-created-before"_s, u"now"_s};
    const AxessctlRun preview = store.run(compromise);
    QVERIFY2(preview.exitCode == 0, preview.errors.constData());
    QCOMPARE(preview.json().value(u"wouldRevoke"_s).toInteger(), before);
    QCOMPARE(living(), before);
    QCOMPARE(
        store.run({u"key"_s, u"compromise"_s, key, u"--revoke-created-before"_s, u"yesterday"_s}).exitCode,
        2);

    const AxessctlRun run = store.run(compromise + QStringList {u"--yes"_s, u"--ticket"_s, u"OPS-21"_s});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QVERIFY(run.json().value(u"id"_s).toString() != key);
    const QJsonObject counts = run.json().value(u"revocation"_s)[u"counts"_s].toObject();
    QCOMPARE(counts.value(u"verified"_s).toInteger(), before);
    QVERIFY(run.errors.contains("root-key change"));
    QCOMPARE(living(), 0);
    // Nobody undoes it.
    const QString job = run.json().value(u"revocation"_s)[u"id"_s].toString();
    (void)store.run({u"revoke"_s, u"undo"_s, job});
    QCOMPARE(living(), 0);
}

void TestAxessctlKeys::theRootKeyIsChanged()
{
    const QString next = m_store.path(u"next.key"_s);
    const QString ring = m_store.path(u"root.key"_s);
    QVERIFY(QFile::exists(ring));
    QCOMPARE(m_store.run({u"key"_s, u"generate"_s, u"--out"_s, next}).exitCode, 0);
    QCOMPARE(m_store.run({u"root-key"_s, u"change"_s, u"--new-root-key-file"_s, next}).exitCode, 0);
    const QStringList withNext {u"--store"_s, m_store.url(), u"--root-key-file"_s, next, u"--json"_s};
    QCOMPARE(
        runAxessctl(withNext + QStringList {u"key"_s, u"verify"_s}).json().value(u"unreadable"_s).toInt(-1),
        0);
    QCOMPARE(m_store.run({u"key"_s, u"list"_s}).json().value(u"rootKeys"_s).toArray().size(), 2);
    QCOMPARE(runAxessctl(withNext + QStringList {u"root-key"_s, u"change"_s, u"--finish"_s}).exitCode, 0);
    const AxessctlRun old = m_store.run({u"key"_s, u"list"_s});
    QCOMPARE(old.exitCode, 1);
    QVERIFY(old.errors.contains("KeyMissing"));
    QCOMPARE(runAxessctl(withNext + QStringList {u"key"_s, u"list"_s}).exitCode, 0);
    // The deployment follows: the new key's file in the place of the old one.
    QVERIFY(QFile::remove(ring) && QFile::rename(next, ring));
    QCOMPARE(m_store.run({u"key"_s, u"list"_s}).exitCode, 0);
}

void TestAxessctlKeys::withoutAKeychainNothingIsKept()
{
    // No bus, so no keychain; and no home, where something could be left in its place.
    QTemporaryDir home;
    const QStringList nowhere {u"DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent"_s, u"HOME="_s + home.path(),
                               u"XDG_CONFIG_HOME="_s, u"XDG_DATA_HOME="_s, u"XDG_CURRENT_DESKTOP="_s};
    for (const QStringList &command :
         {QStringList {u"key"_s, u"generate"_s, u"--keychain"_s, u"shop"_s},
          QStringList {u"--store"_s, m_store.url(), u"--root-key-keychain"_s, u"shop"_s, u"info"_s}}) {
        const AxessctlRun run = runAxessctl(command, nowhere);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.errors.contains("no keychain answers here"), run.errors.constData());
    }
    QVERIFY(QDir(home.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden).isEmpty());
    QCOMPARE(runAxessctl({u"--store"_s, m_store.url(), u"--root-key-keychain"_s, u"shop"_s,
                          u"--root-key-file"_s, m_store.path(u"root.key"_s), u"info"_s})
                 .exitCode,
             2);
}

void TestAxessctlKeys::aWrongCallIsTold_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("no key") << QStringList {u"key"_s, u"activate"_s} << 2;
    QTest::newRow("no number") << QStringList {u"key"_s, u"retire"_s, u"best"_s} << 2;
    QTest::newRow("no such key") << QStringList {u"key"_s, u"compromise"_s, u"00000001"_s} << 2;
    QTest::newRow("no such purpose") << QStringList {u"key"_s, u"add"_s, u"--purpose"_s, u"door"_s} << 2;
    QTest::newRow("neither step") << QStringList {u"root-key"_s, u"change"_s} << 2;
    QTest::newRow("no file") << QStringList {u"root-key"_s, u"change"_s, u"--new-root-key-file"_s,
                                             u"/nowhere/root.key"_s}
                             << 1;
}

void TestAxessctlKeys::aWrongCallIsTold()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, exitCode);
    const AxessctlRun run = m_store.run(arguments);
    QVERIFY2(run.exitCode == exitCode, run.errors.constData());
    QVERIFY(!run.errors.isEmpty());
}

QTEST_GUILESS_MAIN(TestAxessctlKeys)
#include "tst_axessctl_keys.moc"
