// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"

#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

using namespace Qt::StringLiterals;

/// What axessctl does leaves a trail, and what is done to the trail is found.
class TestAxessctlAudit : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsDoneIsRecorded();
    void tamperingIsFound();
    void noAuditNoAct();
    void aWrongPolicyIsTold();

private:
    AxessctlRun run(const QStringList &command, const QStringList &environment) const;
    AxessctlRun run(const QStringList &command) const
    {
        return run(command, {u"AXESS_AUDIT_FILE="_s + file()});
    }
    QString file() const { return m_store.path(u"audit.log"_s); }
    bool execute(const QString &statement) const;

    SealedStore m_store;
};

void TestAxessctlAudit::initTestCase()
{
    QVERIFY(m_store.isReady());
    QCOMPARE(m_store.run({u"demo-data"_s, u"20"_s}).exitCode, 0);
}

AxessctlRun TestAxessctlAudit::run(const QStringList &command, const QStringList &environment) const
{
    return runAxessctl(QStringList {u"--store"_s, m_store.url(), u"--root-key-file"_s,
                                    m_store.path(u"root.key"_s), u"--json"_s}
                           + command,
                       environment);
}

bool TestAxessctlAudit::execute(const QString &statement) const
{
    QSqlDatabase database = QSqlDatabase::contains(u"audit"_s)
        ? QSqlDatabase::database(u"audit"_s)
        : QSqlDatabase::addDatabase(u"QSQLITE"_s, u"audit"_s);
    database.setDatabaseName(m_store.path(u"store.db"_s));
    if (!database.open())
        return false;
    QSqlQuery query(database);
    const bool isDone = query.exec(statement) && query.numRowsAffected() > 0;
    query.clear();
    database.close();
    return isDone;
}

void TestAxessctlAudit::whatIsDoneIsRecorded()
{
    QCOMPARE(run({u"key"_s, u"add"_s, u"--purpose"_s, u"cookie"_s}).exitCode, 0);
    QCOMPARE(run({u"epoch"_s, u"raise"_s, u"--tenant"_s, u"acme"_s, u"--reason"_s, u"drill"_s, u"--yes"_s})
                 .exitCode,
             0);
    const QJsonArray entries = run({u"audit"_s, u"list"_s}).json().value(u"entries"_s).toArray();
    // The store, a key, an epoch, and the sweep that it left: an intent and a result each.
    QCOMPARE(entries.size(), 8);
    QCOMPARE(entries.last()[u"act"_s].toString(), u"init"_s);
    QCOMPARE(entries[5][u"act"_s].toString(), u"key-stage"_s);
    QCOMPARE(entries[3][u"reason"_s].toString(), u"drill"_s);
    QVERIFY(entries.first()[u"by"_s].toString().contains(u'@'));
    // The same, by what is asked for: both entries of each act.
    const auto numbers = [this](const QStringList &options) {
        QStringList found;
        const QJsonArray listed
            = run(QStringList {u"audit"_s, u"list"_s} + options).json().value(u"entries"_s).toArray();
        for (const QJsonValue &entry : listed)
            found.append(QString::number(entry[u"number"_s].toInt()));
        return found.join(u' ');
    };
    QCOMPARE(numbers({u"--act=key-stage"_s}), u"4 3"_s);
    QCOMPARE(numbers({u"--ended-sessions"_s, u"--local-file"_s}), u"6 5"_s);
    // The sweep says why it was asked for, too.
    QCOMPARE(numbers({u"--text=DRILL"_s, u"--newer-than=1h"_s, u"--limit=3"_s}), u"8 7 6"_s);
    QCOMPARE(numbers({u"--by=nobody at all"_s}), QString());
    QCOMPARE(run({u"audit"_s, u"list"_s, u"--newer-than=soon"_s}).exitCode, 2);
    const AxessctlRun verified = run({u"audit"_s, u"verify"_s});
    QVERIFY2(verified.exitCode == 0, verified.errors.constData());
    QCOMPARE(verified.json().value(u"proven"_s).toInt(), 8);
    QCOMPARE(verified.json().value(u"inFile"_s).toInt(), 6);
}

void TestAxessctlAudit::tamperingIsFound()
{
    QCOMPARE(run({u"audit"_s, u"verify"_s}).exitCode, 0);
    QVERIFY(
        execute(u"DELETE FROM axess_audit WHERE position = (SELECT max(position) FROM axess_audit) - 1"_s));
    const AxessctlRun found = run({u"audit"_s, u"verify"_s});
    QCOMPARE(found.exitCode, 3);
    QVERIFY2(found.errors.contains("Entry 7 was removed"), found.errors.constData());
    QVERIFY2(found.errors.contains("Entry 7 of the local file was removed"), found.errors.constData());
}

void TestAxessctlAudit::noAuditNoAct()
{
    const QStringList required {u"AXESS_AUDIT_FILE="_s + m_store.path(u"nowhere/audit.log"_s),
                                u"AXESS_AUDIT_POLICY=require"_s};
    const AxessctlRun refused = run({u"key"_s, u"add"_s}, required);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("Nothing was done"), refused.errors.constData());
    const qsizetype before = run({u"key"_s, u"list"_s}).json().value(u"keys"_s).toArray().size();
    QCOMPARE(before, 5);
    // Reading needs no trail.
    QCOMPARE(run({u"info"_s}, required).exitCode, 0);
}

void TestAxessctlAudit::aWrongPolicyIsTold()
{
    const AxessctlRun told = run({u"info"_s}, {u"AXESS_AUDIT_POLICY=perhaps"_s});
    QCOMPARE(told.exitCode, 2);
    QVERIFY2(told.errors.contains("record or require"), told.errors.constData());
}

QTEST_GUILESS_MAIN(TestAxessctlAudit)

#include "tst_axessctl_audit.moc"
