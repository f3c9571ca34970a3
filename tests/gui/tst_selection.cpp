// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "logouts/logoutwizard.h"
#include "pages/sessionactions.h"
#include "pages/sessionspage.h"
#include "widgets/messagestrip.h"
#include "widgets/tables.h"

#include <QtGui/qaction.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// All that is shown, and all that matches: two choices that are never mistaken for each other.
class TestSelection : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void allShownAreTheRowsThatWereRead();
    void inTheSearchLineTheTextIsSelected();
    void allMatchingIsOfferedOnlyWhereItCanBeUsed();
    void allMatchingIsTheSearchAndNotItsRows();
    void theNumberIsSaidWhereItIsKnown();
    void aRowOrAnotherSearchLetsItGo();
    void theChoiceStaysAtItsMoment();

private:
    bool open(int sessions);
    bool searched(const QString &text);
    SessionsPage &page() const { return m_fixture->window->sessions(); }
    MessageStrip *strip() const { return page().tab().findChild<MessageStrip *>(u"bulkStrip"_s); }

    std::unique_ptr<WindowFixture> m_fixture;
};

void TestSelection::init()
{
    AxessTest::init();
    m_fixture = std::make_unique<WindowFixture>();
}

void TestSelection::cleanup()
{
    m_fixture.reset();
}

bool TestSelection::open(int sessions)
{
    for (int i = 0; i < sessions; ++i)
        m_fixture->addSession(u"user%1"_s.arg(i), i % 2 ? u"acme"_s : u"bank"_s);
    m_fixture->openWindow();
    return m_fixture->turnTo(SessionsPageNumber);
}

bool TestSelection::searched(const QString &text)
{
    page().search(text);
    return QTest::qWaitFor([this] { return page().isSettled(); }, 10'000);
}

void TestSelection::allShownAreTheRowsThatWereRead()
{
    QVERIFY(open(210));
    page().tab().table().setFocus();
    QTest::keySequence(&page().tab().table(), QKeySequence::SelectAll);
    QCOMPARE(page().selected().size(), 200);
    QVERIFY(!page().bulkScope());
    QVERIFY(!strip()->isVisible());
}

void TestSelection::inTheSearchLineTheTextIsSelected()
{
    QVERIFY(open(3));
    auto *edit = page().tab().findChild<QLineEdit *>(u"searchEdit"_s);
    edit->setFocus();
    QTest::keySequence(edit, QKeySequence::SelectAll);
    QCOMPARE(edit->selectedText(), edit->text());
    QVERIFY(page().selected().isEmpty());
}

void TestSelection::allMatchingIsOfferedOnlyWhereItCanBeUsed()
{
    QVERIFY(open(2));
    QObject::disconnect(&page(), &SessionsPage::bulkLogOutWanted, nullptr, nullptr);
    page().select({});
    QVERIFY(searched(u"tenant:acme"_s));
    QVERIFY(!page().actions().selectMatching->isEnabled());

    const QSignalSpy wanted(&page(), &SessionsPage::bulkLogOutWanted);
    QVERIFY(searched(u"tenant:acme"_s));
    QVERIFY(page().actions().selectMatching->isEnabled());
    page().setActionsEnabled(false);
    QVERIFY(!page().actions().selectMatching->isEnabled());
    QVERIFY(wanted.isEmpty());
}

void TestSelection::allMatchingIsTheSearchAndNotItsRows()
{
    QVERIFY(open(4));
    QSignalSpy wanted(&page(), &SessionsPage::bulkLogOutWanted);
    QVERIFY(searched(u"tenant:acme state:active"_s));
    page().tab().selectShown();
    page().tab().selectMatching();

    QVERIFY(page().selected().isEmpty());
    QVERIFY(strip()->isVisible());
    QVERIFY2(strip()->text().contains("tenant:acme state:active"_L1), qPrintable(strip()->text()));
    QVERIFY(!page().actions().logOut->isEnabled());

    strip()->findChild<QPushButton *>(u"messageAction"_s)->click();
    QCOMPARE(wanted.size(), 1);
    const auto scope = wanted.takeFirst().takeFirst().value<BulkScope>();
    QCOMPARE(scope.text, u"tenant:acme state:active"_s);
    QCOMPARE(scope.tenant, tenantNamed(u"acme"_s));
    QCOMPARE(scope.about, 2);
    auto *wizard = m_fixture->window->findChild<LogOutWizard *>();
    QVERIFY(wizard);
    wizard->reject();
    QVERIFY(strip()->isVisible());

    strip()->findChild<QPushButton *>(u"messageRefusal"_s)->click();
    QVERIFY(!strip()->isVisible());
    QVERIFY(!page().bulkScope());
}

void TestSelection::theNumberIsSaidWhereItIsKnown()
{
    QVERIFY(open(210));
    QVERIFY(searched(u"state:active"_s));
    page().tab().selectMatching();
    QVERIFY(!page().bulkScope()->about);
    QVERIFY2(strip()->text().contains("is counted before"_L1), qPrintable(strip()->text()));

    page().tab().setEstimate(StoreEstimate {210, true});
    QVERIFY(searched(QString()));
    page().tab().selectMatching();
    QCOMPARE(page().bulkScope()->about, 210);
    QVERIFY2(strip()->text().contains("It is the whole store."_L1), qPrintable(strip()->text()));
}

void TestSelection::aRowOrAnotherSearchLetsItGo()
{
    QVERIFY(open(4));
    page().tab().selectMatching();
    page().select({page().model().session(0).row.id});
    QVERIFY(!page().bulkScope());
    QVERIFY(!strip()->isVisible());

    page().tab().selectMatching();
    QVERIFY(page().bulkScope());
    QVERIFY(searched(u"tenant:acme"_s));
    QVERIFY(!page().bulkScope());
    QVERIFY(!strip()->isVisible());
}

void TestSelection::theChoiceStaysAtItsMoment()
{
    QVERIFY(open(4));
    QVERIFY(searched(u"created:<1h"_s));
    page().tab().selectMatching();
    const BulkScope scope = *page().bulkScope();
    m_fixture->store.clock->advance(std::chrono::hours(2));
    const SearchPlan plan = scope.plan(QTimeZone::utc());
    QVERIFY(plan.filter().created.contains(page().model().session(3).row.created));
    QCOMPARE(plan, scope.plan(QTimeZone::utc()));
}

QTEST_MAIN(TestSelection)
#include "tst_selection.moc"
