// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "pages/inspector.h"
#include "pages/inspectorwindow.h"
#include "pages/sessionactions.h"
#include "pages/sessiondataview.h"
#include "pages/sessionspage.h"
#include "widgets/chip.h"
#include "widgets/messagestrip.h"

#include <QtCore/qpointer.h>
#include <QtGui/qaction.h>
#include <QtWidgets/qlabel.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Inspectors in windows of their own.
class TestInspectorWindow : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void eachStaysWithItsSession();
    void aSessionHasOneWindow();
    void dataIsUnlockedInOneOnly();
    void refreshReadsTheSessionAgain();
    void whatIsGoneIsSaidToBe();
    void theStoreIsNamed();
    void theyGoWithTheirStore();
    void thereAreNotEndlesslyMany();

private:
    InspectorWindow *inspect(const SessionRow &row);
    QList<InspectorWindow *> windows() const { return m_fixture->window->findChildren<InspectorWindow *>(); }
    static QString nameIn(InspectorWindow *window)
    {
        return window->findChild<QLabel *>(u"inspectorName"_s)->text();
    }

    std::unique_ptr<WindowFixture> m_fixture;
    SessionRow m_ann;
    SessionRow m_bob;
};

void TestInspectorWindow::init()
{
    AxessTest::init();
    m_fixture = std::make_unique<WindowFixture>();
    m_fixture->address.environment = Environment::Production;
    m_ann = m_fixture->addSession(u"ann"_s);
    m_bob = m_fixture->addSession(u"bob"_s);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
}

void TestInspectorWindow::cleanup()
{
    m_fixture.reset();
}

InspectorWindow *TestInspectorWindow::inspect(const SessionRow &row)
{
    SessionsPage &page = m_fixture->window->sessions();
    page.select({row.id});
    page.actions().inspectAlone->trigger();
    for (InspectorWindow *window : windows()) {
        if (window->session() == row.id && QTest::qWaitFor([&] { return window->isSettled(); }, 10'000))
            return window;
    }
    return nullptr;
}

void TestInspectorWindow::eachStaysWithItsSession()
{
    auto *ann = inspect(m_ann);
    QVERIFY(ann);
    auto *bob = inspect(m_bob);
    QVERIFY(bob);
    QVERIFY(ann != bob);
    QVERIFY(ann->isVisible() && bob->isVisible() && ann->isWindow());
    QCOMPARE(nameIn(ann), u"ann"_s);
    QCOMPARE(nameIn(bob), u"bob"_s);
    m_fixture->window->sessions().search(u"nobody"_s);
    QTRY_VERIFY(m_fixture->window->sessions().isSettled());
    QCOMPARE(nameIn(ann), u"ann"_s);
}

void TestInspectorWindow::aSessionHasOneWindow()
{
    auto *first = inspect(m_ann);
    QVERIFY(first);
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    QCOMPARE(inspect(m_ann), first);
    QCOMPARE(windows().size(), 1);
    first->close();
    QTRY_COMPARE(windows().size(), 0);
    QVERIFY(inspect(m_ann));
}

void TestInspectorWindow::dataIsUnlockedInOneOnly()
{
    auto *ann = inspect(m_ann);
    auto *bob = inspect(m_bob);
    QVERIFY(ann && bob);
    ann->inspector().data().unlock();
    QTRY_VERIFY(ann->inspector().data().isOpen());
    QVERIFY(!bob->inspector().data().isOpen());
    QVERIFY(!m_fixture->window->inspector().data().isOpen());
    ann->refresh();
    QTRY_VERIFY(ann->isSettled());
    QVERIFY(ann->inspector().data().isOpen());
}

void TestInspectorWindow::refreshReadsTheSessionAgain()
{
    auto *ann = inspect(m_ann);
    QVERIFY(ann);
    const QList ids {m_ann.id};
    QVERIFY(m_fixture->opened->revoke(ids, u"lost"_s, 1h));
    const auto life = [ann] { return ann->findChild<Chip *>(u"inspectorLife"_s)->text(); };
    QCOMPARE(life(), Texts::life(Life::Live));

    ann->refresh();
    QTRY_COMPARE(life(), Texts::life(Life::Revoked));
    QVERIFY(!ann->strip().isVisible());
}

void TestInspectorWindow::whatIsGoneIsSaidToBe()
{
    auto *ann = inspect(m_ann);
    QVERIFY(ann);
    m_fixture->faults->arm(Fault::Refused, 1, 1000);
    ann->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(ann->strip().text().startsWith("Not refreshed. "_L1), 20'000);
    m_fixture->faults->disarm();

    QVERIFY(m_fixture->opened->remove(m_ann.id));
    ann->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(ann->strip().text().startsWith("This session is not in the store any more."_L1),
                             20'000);
    QCOMPARE(nameIn(ann), u"ann"_s);
}

void TestInspectorWindow::theStoreIsNamed()
{
    auto *ann = inspect(m_ann);
    QVERIFY(ann);
    QCOMPARE(ann->windowTitle(), u"ann - memory (PRODUCTION) - Axess Console"_s);
}

void TestInspectorWindow::theyGoWithTheirStore()
{
    const QPointer<InspectorWindow> ann = inspect(m_ann);
    QVERIFY(ann);
    ann->refresh();
    m_fixture->window.reset();
    QVERIFY(!ann);
}

void TestInspectorWindow::thereAreNotEndlesslyMany()
{
    for (int i = 0; i < StoreWindow::MostInspectors + 1; ++i)
        m_fixture->addSession(u"user%1"_s.arg(i));
    m_fixture->window->sessions().refresh();
    QTRY_COMPARE(m_fixture->window->sessions().model().rowCount(), int(StoreWindow::MostInspectors) + 3);
    for (int row = 0; row <= StoreWindow::MostInspectors; ++row)
        inspect(m_fixture->window->sessions().model().session(row).row);
    QCOMPARE(windows().size(), StoreWindow::MostInspectors);
    QVERIFY2(m_fixture->window->strip().text().contains("Close one first"_L1),
             qPrintable(m_fixture->window->strip().text()));
}

QTEST_MAIN(TestInspectorWindow)
#include "tst_inspectorwindow.moc"
