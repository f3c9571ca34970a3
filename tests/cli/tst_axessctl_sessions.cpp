// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qset.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

using namespace Qt::StringLiterals;

class TestAxessctlSessions : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aListIsJsonWithIdsAndACursor();
    void pagesNameEverySessionOnce();
    void filtersNarrowTheList();
    void aSearchIsThatOfTheConsole();
    void usersOfAllTenantsAreListed();
    void whatWentWellSaysNothingOnStandardError();
    void showPrintsMetadataAndDataOnlyWhenAsked();
    void showOfAnAbsentSessionIsAnError();
    void revokeNeedsAReason();
    void aRevokedSessionCanBeRestoredInsideItsGrace();
    void aSecondRevokeCannotBeUndone();
    void aFilterIsCountedBeforeItActs();
    void historySaysWhyAUserWasLoggedOut();
    void withoutAKeySessionsAreListedAndEndedButNotOpened();
    void anEpochEndsEverythingOlder();
    void anAlteredSessionIsCorruptAndEndsNonZero();
    void sweepCounts();

private:
    QJsonArray list(const QStringList &options = {}) const;
    QString liveId(const QString &user = {}) const;

    SealedStore m_store;
};

void TestAxessctlSessions::initTestCase()
{
    QVERIFY(m_store.isReady());
    QCOMPARE(m_store.run({u"demo-data"_s, u"150"_s, u"--seed"_s, u"3"_s}).json().value(u"added"_s).toInt(),
             150);
}

QJsonArray TestAxessctlSessions::list(const QStringList &options) const
{
    return m_store.run(QStringList {u"session"_s, u"list"_s} + options).json().value(u"sessions"_s).toArray();
}

QString TestAxessctlSessions::liveId(const QString &user) const
{
    QStringList options {u"--life"_s, u"live"_s, u"--level"_s, u"authenticated"_s, u"--limit"_s, u"1"_s};
    if (!user.isEmpty())
        options += {u"--user"_s, user};
    return list(options).first().toObject().value(u"id"_s).toString();
}

void TestAxessctlSessions::aListIsJsonWithIdsAndACursor()
{
    const QJsonObject page = m_store.run({u"session"_s, u"list"_s, u"--limit"_s, u"10"_s}).json();
    QCOMPARE(page.value(u"sessions"_s).toArray().size(), 10);
    QCOMPARE(page.value(u"sessions"_s).toArray().first().toObject().value(u"id"_s).toString().size(), 32);
    QVERIFY(page.value(u"next"_s).isString());
    const QJsonObject all = m_store.run({u"session"_s, u"list"_s, u"--limit"_s, u"1000"_s}).json();
    QVERIFY(all.value(u"next"_s).isNull());
}

void TestAxessctlSessions::pagesNameEverySessionOnce()
{
    QSet<QString> ids;
    QString cursor;
    int pages = 0;
    do {
        QStringList command {u"session"_s, u"list"_s, u"--limit"_s, u"40"_s};
        if (!cursor.isEmpty())
            command += {u"--cursor"_s, cursor};
        const QJsonObject page = m_store.run(command).json();
        const QJsonArray sessions = page.value(u"sessions"_s).toArray();
        for (const QJsonValue &session : sessions) {
            const QString id = session.toObject().value(u"id"_s).toString();
            QVERIFY(!ids.contains(id));
            ids.insert(id);
        }
        cursor = page.value(u"next"_s).toString();
        ++pages;
    } while (!cursor.isEmpty() && pages < 10);
    QCOMPARE(ids.size(), 150);
}

void TestAxessctlSessions::filtersNarrowTheList()
{
    const QJsonArray guests = list({u"--guests"_s});
    QVERIFY(!guests.isEmpty() && guests.size() < 150);
    for (const QJsonValue &guest : guests)
        QCOMPARE(guest.toObject().value(u"user"_s).toString(), QString());
    const QJsonArray acme = list({u"--tenant"_s, u"acme"_s, u"--client"_s, u"firefox"_s});
    QVERIFY(!acme.isEmpty());
    for (const QJsonValue &session : acme)
        QCOMPARE(session.toObject().value(u"tenant"_s).toString(), u"acme"_s);
}

void TestAxessctlSessions::aSearchIsThatOfTheConsole()
{
    const QJsonArray found = list({u"--search"_s, u"tenant:acme state:active device:firefox"_s});
    QVERIFY(!found.isEmpty() && found.size() < 150);
    for (const QJsonValue &session : found)
        QCOMPARE(session.toObject().value(u"tenant"_s).toString(), u"acme"_s);
    const QStringList command {u"session"_s, u"list"_s, u"--search"_s};
    const AxessctlRun wrong = m_store.run(command + QStringList {u"state:active seen:soon"_s});
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY(wrong.errors.contains("At character 19:"));
    QCOMPARE(m_store.run(command + QStringList {u"alice"_s, u"--guests"_s}).exitCode, 2);
}

void TestAxessctlSessions::usersOfAllTenantsAreListed()
{
    const QJsonArray tenants = m_store.run({u"tenant"_s, u"list"_s}).json().value(u"tenants"_s).toArray();
    QCOMPARE_GT(tenants.size(), 1);
    qsizetype ofEach = 0;
    for (const QJsonValue &tenant : tenants) {
        const AxessctlRun run = m_store.run({u"user"_s, u"list"_s, u"--tenant"_s, tenant.toString()});
        ofEach += run.json().value(u"users"_s).toArray().size();
    }
    QCOMPARE_GT(ofEach, 0);
    QCOMPARE(m_store.run({u"user"_s, u"list"_s}).json().value(u"users"_s).toArray().size(), ofEach);
}

void TestAxessctlSessions::whatWentWellSaysNothingOnStandardError()
{
    // SealedStore's commands carry --json, a flag without a value.
    const QString id = list({}).first().toObject().value(u"id"_s).toString();
    QCOMPARE(m_store.run({u"session"_s, u"show"_s, id, u"--data"_s}).errors, QByteArray());
}

void TestAxessctlSessions::showPrintsMetadataAndDataOnlyWhenAsked()
{
    const QString id = liveId();
    const QJsonObject shown = m_store.run({u"session"_s, u"show"_s, id}).json();
    QCOMPARE(shown.value(u"id"_s).toString(), id);
    QCOMPARE(shown.value(u"verification"_s).toString(), u"verified"_s);
    QVERIFY(!shown.contains(u"data"_s));
    const QJsonObject data
        = m_store.run({u"session"_s, u"show"_s, id, u"--data"_s}).json().value(u"data"_s).toObject();
    QVERIFY(data.contains(u"basket"_s));
}

void TestAxessctlSessions::showOfAnAbsentSessionIsAnError()
{
    const AxessctlRun run = m_store.run({u"session"_s, u"show"_s, QString(32, u'0')});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.errors.contains("no session"));
}

void TestAxessctlSessions::revokeNeedsAReason()
{
    const AxessctlRun run = m_store.run({u"session"_s, u"revoke"_s, liveId()});
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.errors.contains("--reason"));
}

void TestAxessctlSessions::aRevokedSessionCanBeRestoredInsideItsGrace()
{
    const QString id = liveId();
    const AxessctlRun revoked = m_store.run(
        {u"session"_s, u"revoke"_s, id, u"--reason"_s, u"lost phone"_s, u"--grace"_s, u"10m"_s});
    QCOMPARE(revoked.exitCode, 0);
    QCOMPARE(m_store.run({u"session"_s, u"show"_s, id}).json().value(u"life"_s).toString(), u"revoked"_s);

    const QString mark = revoked.json().value(u"mark"_s).toString();
    const AxessctlRun restored = m_store.run({u"session"_s, u"restore"_s, u"--mark"_s, mark, id});
    QCOMPARE(restored.exitCode, 0);
    QCOMPARE(restored.json().value(u"done"_s).toArray().size(), 1);
    QCOMPARE(m_store.run({u"session"_s, u"show"_s, id}).json().value(u"life"_s).toString(), u"live"_s);
}

void TestAxessctlSessions::aSecondRevokeCannotBeUndone()
{
    const QString id = liveId();
    const QStringList command {u"session"_s, u"revoke"_s,  id,      u"--reason"_s,
                               u"twice"_s,   u"--grace"_s, u"10m"_s};
    const QString first = m_store.run(command).json().value(u"mark"_s).toString();
    const QString second = m_store.run(command).json().value(u"mark"_s).toString();
    for (const QString &mark : {first, second})
        QCOMPARE(m_store.run({u"session"_s, u"restore"_s, u"--mark"_s, mark, id})
                     .json()
                     .value(u"done"_s)
                     .toArray()
                     .size(),
                 0);
    QCOMPARE(m_store.run({u"session"_s, u"show"_s, id}).json().value(u"life"_s).toString(), u"revoked"_s);
}

void TestAxessctlSessions::aFilterIsCountedBeforeItActs()
{
    const QString user = list({u"--life"_s, u"live"_s, u"--level"_s, u"stepped-up"_s})
                             .first()
                             .toObject()
                             .value(u"user"_s)
                             .toString();
    const QStringList filter {u"session"_s, u"revoke"_s, u"--user"_s, user, u"--life"_s, u"live"_s};
    const QJsonObject preview = m_store.run(filter).json();
    QVERIFY(preview.value(u"dryRun"_s).toBool());
    const int count = preview.value(u"sessions"_s).toInt();
    QVERIFY(count >= 1);
    QCOMPARE(list({u"--user"_s, user, u"--life"_s, u"live"_s}).size(), count);

    const AxessctlRun acted
        = m_store.run(filter + QStringList {u"--yes"_s, u"--reason"_s, u"left the company"_s});
    QCOMPARE(acted.exitCode, 0);
    QCOMPARE(acted.json().value(u"done"_s).toArray().size(), count);
    QVERIFY(list({u"--user"_s, user, u"--life"_s, u"live"_s}).isEmpty());
}

void TestAxessctlSessions::historySaysWhyAUserWasLoggedOut()
{
    const QJsonObject session
        = list({u"--life"_s, u"live"_s, u"--level"_s, u"authenticated"_s}).first().toObject();
    QCOMPARE(m_store
                 .run({u"session"_s, u"revoke"_s, session.value(u"id"_s).toString(), u"--reason"_s,
                       u"asked on the phone"_s})
                 .exitCode,
             0);
    const QJsonArray events = m_store
                                  .run({u"session"_s, u"history"_s, session.value(u"user"_s).toString(),
                                        u"--tenant"_s, session.value(u"tenant"_s).toString()})
                                  .json()
                                  .value(u"events"_s)
                                  .toArray();
    QCOMPARE(events.first().toObject().value(u"event"_s).toString(), u"revoked"_s);
    QCOMPARE(events.first().toObject().value(u"detail"_s).toString(), u"asked on the phone"_s);
}

void TestAxessctlSessions::withoutAKeySessionsAreListedAndEndedButNotOpened()
{
    const QString id = liveId();
    const QJsonObject shown = m_store.runKeyless({u"session"_s, u"show"_s, id}).json();
    QCOMPARE(shown.value(u"verification"_s).toString(), u"not-verified"_s);
    QVERIFY(m_store.runKeyless({u"session"_s, u"show"_s, id, u"--data"_s}).errors.contains("KeyMissing"));
    QCOMPARE(m_store.runKeyless({u"session"_s, u"revoke"_s, id, u"--reason"_s, u"keyless"_s}).exitCode, 0);
    QCOMPARE(
        m_store.runKeyless({u"epoch"_s, u"raise"_s, u"--store-wide"_s, u"--reason"_s, u"x"_s, u"--yes"_s})
            .exitCode,
        1);
}

void TestAxessctlSessions::anEpochEndsEverythingOlder()
{
    const QStringList raise {u"epoch"_s, u"raise"_s, u"--tenant"_s, u"globex"_s, u"--reason"_s, u"breach"_s};
    const auto preview = m_store.run(raise);
    QCOMPARE(preview.exitCode, 4);
    QVERIFY2(preview.errors.contains("session(s) would end"), preview.errors.constData());
    QVERIFY(!list({u"--tenant"_s, u"globex"_s, u"--life"_s, u"live"_s}).isEmpty());
    const auto raised = m_store.run(raise + QStringList {u"--yes"_s});
    QCOMPARE(raised.exitCode, 0);
    const QString sweep = raised.json().value(u"sweep"_s).toString();
    QCOMPARE(m_store.run({u"job"_s, u"show"_s, sweep}).json().value(u"kind"_s).toString(), u"sweep"_s);
    QVERIFY(list({u"--tenant"_s, u"globex"_s, u"--life"_s, u"live"_s}).isEmpty());
    QVERIFY(!list({u"--tenant"_s, u"acme"_s, u"--life"_s, u"live"_s}).isEmpty());
}

void TestAxessctlSessions::anAlteredSessionIsCorruptAndEndsNonZero()
{
    const QString id = liveId();
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"alter"_s);
        database.setDatabaseName(m_store.path(u"store.db"_s));
        QVERIFY(database.open());
        QSqlQuery query(database);
        query.prepare(u"UPDATE axess_session SET user_id = 'mallory' WHERE id = ?"_s);
        query.addBindValue(QByteArray::fromHex(id.toLatin1()));
        QVERIFY(query.exec());
        QCOMPARE(query.numRowsAffected(), 1);
    }
    QSqlDatabase::removeDatabase(u"alter"_s);
    const AxessctlRun run = m_store.run({u"session"_s, u"show"_s, id});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.errors.contains("Corrupt"));
}

void TestAxessctlSessions::sweepCounts()
{
    const int before = list({u"--limit"_s, u"1000"_s}).size();
    const AxessctlRun run = m_store.run({u"sweep"_s});
    QCOMPARE(run.exitCode, 0);
    const int removed = run.json().value(u"removed"_s).toInt(-1);
    QVERIFY(removed > 0);
    QCOMPARE(list({u"--limit"_s, u"1000"_s}).size(), before - removed);
}

QTEST_GUILESS_MAIN(TestAxessctlSessions)

#include "tst_axessctl_sessions.moc"
