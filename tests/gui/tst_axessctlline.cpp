// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"
#include "axesstest.h"
#include "verify.h"

#include "logouts/bulkorder.h"
#include "logouts/setfile.h"

#include <axess/jobs.h>

#include <QtCore/qprocess.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the console copies, axessctl does: the same sessions, reason, ticket, grace, rate and canary.
class TestAxessctlLine : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sessionsAreRevoked();
    void aSetIsRevoked();
    void aCanaryIsWaitedFor();
    void aTenantsEpochIsRaised();
    void theStoresEpochIsRaised();
    void thePasswordIsLeftOut();
    void aShellReadsTheArguments_data();
    void aShellReadsTheArguments();

private:
    StoreAddress address() const { return {m_place->url(), m_place->path(u"root.key"_s)}; }
    QList<SessionId> living() const;
    BulkOrder order() const;
    /// The one job that stands in the store.
    Result<JobInfo> job() const;

    std::unique_ptr<SealedStore> m_place;
    std::shared_ptr<SessionStore> m_store;
};

void TestAxessctlLine::init()
{
    AxessTest::init();
    m_store.reset();
    m_place = std::make_unique<SealedStore>();
    QVERIFY(m_place->isReady());
    QCOMPARE(m_place->run({u"demo-data"_s, u"60"_s, u"--seed"_s, u"8"_s}).exitCode, 0);
    TAKE(store, SessionStore::open(m_place->url(), RootKey::fromFile(m_place->path(u"root.key"_s))));
    m_store = store;
}

QList<SessionId> TestAxessctlLine::living() const
{
    SessionQuery query;
    query.filter.life = Life::Live;
    query.limit = 1000;
    const SessionPage page = m_store->page(query).value();
    QList<SessionId> ids;
    for (const ListedSession &session : page.sessions)
        ids.append(session.row.id);
    return ids;
}

BulkOrder TestAxessctlLine::order() const
{
    BulkOrder order;
    order.ids = living().first(5);
    order.setFile = m_place->path(u"a set.ids"_s);
    order.reason = u"It's lost; \"why\" — über $HOME"_s;
    order.ticket = u"-OPS 17"_s;
    order.grace = 15min;
    order.rate = 500;
    return order;
}

Result<JobInfo> TestAxessctlLine::job() const
{
    Jobs jobs(m_store);
    return jobs.list().transform([](const QList<JobInfo> &all) { return all.value(0); });
}

void TestAxessctlLine::sessionsAreRevoked()
{
    const QList<SessionId> ids = living().first(3);

    const AxessctlRun run = runAxessctl(AxessctlLine(address()).revoke(ids, order().reason, 30s));

    QVERIFY2(run.exitCode == 0, run.errors.constData());
    for (const SessionId &id : ids) {
        TAKE(found, m_store->find(id));
        QCOMPARE(found->life, Life::Revoked);
        QCOMPARE(found->row.revocation->reason, order().reason);
        QCOMPARE(found->row.revocation->graceUntil - found->row.revocation->at, 30'000);
    }
}

void TestAxessctlLine::aSetIsRevoked()
{
    const BulkOrder order = this->order();
    VERIFY_OK(SetFile::write(order.setFile, order.ids));
    const qsizetype before = living().size();

    const AxessctlRun run = runAxessctl(order.arguments(address()));

    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QCOMPARE(living().size(), before - order.ids.size());
    TAKE(job, this->job());
    QCOMPARE(job.state, JobState::Done);
    QCOMPARE(job.request.reason, order.reason);
    QCOMPARE(job.request.rowsPerSecond, order.rate);
    // What the console itself would submit.
    TAKE(mine, RevokeSessions(m_store).submit(order.revocation()));
    QCOMPARE(job.request.parameters, mine.request.parameters);
    QCOMPARE(job.request.kind, mine.request.kind);
}

void TestAxessctlLine::aCanaryIsWaitedFor()
{
    BulkOrder order = this->order();
    order.canary = 2;
    VERIFY_OK(SetFile::write(order.setFile, order.ids));
    const qsizetype before = living().size();

    const AxessctlRun run = runAxessctl(order.arguments(address()));

    QVERIFY2(run.exitCode >= 0, run.errors.constData());
    QCOMPARE(living().size(), before - 2);
    TAKE(job, this->job());
    QCOMPARE(job.state, JobState::Paused);
}

void TestAxessctlLine::aTenantsEpochIsRaised()
{
    TAKE(found, m_store->find(living().constFirst()));
    BulkOrder order = this->order();
    order.way = LogOutWay::Epoch;
    order.tenant = found->row.tenant;

    const AxessctlRun run = runAxessctl(order.arguments(address()));

    QVERIFY2(run.exitCode == 0, run.errors.constData());
    SessionQuery query;
    query.filter.tenant = order.tenant;
    query.filter.life = Life::Live;
    TAKE(page, m_store->page(query));
    QCOMPARE(page.sessions.size(), 0);
    QVERIFY(!living().isEmpty());
}

void TestAxessctlLine::theStoresEpochIsRaised()
{
    BulkOrder order = this->order();
    order.scope = LogOutScope::Everybody;
    order.way = LogOutWay::Epoch;

    const AxessctlRun run = runAxessctl(order.arguments(address()));

    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QVERIFY(living().isEmpty());
}

void TestAxessctlLine::thePasswordIsLeftOut()
{
    const AxessctlLine line({u"postgres://shop:secret@db/sessions"_s, {}});
    QVERIFY(!AxessctlLine::shell(line.raiseEpoch({}, u"why"_s)).contains("secret"_L1));
}

void TestAxessctlLine::aShellReadsTheArguments_data()
{
    QTest::addColumn<QString>("argument");
    for (const QString &argument : {u"plain"_s, u"two words"_s, u"it's"_s, u"$HOME `id` \\ \"x\""_s, u""_s,
                                    u"*"_s, u"-–ü"_s, u"a\nb"_s, u"a;b&c|d>e"_s})
        QTest::newRow(qUtf8Printable(argument)) << argument;
}

void TestAxessctlLine::aShellReadsTheArguments()
{
    QFETCH(const QString, argument);
    QProcess shell;
    shell.start(
        u"/bin/sh"_s,
        {u"-c"_s, u"axessctl() { printf '%s|' \"$@\"; }\n"_s + AxessctlLine::shell({argument, u"end"_s})});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), argument + u"|end|"_s);
}

QTEST_GUILESS_MAIN(TestAxessctlLine)
#include "tst_axessctlline.moc"
