// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include "live/crosshair.h"
#include "live/livetablemodel.h"

#include <QtCore/qlocale.h>
#include <QtTest/qabstractitemmodeltester.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <cmath>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What charts are drawn from: the ring of moments, the crosshair over it, and its twin as a table.
class TestLiveHistory : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void theRingForgetsTheOldest();
    void aGapStandsOnce();
    void aLongPauseIsAGap();
    void aClockThatWasPutRightBeginsAnew();
    void whatIsHeldComesLater();
    void theCrosshairFindsTheClosestMoment();
    void theCrosshairStepsAndStays();
    void theTableTellsTheChartsNumbers();
    void theTableFollowsTheRing();

private:
    static LivePoint point(qint64 at, double created = 0);
    static const LiveChartKind &kind(const char *id);
};

LivePoint TestLiveHistory::point(qint64 at, double created)
{
    LivePoint made;
    made.at = at;
    made.counted = 1;
    made.known = 1;
    made.of(LiveValue::Created) = created;
    return made;
}

const LiveChartKind &TestLiveHistory::kind(const char *id)
{
    const auto kinds = LiveCharts::kinds();
    const auto found = std::ranges::find_if(kinds, [&](const LiveChartKind &kind) {
        return QLatin1StringView(kind.id) == QLatin1StringView(id);
    });
    Q_ASSERT(found != kinds.end());
    return *found;
}

void TestLiveHistory::theRingForgetsTheOldest()
{
    LiveHistory history(nullptr, 3);
    const QSignalSpy added(&history, &LiveHistory::added);
    for (int i = 1; i <= 5; ++i)
        history.add(point(i * 5'000));
    QCOMPARE(history.size(), 3);
    QCOMPARE(history.at(0).at, 15'000);
    QCOMPARE(history.newest()->at, 25'000);
    QCOMPARE(added.size(), 5);
    QCOMPARE(added.at(2).constFirst().toInt(), 0);
    QCOMPARE(added.at(4).constFirst().toInt(), 1);
    QCOMPARE(history.firstFrom(20'000), 1);
    QCOMPARE(history.firstFrom(90'000), 3);
}

void TestLiveHistory::aGapStandsOnce()
{
    LiveHistory history;
    history.addGap(1'000);
    QVERIFY(history.isEmpty());
    history.add(point(5'000));
    history.addGap(10'000);
    history.addGap(15'000);
    history.add(point(90'000));
    QCOMPARE(history.size(), 3);
    QVERIFY(history.isGap(1));
    QVERIFY(std::isnan(history.at(1).of(LiveValue::Created)));
    QVERIFY(!history.isGap(2));
}

void TestLiveHistory::aLongPauseIsAGap()
{
    LiveHistory history;
    history.add(point(5'000));
    history.add(point(5'000 + LiveHistory::LongestStep.count()));
    QCOMPARE(history.size(), 2);
    history.add(point(100'000));
    QCOMPARE(history.size(), 4);
    QVERIFY(history.isGap(2));
}

void TestLiveHistory::aClockThatWasPutRightBeginsAnew()
{
    LiveHistory history;
    const QSignalSpy cleared(&history, &LiveHistory::cleared);
    history.add(point(1'000'000));
    history.add(point(1'000'000));
    history.add(point(999'000));
    QCOMPARE(history.size(), 1);
    history.add(point(100'000));
    QCOMPARE(history.size(), 1);
    QCOMPARE(history.newest()->at, 100'000);
    QCOMPARE(cleared.size(), 1);
}

void TestLiveHistory::whatIsHeldComesLater()
{
    LiveHistory history(nullptr, 4);
    history.add(point(5'000));
    history.hold(true);
    history.add(point(10'000));
    history.addGap(15'000);
    history.add(point(20'000));
    QCOMPARE(history.size(), 1);
    history.hold(false);
    QCOMPARE(history.size(), 4);
    QVERIFY(history.isGap(2));
    // However long it is held, the ring does not grow.
    history.hold(true);
    for (int i = 5; i < 50; ++i)
        history.add(point(i * 5'000));
    history.hold(false);
    QCOMPARE(history.size(), 4);
    QCOMPARE(history.newest()->at, 245'000);
}

void TestLiveHistory::theCrosshairFindsTheClosestMoment()
{
    LiveHistory history;
    Crosshair crosshair(history);
    crosshair.pointAt(3'000);
    QVERIFY(!crosshair.isOn());
    QVERIFY(!crosshair.shown());
    for (const qint64 at : {5'000, 10'000, 15'000})
        history.add(point(at, double(at)));
    QCOMPARE(crosshair.shown()->at, 15'000);
    const std::pair<qint64, qint64> expected[] {
        {0, 5'000}, {7'400, 5'000}, {7'600, 10'000}, {14'000, 15'000}, {900'000, 15'000}};
    for (const auto &[wanted, found] : expected) {
        crosshair.pointAt(wanted);
        QCOMPARE(crosshair.at(), found);
        QCOMPARE(crosshair.shown()->at, found);
    }
    crosshair.clear();
    history.add(point(20'000));
    QCOMPARE(crosshair.shown()->at, 20'000);
}

void TestLiveHistory::theCrosshairStepsAndStays()
{
    LiveHistory history(nullptr, 4);
    Crosshair crosshair(history);
    QSignalSpy moved(&crosshair, &Crosshair::moved);
    crosshair.step(-1);
    QVERIFY(!crosshair.isOn());
    for (int i = 1; i <= 4; ++i)
        history.add(point(i * 5'000));
    crosshair.step(-1);
    QCOMPARE(crosshair.at(), 15'000);
    crosshair.step(-9);
    QCOMPARE(crosshair.at(), 5'000);
    crosshair.step(1);
    QCOMPARE(crosshair.at(), 10'000);
    QCOMPARE(moved.size(), 3);
    // It stays at its moment while new ones come, until the ring forgets it.
    history.add(point(25'000));
    QCOMPARE(crosshair.at(), 10'000);
    history.add(point(30'000));
    QCOMPARE(crosshair.at(), 15'000);
}

void TestLiveHistory::theTableTellsTheChartsNumbers()
{
    LiveHistory history;
    LiveTableModel model(history);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setKind(kind("created"));
    history.add(point(5'000, 2.5));
    history.add(point(10'000, 300));
    history.addGap(15'000);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.columnCount(), 3);
    QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), u"Begun"_s);
    QCOMPARE(model.index(0, 1).data().toString(), u"no answer"_s);
    QCOMPARE(model.index(0, 2).data().toString(), u"–"_s);
    QCOMPARE(model.index(1, 1).data().toString(), u"1 of 1"_s);
    QCOMPARE(model.index(1, 2).data().toString(), u"300 /s"_s);
    QCOMPARE(model.index(2, 2).data().toString(), u"2.50 /s"_s);
    QCOMPARE(model.moment(2), 5'000);
}

void TestLiveHistory::theTableFollowsTheRing()
{
    LiveHistory history(nullptr, 5);
    LiveTableModel model(history);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setKind(kind("created"));
    for (int i = 1; i <= 30; ++i) {
        history.add(point(i * 5'000, i));
        if (i % 7 == 0)
            history.addGap(i * 5'000 + 1);
        if (i == 12)
            model.setKind(kind("ended"));
        if (i == 15)
            model.setKind(kind("created"));
        QCOMPARE(model.rowCount(), int(history.size()));
        QCOMPARE(model.moment(0), history.newest()->at);
        QCOMPARE(model.moment(model.rowCount() - 1), history.at(0).at);
    }
    history.add(point(-900'000));
    QCOMPARE(model.rowCount(), 1);
}

QTEST_GUILESS_MAIN(TestLiveHistory)
#include "tst_livehistory.moc"
