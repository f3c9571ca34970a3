// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "copytest.h"
#include "jobworker.h"
#include "operatordeaths.h"

#include <QtCore/qelapsedtimer.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Who copies a store is killed before each document that it writes, and at random moments. Nobody is logged
/// out, and nobody who had ended comes back.
class TestCopyKills : public CopyTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyBoundaryIsSurvived_data() { rows(); }
    void everyBoundaryIsSurvived();
    void randomMomentsAreSurvived_data() { rows(); }
    void randomMomentsAreSurvived();

private:
    static constexpr int MostBoundaries = 200;
    static constexpr int RandomDeaths = 10;

    static void rows();
    static StoreOptions options();
    /// A filled store, and an empty one of the same kind beside it.
    void prepare(const QString &setUp);
    OperatorDeaths::End operate(int diesBefore, std::optional<int> killAfter = {});
    /// An empty target in the place of the one before.
    void anotherTarget();
    /// What is in it is what is in the source.
    void verifyTarget();

    QString m_setUp;
    std::unique_ptr<FreshStore> m_from;
    std::unique_ptr<FreshStore> m_to;
    std::shared_ptr<SessionStore> m_source;
    Filled m_filled;
};

void TestCopyKills::init()
{
    CopyTest::init();
    m_source.reset();
    m_from.reset();
    m_to.reset();
}

void TestCopyKills::rows()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : OperatorDeaths::setUps())
        QTest::newRow(qPrintable(setUp)) << setUp;
}

StoreOptions TestCopyKills::options()
{
    StoreOptions options;
    options.callDeadline = 30s;
    options.controlLag = 0ms;
    return options;
}

void TestCopyKills::prepare(const QString &setUp)
{
    m_setUp = setUp;
    TAKE(from, FreshStore::make(setUp));
    m_from = std::move(from);
    anotherTarget();
    TAKE(source, SessionStore::initialise(m_from->url(), KilledJobs::rootKey(), options()));
    TAKE(filled, fill(*source));
    m_source = source;
    m_filled = filled;
}

void TestCopyKills::anotherTarget()
{
    TAKE(to, FreshStore::make(m_setUp));
    m_to = std::move(to);
}

OperatorDeaths::End TestCopyKills::operate(int diesBefore, std::optional<int> killAfter)
{
    return OperatorDeaths::run({QString::number(diesBefore), u"copy"_s, m_from->text(), m_to->text()},
                               killAfter);
}

void TestCopyKills::verifyTarget()
{
    TAKE(target, SessionStore::open(m_to->url(), KilledJobs::rootKey(), options()));
    TAKE(theirs, OperatorDeaths::rowsOf(*m_source));
    TAKE(ours, OperatorDeaths::rowsOf(*target));
    QCOMPARE(theirs.size(), Sessions);
    QVERIFY(ours == theirs);
    for (const SessionToken &token : m_filled.live) {
        TAKE(there, m_source->load(token));
        TAKE(here, target->load(token));
        QVERIFY(there && here && here->revision == there->revision && here->data == there->data);
    }
    for (const SessionToken &token : m_filled.dead) {
        TAKE(here, target->load(token));
        QVERIFY(!here);
    }
    const auto count = [](SessionStore &store) { return store.events(0, 1000).value().size(); };
    QCOMPARE(count(*target), count(*m_source));
}

// One operator after the other: each goes on from where the one before it died, one document further on.
void TestCopyKills::everyBoundaryIsSurvived()
{
    QFETCH(const QString, setUp);
    prepare(setUp);
    QVERIFY(m_source);
    int deaths = 0;
    auto end = OperatorDeaths::End::Died;
    for (int boundary = 1; end == OperatorDeaths::End::Died && boundary < MostBoundaries; ++boundary) {
        end = operate(boundary);
        deaths += end == OperatorDeaths::End::Died ? 1 : 0;
    }
    QCOMPARE(end, OperatorDeaths::End::Done);
    // Identity, ring and the like, and each step's own.
    QVERIFY2(deaths >= 10, qPrintable(QString::number(deaths)));
    verifyTarget();
}

void TestCopyKills::randomMomentsAreSurvived()
{
    QFETCH(const QString, setUp);
    prepare(setUp);
    QVERIFY(m_source);
    const quint32 seed = OperatorDeaths::seed();
    qInfo("AXESS_KILL_SEED=%u", seed);
    std::mt19937 random(seed);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(operate(0), OperatorDeaths::End::Done);
    const int whole = int(timer.elapsed());
    anotherTarget();
    auto end = OperatorDeaths::End::Died;
    for (int i = 0; i < RandomDeaths && end == OperatorDeaths::End::Died; ++i)
        end = operate(0, std::uniform_int_distribution(1, std::max(2, whole))(random));
    if (end == OperatorDeaths::End::Died)
        end = operate(0);
    QCOMPARE(end, OperatorDeaths::End::Done);
    verifyTarget();
}

QTEST_GUILESS_MAIN(TestCopyKills)
#include "tst_copykills.moc"
