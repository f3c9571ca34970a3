// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "stallwatch.h"
#include "windowfixture.h"

#include "export/exportflow.h"
#include "pages/sessionspage.h"
#include "widgets/tables.h"

#include <QtCore/qtemporarydir.h>
#include <QtCore/qtimer.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The window never waits: not for a store that hangs, not for a disk, not for many rows.
class TestStalls : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aStallIsSeen();
    void aLoopThatTurnsIsSmooth();
    void aStoreThatHangsStopsNobody();
    void pagingThroughManySessionsIsSmooth();
    void exportingIsSmooth();

private:
    bool open(int sessions);
    SessionsPage &page() const { return m_fixture->window->sessions(); }

    std::unique_ptr<WindowFixture> m_fixture;
};

void TestStalls::init()
{
    AxessTest::init();
    m_fixture = std::make_unique<WindowFixture>();
}

void TestStalls::cleanup()
{
    m_fixture.reset();
}

bool TestStalls::open(int sessions)
{
    for (int i = 0; i < sessions; ++i)
        m_fixture->addSession(u"user%1"_s.arg(i));
    m_fixture->openWindow();
    return m_fixture->turnTo(SessionsPageNumber);
}

void TestStalls::aStallIsSeen()
{
    StallWatch watch;
    QTRY_COMPARE_GE(watch.pings(), 2);
    QTimer::singleShot(0, [] { QThread::sleep(600ms); });
    QTRY_COMPARE_GE(watch.pings(), 40);
    QVERIFY(!watch.isSmooth());
    QCOMPARE_GE(watch.longest(), 200ms);
}

void TestStalls::aLoopThatTurnsIsSmooth()
{
    StallWatch watch;
    QTRY_COMPARE_GE(watch.pings(), 25);
    QVERIFY2(watch.isSmooth(), qPrintable(QString::number(watch.longest().count())));
}

void TestStalls::aStoreThatHangsStopsNobody()
{
    QVERIFY(open(10));
    StallWatch watch;
    m_fixture->faults->arm(Fault::HangsBefore, 1, 1000);
    page().search(u"tenant:acme"_s);
    const int before = watch.pings();
    QTRY_COMPARE_GE(watch.pings(), before + 20);
    QVERIFY(page().model().isReading());
    page().tab().stop();
    QVERIFY(!page().model().isReading());
    m_fixture->window->showPage(OverviewPageNumber);
    m_fixture->window->showPage(SessionsPageNumber);
    QVERIFY2(watch.isSmooth(), qPrintable(QString::number(watch.longest().count())));
    m_fixture->faults->disarm();
}

void TestStalls::pagingThroughManySessionsIsSmooth()
{
    QVERIFY(open(1500));
    StallWatch watch;
    while (page().model().hasMore()) {
        const int rows = page().model().rowCount();
        const auto hasGrown = [&] {
            page().tab().table().scrollToBottom();
            return page().model().rowCount() > rows;
        };
        QVERIFY(QTest::qWaitFor(hasGrown, 20'000));
    }
    QTRY_COMPARE_WITH_TIMEOUT(page().model().rowCount(), 1500, 20'000);
    page().search(u"device:nothing"_s);
    QTRY_VERIFY_WITH_TIMEOUT(page().isSettled(), 20'000);
    QVERIFY2(watch.isSmooth(), qPrintable(QString::number(watch.longest().count())));
}

void TestStalls::exportingIsSmooth()
{
    QVERIFY(open(1500));
    const QTemporaryDir folder;
    StallWatch watch;
    m_fixture->window->exports().start(
        {.format = {.kind = ExportFormat::Kind::JsonLines},
         .path = folder.filePath(u"sessions.jsonl"_s),
         .plan = SessionSearch().planned(m_fixture->opened->now(), QTimeZone::utc())});
    QTRY_VERIFY_WITH_TIMEOUT(!m_fixture->window->exports().isBusy(), 20'000);
    QVERIFY(QFile::exists(folder.filePath(u"sessions.jsonl"_s)));
    QVERIFY2(watch.isSmooth(), qPrintable(QString::number(watch.longest().count())));
}

QTEST_MAIN(TestStalls)
#include "tst_stalls.moc"
