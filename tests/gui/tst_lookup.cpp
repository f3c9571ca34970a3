// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "pages/sessionspage.h"
#include "search/lookupstrip.h"
#include "search/searchbar.h"

#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// From what a caller says to their sessions, in the window.
class TestLookup : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anAddressIsOfferedOnceItWasSearchedFor();
    void aWordThatFindsNobodyIsOffered();
    void ofSeveralOneIsChosen();
    void whatWentWrongStandsThereAndCanBeRepeated();
    void withoutACommandNothingIsOffered();

private:
    SessionsPage &page() const { return m_fixture->window->sessions(); }
    LookupStrip *strip() const { return page().tab().findChild<LookupStrip *>(); }
    QPushButton *button() const { return strip()->findChild<QPushButton *>(u"messageAction"_s); }
    QLineEdit *edit() const { return page().tab().findChild<QLineEdit *>(u"searchEdit"_s); }
    bool searched(const QString &text);

    std::unique_ptr<WindowFixture> m_fixture;
};

void TestLookup::init()
{
    AxessTest::init();
    m_fixture = std::make_unique<WindowFixture>();
    m_fixture->addSession(u"ann"_s, u"acme"_s);
    m_fixture->addSession(u"ann"_s, u"bank"_s);
    m_fixture->addSession(u"bob"_s, u"acme"_s);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    page().setLookupCommand(u"/bin/false"_s);
}

void TestLookup::cleanup()
{
    m_fixture.reset();
}

bool TestLookup::searched(const QString &text)
{
    edit()->setText(text);
    QTest::keyClick(edit(), Qt::Key_Return);
    return QTest::qWaitFor([this] { return page().isSettled(); }, 10'000);
}

void TestLookup::anAddressIsOfferedOnceItWasSearchedFor()
{
    page().setLookupCommand(u"/usr/bin/printf \"ann\\tbank\\n%.0s\""_s);
    edit()->setText(u"ann@shop.example"_s);
    QVERIFY(!strip()->isVisible());

    QVERIFY(searched(u"ann@shop.example"_s));
    QVERIFY(strip()->isVisible());
    QVERIFY(!strip()->isAsking());
    QCOMPARE(button()->text(), u"Look up"_s);
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_VERIFY(page().isSettled());
    QVERIFY(!strip()->isAsking());

    button()->click();
    QTRY_COMPARE(page().tab().bar().text(), u"user:ann tenant:bank"_s);
    QTRY_COMPARE(page().model().rowCount(), 1);
    QVERIFY(!strip()->isVisible());
}

void TestLookup::aWordThatFindsNobodyIsOffered()
{
    QVERIFY(searched(u"bob"_s));
    QVERIFY(!strip()->isVisible());
    QVERIFY(searched(u"Ann Lee"_s.prepend(u'"').append(u'"')));
    QVERIFY2(strip()->text().contains("Ann Lee"_L1), qPrintable(strip()->text()));
    QVERIFY(strip()->isVisible());

    edit()->setText(u"bob"_s);
    QVERIFY(!strip()->isVisible());
}

void TestLookup::ofSeveralOneIsChosen()
{
    page().setLookupCommand(u"/usr/bin/printf \"ann\\tacme\\nbob\\n%.0s\""_s);
    QVERIFY(searched(u"sales@shop.example"_s));
    auto *choice = strip()->findChild<QComboBox *>(u"lookupChoice"_s);
    QVERIFY(!choice->isVisible());
    button()->click();
    QTRY_VERIFY(choice->isVisible());
    QCOMPARE(strip()->text(), u"2 user(s) are known as “sales@shop.example”."_s);
    QCOMPARE(choice->itemText(0), u"ann · acme"_s);

    choice->setCurrentIndex(1);
    button()->click();
    QTRY_COMPARE(page().tab().bar().text(), u"user:bob"_s);
    QTRY_COMPARE(page().model().rowCount(), 1);
    QVERIFY(!choice->isVisible());
}

void TestLookup::whatWentWrongStandsThereAndCanBeRepeated()
{
    page().setLookupCommand(u"/bin/false"_s);
    QVERIFY(searched(u"ann@shop.example"_s));
    button()->click();
    QTRY_COMPARE(strip()->text(), u"The look-up failed and does not say why. Tell your operators."_s);
    page().setLookupCommand(u"/usr/bin/printf \"bob\\n%.0s\""_s);
    QCOMPARE(button()->text(), u"Try again"_s);
    button()->click();
    QTRY_COMPARE(page().tab().bar().text(), u"user:bob"_s);
}

void TestLookup::withoutACommandNothingIsOffered()
{
    page().setLookupCommand({});
    QVERIFY(searched(u"ann@shop.example"_s));
    QVERIFY(!strip()->isVisible());
}

QTEST_MAIN(TestLookup)
#include "tst_lookup.moc"
