// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "livetest.h"
#include "verify.h"

#include "live/eventlist.h"
#include "live/livedetail.h"
#include "widgets/tables.h"

#include <QtWidgets/qabstractbutton.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qscrollbar.h>
#include <QtWidgets/qspinbox.h>

#include <cmath>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The Live page on a store that works.
class TestLivePage : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void ratesAreThoseOfTheInstances();
    void theCrosshairIsLinked();
    void theTwinShowsTheSameNumbers();
    void aThresholdIsSetAndExceeded();
    void pausedAllStandsStill();
    void eventsComeAndAreFiltered();
    void whatIsReadStaysInPlace();
    void anEventLeadsToTheUsersHistory();
};

void TestLivePage::ratesAreThoseOfTheInstances()
{
    QVERIFY(open());
    QCOMPARE(chart("created").note(), u"Collecting: a rate takes two looks."_s);
    begin(20);
    QVERIFY(look());
    QCOMPARE(chart("created").note(), QString());
    QCOMPARE(chart("created").readings(), u"Begun 4 /s"_s);
    QCOMPARE(page().statusText(), u"From 1 of 1 instance(s)."_s);
    begin(5);
    QVERIFY(look());
    QCOMPARE(chart("created").readings(), u"Begun 1 /s"_s);
    const QList<double> drawn = chart("created").drawn(LiveValue::Created);
    QCOMPARE(drawn.size(), 3);
    QVERIFY(std::isnan(drawn[0]));
    QCOMPARE(drawn.sliced(1), QList<double>({4, 1}));
    QVERIFY2(chart("pool").readings().contains("Allowed "_L1), qPrintable(chart("pool").readings()));
    QVERIFY2(chart("writes").readings().startsWith("Saved 1 /s"_L1), qPrintable(chart("writes").readings()));
    QVERIFY(chart("latency").readings().contains("ms"_L1));
    // The count of the beginning, until it is due again.
    QCOMPARE(chart("sessions").readings(), u"Live 0, Signed in 0, Guests 0"_s);
    for (int i = 0; i < 11; ++i)
        QVERIFY(look());
    QCOMPARE(chart("sessions").readings(), u"Live 25, Signed in 0, Guests 25"_s);
}

void TestLivePage::theCrosshairIsLinked()
{
    QVERIFY(open());
    begin(10);
    QVERIFY(look());
    begin(25);
    QVERIFY(look());
    QCOMPARE(chart("created").readings(), u"Begun 5 /s"_s);
    QTest::keyClick(&chart("loads"), Qt::Key_Left);
    QCOMPARE(chart("created").readings(), u"Begun 2 /s"_s);
    QVERIFY(chart("writes").readings().startsWith("Saved 2 /s"_L1));
    QVERIFY(chart("created").accessibleDescription().contains("Begun 2 /s"_L1));
    QTest::keyClick(&chart("loads"), Qt::Key_Right);
    QCOMPARE(chart("created").readings(), u"Begun 5 /s"_s);
    page().crosshair().clear();
    begin(5);
    QVERIFY(look());
    QCOMPARE(chart("created").readings(), u"Begun 1 /s"_s);
}

void TestLivePage::theTwinShowsTheSameNumbers()
{
    QVERIFY(open());
    begin(10);
    QVERIFY(look());
    begin(25);
    QVERIFY(look());
    QTest::keyClick(&chart("created"), Qt::Key_Return);
    auto *table = fixture().child<ListTable>("liveTable");
    QVERIFY(table->isVisible());
    LiveTableModel &model = page().detail().model();
    const QList<double> drawn = page().detail().chart().drawn(LiveValue::Created);
    QCOMPARE(model.rowCount(), int(drawn.size()));
    for (int row = 0; row < model.rowCount(); ++row)
        QCOMPARE(model.index(row, LiveTableModel::FirstLine).data().toString(),
                 LiveCharts::text(LiveUnit::PerSecond, drawn[drawn.size() - 1 - row]));
    // A row that is chosen is the moment that the charts point at.
    table->selectRow(1);
    QCOMPARE(page().crosshair().at(), model.moment(1));
    QTest::keyClick(&page().detail(), Qt::Key_Escape);
    QVERIFY(chart("created").isVisible());
    QCOMPARE(chart("created").readings(), u"Begun 2 /s"_s);
}

void TestLivePage::aThresholdIsSetAndExceeded()
{
    QVERIFY(open());
    QCOMPARE(chart("latency").warning(), QString());
    for (const LiveChartKind &kind : LiveCharts::kinds()) {
        if (QLatin1StringView(kind.id) == "backlog"_L1)
            page().enlarge(kind);
    }
    auto *most = fixture().child<QDoubleSpinBox>("liveMost");
    QCOMPARE(most->value(), 50'000);
    // Ended long enough ago that nobody swept it.
    begin(3);
    fixture().store.clock->advance(24h);
    QVERIFY(look());
    QCOMPARE(page().detail().chart().warning(), QString());
    most->setValue(2);
    QCOMPARE(page().detail().chart().warning(), u"To sweep: above 2"_s);
    QVERIFY(page().detail().chart().accessibleDescription().startsWith("To sweep: above 2"_L1));
    page().showAll();
    QCOMPARE(chart("backlog").warning(), u"To sweep: above 2"_s);
    page().enlarge(chart("backlog").kind());
    fixture().child<QCheckBox>("liveWarns")->click();
    QCOMPARE(page().detail().chart().warning(), QString());
    QVERIFY(!most->isEnabled());
}

void TestLivePage::pausedAllStandsStill()
{
    QVERIFY(open());
    begin(10);
    QVERIFY(look());
    fixture().child<QAbstractButton>("livePause")->click();
    QVERIFY(page().statusText().startsWith("Paused at "_L1));
    begin(25);
    fixture().store.clock->advance(5s);
    VERIFY_OK(shop().renew());
    QSignalSpy asked(&page().sampler(), &LiveSampler::asked);
    page().sampler().askNow();
    QVERIFY(!asked.isEmpty() || asked.wait(20'000));
    QCOMPARE(chart("created").readings(), u"Begun 2 /s"_s);
    QCOMPARE(chart("created").drawn(LiveValue::Created).size(), 2);
    QCOMPARE(page().events().shownRows(), 10);
    // What was seen meanwhile is there when it goes on.
    fixture().child<QAbstractButton>("livePause")->click();
    QCOMPARE(chart("created").drawn(LiveValue::Created).size(), 3);
    QTRY_COMPARE(page().events().shownRows(), 35);
    QCOMPARE(page().statusText(), u"From 1 of 1 instance(s)."_s);
}

void TestLivePage::eventsComeAndAreFiltered()
{
    fixture().addSession(u"before"_s);
    QVERIFY(open());
    QVERIFY(page().events().footer().startsWith("none since "_L1));
    const SessionRow ann = fixture().addSession(u"ann"_s);
    Event lost;
    lost.kind = EventKind::Vanished;
    lost.session = ann.id;
    lost.user = ann.user;
    lost.tenant = ann.tenant;
    VERIFY_OK(fixture().opened->note(lost));
    QVERIFY(look());
    QCOMPARE_GE(page().events().shownRows(), 2);
    QCOMPARE(page().events().shownText(0, LiveEventModel::What), u"Lost by the store"_s);
    QCOMPARE(page().events().shownText(0, LiveEventModel::User), u"ann"_s);
    QCOMPARE(page().events().shownText(0, LiveEventModel::Tenant), u"acme"_s);
    page().events().setFilter(EventList::Filter::Lost);
    QCOMPARE(page().events().shownRows(), 1);
    page().events().setFilter(EventList::Filter::Refusals);
    QCOMPARE(page().events().shownRows(), 0);
    page().events().setFilter(EventList::Filter::All);
    QCOMPARE_GE(page().events().shownRows(), 2);
}

void TestLivePage::whatIsReadStaysInPlace()
{
    QVERIFY(open());
    begin(60);
    QVERIFY(look());
    auto *table = fixture().child<ListTable>("liveEvents");
    QTRY_COMPARE_GE(table->verticalScrollBar()->maximum(), 30);
    table->scrollTo(table->model()->index(30, 0), QAbstractItemView::PositionAtTop);
    QCOMPARE(table->rowAt(0), 30);
    const QString top = table->indexAt({5, 5}).siblingAtColumn(LiveEventModel::Session).data().toString();
    begin(7);
    QVERIFY(look());
    QCOMPARE(page().events().shownRows(), 67);
    QCOMPARE(table->indexAt({5, 5}).siblingAtColumn(LiveEventModel::Session).data().toString(), top);
}

void TestLivePage::anEventLeadsToTheUsersHistory()
{
    QVERIFY(open());
    const SessionRow ann = fixture().addSession(u"ann"_s);
    QVERIFY(look());
    QSignalSpy wanted(&page(), &Page::historyWanted);
    auto *table = fixture().child<ListTable>("liveEvents");
    Q_EMIT table->activated(table->model()->index(0, 0));
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.constFirst().constFirst().value<UserId>(), ann.user);
    QTRY_VERIFY(fixture().window->isSettled());
}

QTEST_MAIN(TestLivePage)
#include "tst_livepage.moc"
