// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "pages/columnlayout.h"
#include "pages/sessionactions.h"
#include "pages/sessionspage.h"
#include "search/gotodialog.h"
#include "search/searchbar.h"
#include "widgets/messagestrip.h"
#include "widgets/statepanel.h"
#include "widgets/tables.h"

#include <QtCore/qpointer.h>
#include <QtCore/qsettings.h>
#include <QtGui/qaction.h>
#include <QtWidgets/qabstractbutton.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qmenu.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Searches in tabs, what they find, and how the list is laid out.
class TestSessionsPage : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aUserIsFoundInEveryTenant();
    void fieldsNarrowTheList();
    void aTabKeepsItsSearchAndItsChoice();
    void theLastTabStaysAndThereAreNotEndlesslyMany();
    void likeSessionsOpenInATabOfTheirOwn();
    void aPlaceIsGoneToByIdAndByTime();
    void thePlaceIsAskedFor();
    void whatIsNoPlaceIsSaidToBeNone();
    void columnsAreKeptByTheirIds();
    void unknownColumnsInTheSettingsDoNoHarm();
    void everyStateIsToldInWords_data();
    void everyStateIsToldInWords();
    void aFailedSearchCanBeRepeated();

private:
    SessionsPage &page() const { return m_fixture->window->sessions(); }
    bool searched(const QString &text) const
    {
        page().search(text);
        return QTest::qWaitFor([this] { return page().isSettled(); }, 10'000);
    }
    QStringList users() const;
    StatePanel *panel() const { return page().tab().findChild<StatePanel *>(); }

    std::unique_ptr<WindowFixture> m_fixture;
};

void TestSessionsPage::init()
{
    AxessTest::init();
    m_fixture = std::make_unique<WindowFixture>();
}

void TestSessionsPage::cleanup()
{
    m_fixture.reset();
}

QStringList TestSessionsPage::users() const
{
    QStringList users;
    for (int row = 0; row < page().model().rowCount(); ++row)
        users.append(page().model().session(row).row.user.text());
    return users;
}

void TestSessionsPage::aUserIsFoundInEveryTenant()
{
    m_fixture->addSession(u"ann"_s, u"acme"_s);
    m_fixture->addSession(u"bob"_s, u"acme"_s);
    m_fixture->addSession(u"ann"_s, u"bank"_s);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));

    QVERIFY(searched(u"ann"_s));
    QCOMPARE(users(), (QStringList {u"ann"_s, u"ann"_s}));
    QVERIFY(searched(u"ann tenant:bank"_s));
    QCOMPARE(users(), QStringList {u"ann"_s});
}

void TestSessionsPage::fieldsNarrowTheList()
{
    m_fixture->addSession(u"ann"_s);
    m_fixture->addGuest();
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));

    QVERIFY(searched(u"ip:203.0.113.0/24"_s));
    QCOMPARE(users(), QStringList {u"ann"_s});
    QVERIFY(searched(u"level:guest seen:<1h"_s));
    QCOMPARE(users(), QStringList {QString()});
    QVERIFY(searched(u"created:<1h -ip:0.0.0.0/0"_s));
    QCOMPARE(users(), QStringList {QString()});
}

void TestSessionsPage::aTabKeepsItsSearchAndItsChoice()
{
    const SessionRow ann = m_fixture->addSession(u"ann"_s);
    m_fixture->addSession(u"bob"_s);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    page().select({ann.id});

    m_fixture->child<QAction>("newSearchTab")->trigger();
    QCOMPARE(page().tabCount(), 2);
    QVERIFY(searched(u"bob"_s));
    QCOMPARE(users(), QStringList {u"bob"_s});
    QVERIFY(page().selected().isEmpty());

    m_fixture->child<QAction>("nextSearchTab")->trigger();
    QCOMPARE(users().size(), 2);
    QCOMPARE(page().current()->row.id, ann.id);
    m_fixture->child<QAction>("previousSearchTab")->trigger();
    QCOMPARE(page().tab().title(), u"user:bob"_s);
    m_fixture->child<QAction>("closeSearchTab")->trigger();
    QCOMPARE(page().tabCount(), 1);
    QCOMPARE(users().size(), 2);
}

void TestSessionsPage::theLastTabStaysAndThereAreNotEndlesslyMany()
{
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    page().closeTab();
    QCOMPARE(page().tabCount(), 1);
    for (int i = 0; i < SessionsPage::MostTabs + 3; ++i)
        page().openTab();
    QCOMPARE(page().tabCount(), SessionsPage::MostTabs);
}

void TestSessionsPage::likeSessionsOpenInATabOfTheirOwn()
{
    const SessionRow ann = m_fixture->addSession(u"ann"_s);
    m_fixture->addSession(u"bob"_s);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    QVERIFY(!page().actions().sameUser->isEnabled());
    page().select({ann.id});

    page().actions().sameUser->trigger();
    QTRY_VERIFY(page().isSettled());
    QCOMPARE(page().tab().bar().text(), u"user:ann tenant:acme"_s);
    QCOMPARE(users(), QStringList {u"ann"_s});
    page().closeTab();
    page().actions().sameAddress->trigger();
    QTRY_VERIFY(page().isSettled());
    QCOMPARE(page().tab().bar().text(), u"ip:203.0.113.7"_s);
    QCOMPARE(users().size(), 2);
}

void TestSessionsPage::aPlaceIsGoneToByIdAndByTime()
{
    QList<SessionRow> rows;
    for (int i = 0; i < 450; ++i)
        rows.append(m_fixture->addSession(u"user%1"_s.arg(i)));
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    QCOMPARE(page().model().rowCount(), 200);

    // The oldest is three pages away.
    page().tab().goTo(rows.at(20).id.text());
    const auto *strip = page().tab().findChild<MessageStrip *>(u"waitingStrip"_s);
    QTRY_VERIFY2(page().current(), qPrintable(strip->text()));
    QCOMPARE(page().current()->row.id, rows.at(20).id);
    QCOMPARE(users().value(0), u"user20"_s);
    QVERIFY(m_fixture->child<QLabel>("sessionsFooter")->text().contains("F5 returns to the newest"_L1));

    page().refresh();
    QTRY_COMPARE(users().value(0), u"user449"_s);
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(rows.at(300).created, QTimeZone::systemTimeZone());
    page().tab().goTo(at.toString(u"yyyy-MM-ddTHH:mm:ss"_s));
    QTRY_VERIFY(page().isSettled() && users().value(0) != u"user449"_s);
    QCOMPARE_LE(page().model().session(0).row.created, rows.at(300).created + 60'000);
}

void TestSessionsPage::thePlaceIsAskedFor()
{
    const SessionRow ann = m_fixture->addSession(u"ann"_s);
    m_fixture->addSession(u"bob"_s);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    const auto ask = [this]() -> GoToDialog * {
        m_fixture->window->activateWindow();
        if (!QTest::qWaitForWindowActive(m_fixture->window.get()))
            return nullptr;
        QTest::keyClick(m_fixture->window.get(), Qt::Key_G, Qt::ControlModifier);
        return m_fixture->child<GoToDialog>("goToDialog");
    };

    QPointer<GoToDialog> dialog = ask();
    QVERIFY(dialog);
    QVERIFY(dialog->isVisible());
    dialog->reject();
    QTRY_VERIFY(!dialog);
    QVERIFY(!page().current());

    dialog = ask();
    QVERIFY(dialog);
    auto *place = dialog->findChild<QLineEdit *>(u"goToPlace"_s);
    QTest::keyClick(place, Qt::Key_Return);
    QVERIFY(dialog->isVisible());
    place->setText(u' ' + ann.id.text() + u' ');
    QTest::keyClick(place, Qt::Key_Return);
    QTRY_VERIFY(!dialog);
    QVERIFY(page().current());
    QCOMPARE(page().current()->row.id, ann.id);
}

void TestSessionsPage::whatIsNoPlaceIsSaidToBeNone()
{
    const SessionRow ann = m_fixture->addSession(u"ann"_s);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    auto *strip = page().tab().findChild<MessageStrip *>(u"waitingStrip"_s);

    page().tab().goTo(u"<b>nowhere</b> user:x"_s);
    QVERIFY(strip->text().contains("is neither a session id nor a time"_L1));
    page().tab().goTo(QString(32, u'0'));
    QTRY_COMPARE(strip->text(), u"No session has this id."_s);
    QVERIFY(searched(u"user:bob tenant:acme"_s));
    page().tab().goTo(ann.id.text());
    QTRY_VERIFY(strip->text().startsWith("This session is there"_L1));
}

void TestSessionsPage::columnsAreKeptByTheirIds()
{
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    ColumnLayout &columns = page().tab().columns();
    QVERIFY(columns.isShown(SessionField::Client));
    QVERIFY(!columns.isShown(SessionField::Revision));

    columns.use(ColumnLayout::Preset::Operations);
    columns.setShown(SessionField::Tenant, false);
    columns.setShown(SessionField::User, false);
    page().tab().table().horizontalHeader()->resizeSection(int(SessionField::Life), 177);

    const SearchTab *other = page().openTab();
    QVERIFY(page().tab().columns().isShown(SessionField::Revision));
    QVERIFY(page().tab().columns().isShown(SessionField::User));
    QVERIFY(!page().tab().columns().isShown(SessionField::Tenant));
    const QHeaderView *header = page().tab().table().horizontalHeader();
    QCOMPARE(header->sectionSize(int(SessionField::Life)), 177);
    QVERIFY(header->visualIndex(int(SessionField::Key)) < header->visualIndex(int(SessionField::Size)));
    QVERIFY(other == &page().tab());

    page().tab().columns().reset();
    QVERIFY(page().tab().columns().isShown(SessionField::Tenant));
    QMenu menu;
    page().fillColumns(menu);
    QCOMPARE_GT(menu.actions().size(), qsizetype(sessionColumns().size()) + 4);
}

void TestSessionsPage::unknownColumnsInTheSettingsDoNoHarm()
{
    QSettings().setValue(u"sessions/v1/columns"_s,
                         QStringList {u"flux:12"_s, u"id:99999999"_s, u"-user:80"_s, u"key"_s, u"key:-4"_s,
                                      QString(), u"-state:x:y"_s});
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    const ColumnLayout &columns = page().tab().columns();
    QVERIFY(columns.isShown(SessionField::User));
    QVERIFY(!columns.isShown(SessionField::Life));
    QVERIFY(columns.isShown(SessionField::Id));
    QCOMPARE_LT(page().tab().table().columnWidth(int(SessionField::Id)), 4000);
}

void TestSessionsPage::everyStateIsToldInWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("no such id") << QString(32, u'a') << u"No sessions found"_s
                                << u"No session has this id."_s;
    QTest::newRow("no such user") << u"eve"_s << u"No sessions found"_s
                                  << u"eve has no such session in any tenant"_s;
    QTest::newRow("no live session") << u"eve tenant:acme state:active"_s << u"No sessions found"_s
                                     << u"eve has no live session in tenant acme"_s;
    QTest::newRow("nothing fits") << u"device:Lynx"_s << u"No sessions found"_s << u"The store has no such"_s;
}

void TestSessionsPage::everyStateIsToldInWords()
{
    QFETCH(const QString, text);
    m_fixture->addSession(u"ann"_s);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));

    QVERIFY(searched(text));

    QVERIFY(panel()->isVisible());
    QTEST(panel()->title(), "title");
    QFETCH(const QString, sentence);
    QVERIFY2(panel()->sentence().startsWith(sentence), qPrintable(panel()->sentence()));
}

void TestSessionsPage::aFailedSearchCanBeRepeated()
{
    m_fixture->addSession(u"ann"_s);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    m_fixture->faults->arm(Fault::Refused, 1, 1000);
    QVERIFY(searched(u"state:active"_s));
    QCOMPARE(page().model().state(), SessionModel::State::Failed);
    QCOMPARE(panel()->title(), u"The store does not answer"_s);
    const QString detail = panel()->findChild<QLabel *>(u"stateDetail"_s)->text();
    QVERIFY2(detail.startsWith("Unavailable: "_L1), qPrintable(detail));
    QVERIFY2(detail.contains("axessctl explain Unavailable"_L1), qPrintable(detail));

    m_fixture->faults->disarm();
    panel()->findChild<QAbstractButton *>()->click();
    QTRY_COMPARE_WITH_TIMEOUT(page().model().rowCount(), 1, 10'000);
}

QTEST_MAIN(TestSessionsPage)
#include "tst_sessionspage.moc"
