// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobworker.h"

#include "axesstest.h"
#include "freshstore.h"
#include "session/storecore_p.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/keys.h>

#include <QtCore/qprocess.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Workers of a rotation are killed behind every step, once before and once after it is kept.
class TestRotationKills : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyBoundaryIsSurvived_data();
    void everyBoundaryIsSurvived();

private:
    static constexpr int Rows = 1300;
    static constexpr int MostDeaths = 80;

    static QHash<SessionId, SealedRow> rowsOf(SessionStore &store);
};

// As they were, but for what a rotation changes.
QHash<SessionId, SealedRow> TestRotationKills::rowsOf(SessionStore &store)
{
    QHash<SessionId, SealedRow> rows;
    PageRequest request;
    request.limit = PageRequest::MaximumRows;
    StorageAccess &storage = store.core().storage();
    do {
        const auto page
            = storage.run(Verb::Page, Deadline::in(std::chrono::seconds(30)),
                          [&](StorageConnection &connection) { return connection.page(request); });
        if (!page)
            return {};
        for (SealedRow row : page->rows) {
            row.keyId = 0;
            row.change = 0;
            rows.insert(row.id, row);
        }
        request.cursor = page->next;
    } while (!request.cursor.isEmpty());
    return rows;
}

void TestRotationKills::everyBoundaryIsSurvived_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s))
        QTest::newRow(qPrintable(setUp)) << setUp;
}

void TestRotationKills::everyBoundaryIsSurvived()
{
    QFETCH(const QString, setUp);
    TAKE(fresh, FreshStore::make(setUp));
    StoreOptions options;
    options.callDeadline = std::chrono::seconds(10);
    TAKE(store, SessionStore::initialise(fresh->url(), KilledJobs::rootKey(), options));
    QList<SessionRow> sessions;
    for (int i = 0; i < Rows; ++i) {
        TAKE(row, store->save(guestRow()));
        sessions.append(row);
    }
    const auto before = rowsOf(*store);
    QCOMPARE(before.size(), Rows);
    JobRequest request;
    request.kind = u"key-rotation"_s;
    Jobs jobs(store);
    TAKE(job, jobs.submit(request));

    int deaths = 0;
    int diedAtEffect = 0;
    int diedWhenKept = 0;
    JobInfo now = job;
    for (; !now.hasEnded() && deaths < MostDeaths; ++deaths) {
        const bool atEffect = deaths % 2 == 0;
        QProcess worker;
        worker.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        worker.start(QString::fromLatin1(AXESS_ROTATIONWORKER),
                     {fresh->text(), job.id, atEffect ? u"effect"_s : u"kept"_s});
        QVERIFY(worker.waitForFinished(60'000));
        const bool died = worker.exitStatus() == QProcess::CrashExit;
        QVERIFY(died || worker.exitCode() == 0);
        (atEffect ? diedAtEffect : diedWhenKept) += died ? 1 : 0;
        TAKE(left, jobs.find(job.id));
        now = left;
    }
    QCOMPARE(now.state, JobState::Done);
    QVERIFY(!now.error && now.failureCount == 0 && now.remarks.isEmpty());
    // Staging, settling, activating, two pages and their end, draining, two pages of verifying, retiring.
    // On a busy machine two of them may become one.
    QVERIFY2(diedAtEffect >= 6 && diedWhenKept >= 6, qPrintable(QString::number(deaths)));

    QVERIFY(rowsOf(*store) == before);
    TAKE(report, Keys(store).verify());
    QVERIFY2(report.isClean(), qPrintable(report.failures.join(u'\n')));
    QCOMPARE(report.sessions, Rows);
    TAKE(keys, store->keys());
    QCOMPARE(keys.size(), 5);
    QCOMPARE(std::ranges::count(keys, u"retired"_s, &KeyInfo::state), 1);
    for (const SessionRow &session : std::as_const(sessions)) {
        TAKE(loaded, store->load(session.token));
        QVERIFY(loaded && loaded->data == session.data);
    }
}

QTEST_GUILESS_MAIN(TestRotationKills)
#include "tst_rotationkills.moc"
