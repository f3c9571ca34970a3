// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"
#include "axesstest.h"

#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

using namespace Qt::StringLiterals;

class TestAxessctlDoctor : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSevereEndsWithAnError();
    void aWarningIsNoError();

private:
    static QString severityOf(const AxessctlRun &run, const QString &check);
    static AxessctlRun asText(const SealedStore &store);
};

QString TestAxessctlDoctor::severityOf(const AxessctlRun &run, const QString &check)
{
    const QJsonArray findings = run.json().value(u"findings"_s).toArray();
    for (const QJsonValue &finding : findings) {
        if (finding[u"check"_s].toString() == check)
            return finding[u"severity"_s].toString();
    }
    return {};
}

AxessctlRun TestAxessctlDoctor::asText(const SealedStore &store)
{
    return runAxessctl({u"--store"_s, store.url(), u"doctor"_s});
}

void TestAxessctlDoctor::whatIsSevereEndsWithAnError()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"doctor"_s);
        database.setDatabaseName(store.path(u"store.db"_s));
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(query.exec(u"DROP INDEX axess_session_sweep"_s));
    }
    QSqlDatabase::removeDatabase(u"doctor"_s);

    const AxessctlRun json = store.run({u"doctor"_s});
    QCOMPARE(json.exitCode, 1);
    QCOMPARE(severityOf(json, u"sqlite.indexes"_s), u"problem"_s);
    const AxessctlRun text = asText(store);
    QCOMPARE(text.exitCode, 1);
    QVERIFY(text.output.contains("problem  sqlite.indexes: Indexes are missing: axess_session_sweep."));
    QVERIFY(text.output.contains("axessctl schema upgrade"));

    QCOMPARE(store.run({u"schema"_s, u"upgrade"_s}).exitCode, 0);
    const AxessctlRun healed = store.run({u"doctor"_s});
    QCOMPARE(healed.exitCode, 0);
    QCOMPARE(severityOf(healed, u"sqlite.indexes"_s), u"good"_s);
}

void TestAxessctlDoctor::aWarningIsNoError()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    QFile file(store.path(u"store.db"_s));
    const auto usual = file.permissions();
    QVERIFY(file.setPermissions(usual | QFile::ReadGroup | QFile::ReadOther));
    const AxessctlRun open = store.run({u"doctor"_s});
    QCOMPARE(open.exitCode, 0);
    QCOMPARE(severityOf(open, u"sqlite.file-mode"_s), u"warning"_s);
    QVERIFY(asText(store).output.contains("chmod 600"));
    QVERIFY(file.setPermissions(usual));
    QCOMPARE(severityOf(store.run({u"doctor"_s}), u"sqlite.file-mode"_s), u"good"_s);
    // Without the key: said, and no error.
    QCOMPARE(severityOf(store.runKeyless({u"doctor"_s}), u"store.key"_s), u"hint"_s);
}

QTEST_GUILESS_MAIN(TestAxessctlDoctor)
#include "tst_axessctl_doctor.moc"
