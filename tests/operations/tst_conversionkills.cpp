// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobworker.h"

#include "axesstest.h"
#include "freshstore.h"
#include "session/storecore_p.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/conversion.h>
#include <axess/keys.h>

#include <QtCore/qprocess.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Workers that seal a store and unseal it are killed behind every step, before or after it is kept.
class TestConversionKills : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyBoundaryIsSurvived_data();
    void everyBoundaryIsSurvived();

private:
    static constexpr int Rows = 700;
    static constexpr int MostDeaths = 80;

    void convert(const FreshStore &fresh, ConversionTarget target);
};

void TestConversionKills::everyBoundaryIsSurvived_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s))
        QTest::newRow(qPrintable(setUp)) << setUp;
}

void TestConversionKills::convert(const FreshStore &fresh, ConversionTarget target)
{
    StoreOptions options;
    options.callDeadline = std::chrono::seconds(10);
    TAKE(store, openForConversion(fresh.url(), KilledJobs::rootKey(), target, options));
    Jobs jobs(store);
    TAKE(job, jobs.submit(conversionRequest(target)));
    const QString text = fresh.text() + (fresh.text().contains(u'?') ? u'&' : u'?') + u"seal=mixed"_s;
    JobInfo now = job;
    int deaths = 0;
    for (int runs = 0; !now.hasEnded() && runs < MostDeaths; ++runs) {
        QProcess worker;
        worker.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        worker.start(QString::fromLatin1(AXESS_ROTATIONWORKER),
                     {text, job.id, runs % 2 == 0 ? u"effect"_s : u"kept"_s, u"2000"_s});
        QVERIFY(worker.waitForFinished(60'000));
        const bool died = worker.exitStatus() == QProcess::CrashExit;
        QVERIFY(died || worker.exitCode() == 0);
        deaths += died ? 1 : 0;
        TAKE(left, jobs.find(job.id));
        now = left;
    }
    QCOMPARE(now.state, JobState::Done);
    QVERIFY(!now.error && now.failureCount == 0);
    QVERIFY2(now.remarks.isEmpty(), qPrintable(now.remarks.join(u'\n')));
    QCOMPARE(now.counts.value(u"sessions"_s), Rows);
    // One for each phase; on a busy machine two boundaries may become one.
    QVERIFY2(deaths >= 8, qPrintable(QString::number(deaths)));
}

void TestConversionKills::everyBoundaryIsSurvived()
{
    QFETCH(const QString, setUp);
    TAKE(fresh, FreshStore::make(setUp));
    StoreOptions options;
    options.callDeadline = std::chrono::seconds(10);
    QList<SessionRow> sessions;
    {
        TAKE(store, SessionStore::initialise(fresh->url(), RootKey::none(), options));
        for (int i = 0; i < Rows; ++i) {
            TAKE(row, store->save(guestRow()));
            sessions.append(row);
        }
    }
    const auto check = [&](const RootKey &key, bool isSealed) {
        TAKE(store, SessionStore::open(fresh->url(), key, options));
        for (const SessionRow &session : std::as_const(sessions)) {
            TAKE(loaded, store->load(session.token));
            QVERIFY(loaded && loaded->data == session.data && loaded->revision == session.revision);
        }
        TAKE(statistics, store->statistics());
        QCOMPARE(statistics.sessions, Rows);
        QCOMPARE(statistics.byKey.value(0), isSealed ? 0 : Rows);
    };
    convert(*fresh, ConversionTarget::Sealed);
    if (QTest::currentTestFailed())
        return;
    check(KilledJobs::rootKey(), true);
    convert(*fresh, ConversionTarget::Unsealed);
    if (QTest::currentTestFailed())
        return;
    check(RootKey::none(), false);
}

QTEST_GUILESS_MAIN(TestConversionKills)
#include "tst_conversionkills.moc"
