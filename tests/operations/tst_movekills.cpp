// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "copytest.h"
#include "jobworker.h"
#include "operatordeaths.h"
#include "storefixture.h"

#include "session/storeopener_p.h"

#include <array>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Who moves sessions, while an application works in between, is killed before each document that is written
/// in either store, and at random moments: there, back, there again and finished. Nobody is logged out, and
/// nobody who had ended comes back.
class TestMoveKills : public CopyTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyBoundaryIsSurvived_data() { rows(); }
    void everyBoundaryIsSurvived();
    void randomMomentsAreSurvived_data() { rows(); }
    void randomMomentsAreSurvived();

private:
    using End = OperatorDeaths::End;
    static constexpr int MostBoundaries = 100;
    static constexpr int RandomDeaths = 10;
    static constexpr std::array Steps {"run", "cut-over", "roll-back", "cut-over", "finish"};

    static void rows();
    /// A filled store with an application, and an empty one of the same kind beside it.
    void prepare(const QString &setUp);
    End operate(const char *step, int diesBefore, std::optional<int> killAfter = {});
    /// Of an operator who died: the next one need not wait until it runs out.
    void takeLeaseAway();
    /// One session begins and one ends, as applications go on after each step.
    void work();
    void verifyTarget();

    std::unique_ptr<FreshStore> m_from;
    std::unique_ptr<FreshStore> m_to;
    std::shared_ptr<SessionStore> m_application;
    Filled m_filled;
};

void TestMoveKills::init()
{
    CopyTest::init();
    m_application.reset();
    m_from.reset();
    m_to.reset();
}

void TestMoveKills::rows()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : OperatorDeaths::setUps())
        QTest::newRow(qPrintable(setUp)) << setUp;
}

void TestMoveKills::prepare(const QString &setUp)
{
    TAKE(from, FreshStore::make(setUp));
    m_from = std::move(from);
    TAKE(to, FreshStore::make(setUp));
    m_to = std::move(to);
    StoreOptions options;
    options.callDeadline = 10s;
    options.controlLag = KilledJobs::RotationLag;
    TAKE(source, SessionStore::initialise(m_from->url(), KilledJobs::rootKey(), options));
    TAKE(filled, fill(*source));
    m_filled = filled;
    options.standby = m_to->url();
    TAKE(application, SessionStore::open(m_from->url(), KilledJobs::rootKey(), options));
    m_application = application;
}

TestMoveKills::End TestMoveKills::operate(const char *step, int diesBefore, std::optional<int> killAfter)
{
    const End end = OperatorDeaths::run(
        {QString::number(diesBefore), u"move"_s, m_from->text(), m_to->text(), QString::fromLatin1(step)},
        killAfter);
    if (end == End::Died)
        takeLeaseAway();
    return end;
}

// In the source, whoever leads.
void TestMoveKills::takeLeaseAway()
{
    StoreOptions options;
    options.callDeadline = 30s;
    TAKE(core,
         StoreOpener(m_from->url(), KilledJobs::rootKey(), options, StoreOpener::Purpose::Mover).connect());
    const QString name = DocumentName::MoveLease.toString();
    TAKE(lease, readDocument(core->storage(), name, core->deadline()));
    if (lease)
        VERIFY_OK(removeDocument(core->storage(), name, lease->revision, core->deadline()));
}

void TestMoveKills::work()
{
    Result<SessionRow> begun = std::unexpected(Error(ErrorCode::Unavailable, u"Not yet"_s));
    const auto hasBegun = [&] {
        // Asked once more when it is so.
        if (!begun)
            begun = m_application->save(guestRow());
        return begun.has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasBegun(), 30'000);
    m_filled.live.append(begun->token);
    const SessionToken ended = m_filled.live.takeFirst();
    QTRY_VERIFY_WITH_TIMEOUT(m_application->remove(ended.id()).has_value(), 30'000);
    m_filled.dead.append(ended);
}

void TestMoveKills::verifyTarget()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_application->displayName(), m_to->url().displayText(), 30'000);
    m_application.reset();
    StoreOptions options;
    options.callDeadline = 30s;
    VERIFY_FAILS(SessionStore::open(m_from->url(), KilledJobs::rootKey(), options), ErrorCode::Unavailable);
    TAKE(target, SessionStore::open(m_to->url(), KilledJobs::rootKey(), options));
    TAKE(rows, OperatorDeaths::rowsOf(*target));
    QCOMPARE(rows.size(), Sessions);
    for (const SessionToken &token : std::as_const(m_filled.live)) {
        TAKE(here, target->load(token));
        QVERIFY(here);
    }
    for (const SessionToken &token : std::as_const(m_filled.dead)) {
        TAKE(here, target->load(token));
        QVERIFY(!here);
    }
}

// One operator after the other: each goes on from where the one before it died, one document further on.
void TestMoveKills::everyBoundaryIsSurvived()
{
    QFETCH(const QString, setUp);
    prepare(setUp);
    QVERIFY(m_application);
    int deaths = 0;
    for (const char *step : Steps) {
        End end = End::Died;
        for (int boundary = 1; end == End::Died && boundary < MostBoundaries; ++boundary) {
            end = operate(step, boundary);
            deaths += end == End::Died ? 1 : 0;
        }
        QCOMPARE(end, End::Done);
        work();
    }
    qInfo("%d deaths", deaths);
    QVERIFY(deaths >= 20);
    verifyTarget();
}

void TestMoveKills::randomMomentsAreSurvived()
{
    QFETCH(const QString, setUp);
    prepare(setUp);
    QVERIFY(m_application);
    const quint32 seed = OperatorDeaths::seed();
    qInfo("AXESS_KILL_SEED=%u", seed);
    std::mt19937 random(seed);
    int deaths = 0;
    for (const char *step : Steps) {
        End end = End::Died;
        for (int i = 0; i < RandomDeaths / int(Steps.size()) && end == End::Died; ++i) {
            end = operate(step, 0, std::uniform_int_distribution(1, 1000)(random));
            deaths += end == End::Died ? 1 : 0;
        }
        if (end == End::Died)
            end = operate(step, 0);
        QCOMPARE(end, End::Done);
        work();
    }
    QVERIFY(deaths > 0);
    verifyTarget();
}

QTEST_GUILESS_MAIN(TestMoveKills)
#include "tst_movekills.moc"
