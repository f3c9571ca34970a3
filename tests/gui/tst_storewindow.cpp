// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "models/eventmodel.h"
#include "pages/historypage.h"
#include "pages/overviewpage.h"
#include "pages/sessionspage.h"
#include "pages/userspage.h"
#include "widgets/environmentband.h"
#include "widgets/findinglist.h"
#include "widgets/messagestrip.h"
#include "widgets/statepanel.h"
#include "widgets/tables.h"

#include <QtCore/qelapsedtimer.h>
#include <QtGui/qaccessible.h>
#include <QtGui/qaction.h>
#include <QtWidgets/qabstractbutton.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qscrollbar.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestStoreWindow : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theBandSaysHowTheStoreIsOpen();
    void sessionsAreListedNewestFirst();
    void aSearchFindsExactlyTheUser();
    void aSearchFindsASessionById();
    void anUnknownUserIsToldInASentence();
    void usersOfATenantAreListed();
    void theHistorySaysWhyAUserWasLoggedOut();
    void aRefreshMovesNoRow();
    void aStoreThatIsAwayIsSaidToBe();
    void theEventLoopNeverWaitsForTheStore();
    void everyControlHasAName_data();
    void everyControlHasAName();
    void nothingIsSquashedInTheSmallestWindow_data();
    void nothingIsSquashedInTheSmallestWindow();
    void theThemeIsRemembered();
};

void TestStoreWindow::theBandSaysHowTheStoreIsOpen()
{
    WindowFixture fixture;
    fixture.openWindow(WindowFixture::Access::Keyless);
    QCOMPARE(fixture.child<EnvironmentBand>("environmentBand")->accessText(),
             u"Without key: data stays shut"_s);

    fixture.openWindow(WindowFixture::Access::WithKey);
    QVERIFY(fixture.child<EnvironmentBand>("environmentBand")->accessText().startsWith("With root key"_L1));
}

void TestStoreWindow::sessionsAreListedNewestFirst()
{
    WindowFixture fixture;
    for (int i = 0; i < 5; ++i)
        fixture.addSession(u"user%1"_s.arg(i));
    fixture.openWindow(WindowFixture::Access::Keyless);

    QVERIFY(fixture.turnTo(SessionsPageNumber));

    SessionModel &model = fixture.window->sessions().model();
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.index(0, 0).data().toString(), u"user4"_s);
    QCOMPARE(model.index(4, 0).data().toString(), u"user0"_s);
}

void TestStoreWindow::aSearchFindsExactlyTheUser()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    fixture.addSession(u"anna"_s);
    fixture.openWindow();
    QVERIFY(fixture.turnTo(SessionsPageNumber));

    fixture.child<QLineEdit>("searchEdit")->setText(u"ann"_s);
    fixture.child<QAbstractButton>("searchButton")->click();

    QTRY_VERIFY(fixture.window->isSettled());
    QCOMPARE(fixture.window->sessions().model().rowCount(), 1);
}

void TestStoreWindow::aSearchFindsASessionById()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.addSession(u"bob"_s);
    fixture.openWindow();
    QVERIFY(fixture.turnTo(SessionsPageNumber));

    fixture.child<QLineEdit>("searchEdit")->setText(ann.id.text());
    fixture.child<QAbstractButton>("searchButton")->click();

    QTRY_VERIFY(fixture.window->isSettled());
    SessionModel &model = fixture.window->sessions().model();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.session(0).row.user, ann.user);
    QVERIFY(model.session(0).row.data.isEmpty());
}

void TestStoreWindow::anUnknownUserIsToldInASentence()
{
    WindowFixture fixture;
    fixture.openWindow();
    QVERIFY(fixture.turnTo(SessionsPageNumber));

    fixture.window->sessions().showUser(userNamed(u"nobody"_s), {});

    QTRY_VERIFY(fixture.window->isSettled());
    const auto *panel = fixture.window->sessions().findChild<StatePanel *>();
    QVERIFY(panel->isVisible());
    QVERIFY(panel->sentence().startsWith("nobody has no live session"_L1));
}

void TestStoreWindow::usersOfATenantAreListed()
{
    WindowFixture fixture;
    fixture.addSession(u"bob"_s, u"acme"_s);
    fixture.addSession(u"ann"_s, u"acme"_s);
    fixture.addSession(u"eve"_s, u"other"_s);
    fixture.openWindow();

    QVERIFY(fixture.turnTo(UsersPageNumber));

    UserModel &model = fixture.window->users().model();
    QTRY_COMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, UserModel::User).data().toString(), u"ann"_s);
}

void TestStoreWindow::theHistorySaysWhyAUserWasLoggedOut()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    const QList ids {ann.id};
    QVERIFY(fixture.opened->revoke(ids, u"Laptop stolen"_s, 0ms).has_value());
    fixture.openWindow(WindowFixture::Access::Keyless);
    QVERIFY(fixture.turnTo(HistoryPageNumber));

    fixture.window->history().showUser(ann.user, ann.tenant);

    QTRY_VERIFY(fixture.window->isSettled());
    EventModel &model = fixture.window->history().model();
    QCOMPARE_GE(model.rowCount(), 2);
    QCOMPARE(model.index(0, EventModel::What).data().toString(), u"Logged out by an operator"_s);
    QCOMPARE(model.index(0, EventModel::Detail).data().toString(), u"Laptop stolen"_s);
    const QString answer = fixture.child<QLabel>("historyAnswer")->text();
    QVERIFY(answer.startsWith("The last session ended"_L1));
    QVERIFY(answer.endsWith(u"Logged out by an operator, “Laptop stolen”."_s));
}

void TestStoreWindow::aRefreshMovesNoRow()
{
    WindowFixture fixture;
    for (int i = 0; i < 120; ++i)
        fixture.addSession(u"user%1"_s.arg(i));
    fixture.openWindow();
    QVERIFY(fixture.turnTo(SessionsPageNumber));
    SessionsPage &page = fixture.window->sessions();
    const SessionId chosen = page.model().session(60).row.id;
    page.select({chosen});
    auto *table = page.findChild<ListTable *>();
    table->scrollTo(page.model().index(60, 0), QAbstractItemView::PositionAtCenter);
    const QModelIndex top = table->indexAt({5, 5});
    const int before = table->verticalScrollBar()->value();

    fixture.addSession(u"late"_s);
    QVERIFY(fixture.opened->remove(page.model().session(3).row.id).has_value());
    page.model().poll();

    QTRY_COMPARE(page.model().waitingNew(), 1);
    QCOMPARE(page.model().waitingGone(), 1);
    QCOMPARE(fixture.child<MessageStrip>("waitingStrip")->text(), u"1 new, 1 ended"_s);
    QCOMPARE(table->verticalScrollBar()->value(), before);
    QCOMPARE(table->indexAt({5, 5}).row(), top.row());

    fixture.child<QAction>("refresh")->trigger();
    QCOMPARE(page.model().index(0, 0).data().toString(), u"late"_s);
    QCOMPARE(page.selected().size(), 1);
    QCOMPARE(page.selected().constFirst().row.id, chosen);
}

void TestStoreWindow::aStoreThatIsAwayIsSaidToBe()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.openWindow();
    QVERIFY(fixture.turnTo(SessionsPageNumber));
    fixture.window->sessions().select({ann.id});
    QVERIFY(fixture.window->sessions().logOutAction()->isEnabled());

    fixture.faults->arm(Fault::Refused, 1, 1000);
    auto *outage = fixture.child<MessageStrip>("outageStrip");
    QTRY_VERIFY_WITH_TIMEOUT(outage->isVisible(), 10000);
    QVERIFY(outage->text().startsWith("The store does not answer."_L1));
    QVERIFY(!fixture.window->sessions().logOutAction()->isEnabled());
    QCOMPARE(fixture.window->sessions().model().rowCount(), 1);

    fixture.faults->disarm();
    outage->findChild<QAbstractButton *>(u"messageAction"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!outage->isVisible(), 10000);
    QVERIFY(fixture.window->sessions().logOutAction()->isEnabled());
}

// Every call hangs until the store's watchdog ends it; the window's clock ticks on all the while.
void TestStoreWindow::theEventLoopNeverWaitsForTheStore()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.openWindow();
    QVERIFY(fixture.turnTo(SessionsPageNumber));
    fixture.window->sessions().select({ann.id});
    QTRY_VERIFY(fixture.window->isSettled());

    QElapsedTimer whole;
    qint64 longest = 0;
    int ticks = 0;
    QElapsedTimer sinceTick;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] {
        longest = std::max(longest, sinceTick.restart());
        ++ticks;
    });
    fixture.faults->arm(Fault::HangsBefore, 1, 1000);
    timer.start(10);
    whole.start();
    sinceTick.start();
    fixture.window->sessions().search();
    fixture.window->showPage(UsersPageNumber);
    fixture.window->showPage(OverviewPageNumber);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.window->sessions().model().state(), SessionModel::State::Failed, 20000);

    // A call that had waited in this thread would have stalled it for the whole deadline.
    QCOMPARE_GT(whole.elapsed(), 1000);
    QCOMPARE_LT(longest, 1000);
    QCOMPARE_GT(ticks, 20);
    fixture.faults->disarm();
}

void TestStoreWindow::everyControlHasAName_data()
{
    QTest::addColumn<int>("page");
    QTest::newRow("overview") << int(OverviewPageNumber);
    QTest::newRow("sessions") << int(SessionsPageNumber);
    QTest::newRow("users") << int(UsersPageNumber);
    QTest::newRow("history") << int(HistoryPageNumber);
    QTest::newRow("live") << int(LivePageNumber);
}

void TestStoreWindow::everyControlHasAName()
{
    QFETCH(const int, page);
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.openWindow();
    QVERIFY(fixture.turnTo(page));
    static const QStringList ofQt {
        u"QHeaderView"_s,       u"QTableCornerButton"_s,       u"QLineEditIconButton"_s,
        u"QComboBoxListView"_s, u"QComboBoxPrivateScroller"_s, u"QToolBarExtension"_s};
    int controls = 0;
    for (QWidget *widget : fixture.window->findChildren<QWidget *>()) {
        const bool control = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget)
            || qobject_cast<QComboBox *>(widget) || qobject_cast<QAbstractItemView *>(widget);
        const QString type = QString::fromLatin1(widget->metaObject()->className());
        if (!control || !widget->isVisible() || ofQt.contains(type)
            || widget->objectName().startsWith("qt_"_L1) || widget->objectName() == "ScrollLeftButton"_L1
            || widget->objectName() == "ScrollRightButton"_L1)
            continue;
        ++controls;
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(interface);
        QVERIFY2(!interface->text(QAccessible::Name).isEmpty(),
                 qPrintable(u"%1 %2 has no name"_s.arg(type, widget->objectName())));
    }
    QCOMPARE_GT(controls, 6);
}

void TestStoreWindow::nothingIsSquashedInTheSmallestWindow_data()
{
    everyControlHasAName_data();
}

void TestStoreWindow::nothingIsSquashedInTheSmallestWindow()
{
    QFETCH(const int, page);
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    fixture.openWindow();
    fixture.window->resize(fixture.window->minimumSize());
    QVERIFY(fixture.turnTo(page));
    QTest::qWait(50);
    for (const QWidget *widget : fixture.window->findChildren<QWidget *>()) {
        const bool control
            = qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QComboBox *>(widget);
        // The buttons inside a line edit are laid out by it alone.
        if (!control || !widget->isVisible() || qobject_cast<QLineEdit *>(widget->parentWidget()))
            continue;
        const QString name
            = QString::fromLatin1(widget->metaObject()->className()) + u" "_s + widget->objectName();
        QVERIFY2(widget->width() >= widget->minimumSizeHint().width(),
                 qPrintable(u"%1 has %2 of %3 pixels"_s.arg(name)
                                .arg(widget->width())
                                .arg(widget->minimumSizeHint().width())));
    }
}

void TestStoreWindow::theThemeIsRemembered()
{
    WindowFixture fixture;
    fixture.openWindow();

    fixture.child<QAction>("theme2")->trigger();

    QTRY_COMPARE(Colours::schemeOf(fixture.window->palette()), Scheme::Dark);
    QCOMPARE(Appearance().theme(), Theme::Dark);
    fixture.appearance->choose(Theme::Light);
    QTRY_COMPARE(Colours::schemeOf(fixture.window->palette()), Scheme::Light);
}

QTEST_MAIN(TestStoreWindow)
#include "tst_storewindow.moc"
