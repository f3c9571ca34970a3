// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "pages/sessionspage.h"
#include "search/scanquestion.h"
#include "search/searchbar.h"
#include "widgets/chip.h"

#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Axess::Environment)

/// What a window says and asks where its store is marked as production.
class TestEnvironment : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void twoStoresOfOneMachineHaveTwoNames_data();
    void twoStoresOfOneMachineHaveTwoNames();
    void theMarkStandsInBandAndTitle_data();
    void theMarkStandsInBandAndTitle();
    void aScanInProductionIsAskedForFirst();
    void enterIsNoAnswer();
    void anAllowedScanIsRepeatedWithoutAQuestion();
    void theWatchRepeatsNoScan();
    void anotherSearchTakesTheQuestionBack();
    void whatHasAnIndexIsNotAskedFor();
    void elsewhereAScanRunsAtOnce();

private:
    bool openMarked(Environment environment);
    SessionsPage &page() const { return m_fixture->window->sessions(); }
    ScanQuestion *question() const { return page().tab().findChild<ScanQuestion *>(); }
    void enter(const QString &text);
    QPushButton *button(const char *name) const
    {
        return question()->findChild<QPushButton *>(QString::fromLatin1(name));
    }

    std::unique_ptr<WindowFixture> m_fixture;
};

void TestEnvironment::init()
{
    AxessTest::init();
    m_fixture = std::make_unique<WindowFixture>();
    m_fixture->addSession(u"ann"_s);
    m_fixture->addGuest();
}

void TestEnvironment::cleanup()
{
    m_fixture.reset();
}

bool TestEnvironment::openMarked(Environment environment)
{
    m_fixture->address.environment = environment;
    m_fixture->openWindow();
    return m_fixture->turnTo(SessionsPageNumber);
}

void TestEnvironment::enter(const QString &text)
{
    auto *edit = page().tab().findChild<QLineEdit *>(u"searchEdit"_s);
    edit->setText(text);
    QTest::keyClick(edit, Qt::Key_Return);
}

void TestEnvironment::twoStoresOfOneMachineHaveTwoNames_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("name");
    QTest::newRow("memory") << u"memory:"_s << u"memory"_s;
    QTest::newRow("file") << u"sqlite:/data/shop/sessions.db"_s << u"shop/sessions.db"_s;
    QTest::newRow("file of another") << u"sqlite:/data/bank/sessions.db"_s << u"bank/sessions.db"_s;
    QTest::newRow("database") << u"postgres://ann@db1/shop_prod"_s << u"db1/shop_prod"_s;
    QTest::newRow("test database") << u"postgres://ann@db1/shop_test"_s << u"db1/shop_test"_s;
    QTest::newRow("port") << u"mysql://db1:3307/shop"_s << u"db1:3307/shop"_s;
    QTest::newRow("number") << u"valkey://cache?db=2"_s << u"cache/2"_s;
    QTest::newRow("prefix") << u"valkey://cache?db=2&prefix=shop%3A"_s << u"cache/2/shop:"_s;
    QTest::newRow("host") << u"valkey://cache"_s << u"cache"_s;
}

void TestEnvironment::twoStoresOfOneMachineHaveTwoNames()
{
    QFETCH(const QString, url);
    QFETCH(const QString, name);
    const Console console(m_fixture->opened, {url, {}});
    QCOMPARE(console.shortName(), name);
}

void TestEnvironment::theMarkStandsInBandAndTitle_data()
{
    QTest::addColumn<Environment>("environment");
    QTest::addColumn<QString>("title");
    QTest::newRow("none") << Environment::Unmarked << u"memory - "_s;
    QTest::newRow("development") << Environment::Development << u"memory (DEVELOPMENT) - "_s;
    QTest::newRow("staging") << Environment::Staging << u"memory (STAGING) - "_s;
    QTest::newRow("production") << Environment::Production << u"memory (PRODUCTION) - "_s;
}

void TestEnvironment::theMarkStandsInBandAndTitle()
{
    QFETCH(const Environment, environment);
    QFETCH(const QString, title);
    QVERIFY(openMarked(environment));
    QVERIFY2(m_fixture->window->windowTitle().startsWith(title),
             qPrintable(m_fixture->window->windowTitle()));
    const auto *chip = m_fixture->child<Chip>("environmentChip");
    QCOMPARE(chip->isVisible(), environment != Environment::Unmarked);
    QVERIFY(!chip->isVisible() || title.contains(chip->text()));
}

void TestEnvironment::aScanInProductionIsAskedForFirst()
{
    QVERIFY(openMarked(Environment::Production));
    QVERIFY(!question()->isVisible());

    enter(u"level:guest"_s);
    QVERIFY(question()->isVisible());
    QCOMPARE(page().model().rowCount(), 2);
    QTRY_VERIFY2(question()->text().startsWith("Scan about 2 sessions of this production store?"_L1),
                 qPrintable(question()->text()));

    button("messageRefusal")->click();
    QVERIFY(!question()->isVisible());
    QCOMPARE(page().model().rowCount(), 2);

    enter(u"level:guest"_s);
    button("messageAction")->click();
    QVERIFY(!question()->isVisible());
    QTRY_COMPARE(page().model().rowCount(), 1);
    QCOMPARE(page().tab().title(), u"level:guest"_s);
}

void TestEnvironment::enterIsNoAnswer()
{
    QVERIFY(openMarked(Environment::Production));
    enter(u"level:guest"_s);
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(page().tab().findChild<QLineEdit *>(u"searchEdit"_s), Qt::Key_Return);
    page().tab().findChild<QPushButton *>(u"searchButton"_s)->click();
    QVERIFY(question()->isVisible());
    QVERIFY(!button("messageAction")->isDefault());
    QCOMPARE(page().model().rowCount(), 2);

    QTest::keyClick(page().tab().findChild<QLineEdit *>(u"searchEdit"_s), Qt::Key_Escape);
    QVERIFY(!question()->isVisible());
}

void TestEnvironment::anAllowedScanIsRepeatedWithoutAQuestion()
{
    QVERIFY(openMarked(Environment::Production));
    enter(u"level:guest"_s);
    button("messageAction")->click();
    QTRY_COMPARE(page().model().rowCount(), 1);
    m_fixture->addGuest();

    page().refresh();
    QTRY_COMPARE(page().model().rowCount(), 2);
    enter(u"level:guest"_s);
    QVERIFY(!question()->isVisible());
    enter(u"level:guest seen:<1h"_s);
    QVERIFY(question()->isVisible());
}

void TestEnvironment::theWatchRepeatsNoScan()
{
    QVERIFY(openMarked(Environment::Production));
    enter(u"level:guest"_s);
    button("messageAction")->click();
    QTRY_COMPARE(page().model().rowCount(), 1);
    SearchTab &scan = page().tab();
    m_fixture->addGuest();
    scan.lookForNews();
    // Asked behind it, and answered behind it.
    SearchTab &other = *page().openTab();
    other.search(QString());
    QTRY_COMPARE(other.model().rowCount(), 3);
    QVERIFY(!scan.model().hasWaiting());

    m_fixture->addGuest();
    other.lookForNews();
    QTRY_COMPARE(other.model().waitingNew(), 1);
}

void TestEnvironment::anotherSearchTakesTheQuestionBack()
{
    QVERIFY(openMarked(Environment::Production));
    enter(u"level:guest"_s);
    QVERIFY(question()->isVisible());

    page().tab().findChild<QLineEdit *>(u"searchEdit"_s)->setText(u"level:authenticated"_s);
    QVERIFY(!question()->isVisible());
    QVERIFY(!question()->isAsking());
}

void TestEnvironment::whatHasAnIndexIsNotAskedFor()
{
    QVERIFY(openMarked(Environment::Production));
    enter(u"ann"_s);
    QVERIFY(!question()->isVisible());
    QTRY_COMPARE(page().model().rowCount(), 1);
}

void TestEnvironment::elsewhereAScanRunsAtOnce()
{
    QVERIFY(openMarked(Environment::Staging));
    enter(u"level:guest"_s);
    QVERIFY(!question()->isVisible());
    QTRY_COMPARE(page().model().rowCount(), 1);
}

QTEST_MAIN(TestEnvironment)
#include "tst_environment.moc"
