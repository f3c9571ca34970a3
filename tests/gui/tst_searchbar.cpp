// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "manualpause.h"

#include "search/searchbar.h"
#include "search/searchbuilder.h"
#include "search/searchedit.h"
#include "search/searchshelf.h"
#include "widgets/chip.h"

#include <QtCore/qsettings.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestSearchBar : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void whatIsCheapRunsAfterAPauseInTyping();
    void aScanRunsOnlyWhenItIsAskedFor();
    void whatMeansNothingDoesNotRun();
    void whatIsBeingTypedIsNotWrongYet();
    void theCostIsShownBeforeItRuns();
    void escapeAndTheButtonStop();
    void choicesAndTextAreInStep();
    void aChoiceLeavesTheOtherWordsAlone_data();
    void aChoiceLeavesTheOtherWordsAlone();
    void fieldsAndValuesAreCompleted();
    void whatWasRunByHandIsRemembered();
    void viewsAreKeptByName();
    void brokenSettingsAreNoViews();
    void hostileTextsAreShownAsText();

private:
    QLineEdit *edit() const { return m_bar->findChild<QLineEdit *>(u"searchEdit"_s); }
    QComboBox *choice(const char *name) const
    {
        return m_bar->findChild<QComboBox *>(QString::fromLatin1(name));
    }
    /// Not key by key: the list of completions is a window that the offscreen platform warns of.
    void type(const QString &text) { edit()->setText(text); }

    ManualPause *m_pause = nullptr; ///< The bar's.
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<SearchBar> m_bar; ///< Goes before its window.
};

void TestSearchBar::initTestCase()
{
    QCoreApplication::setOrganizationName(u"AxessTest"_s);
    QCoreApplication::setApplicationName(u"searchbar"_s);
}

void TestSearchBar::init()
{
    AxessTest::init();
    QSettings().clear();
    m_pause = new ManualPause;
    m_bar.reset();
    m_window = std::make_unique<QWidget>();
    m_bar = std::make_unique<SearchBar>(m_pause, m_window.get());
    m_window->resize(900, 120);
    m_bar->resize(m_window->size());
    m_window->show();
}

void TestSearchBar::whatIsCheapRunsAfterAPauseInTyping()
{
    QSignalSpy runs(m_bar.get(), &SearchBar::runWanted);
    type(u"alice"_s);
    QVERIFY(m_pause->isRunning());
    QCOMPARE(runs.size(), 0);

    m_pause->end();
    QCOMPARE(runs.size(), 1);
    QCOMPARE(m_bar->search().user, UserId::fromText(u"alice"_s).value());

    // The same once more is nothing new.
    edit()->insert(u" "_s);
    QVERIFY(!m_pause->isRunning());
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(runs.size(), 2);
}

void TestSearchBar::aScanRunsOnlyWhenItIsAskedFor()
{
    QSignalSpy runs(m_bar.get(), &SearchBar::runWanted);
    type(u"ip:203.0.113.0/24"_s);
    QVERIFY(!m_pause->isRunning());
    m_pause->end();
    QCOMPARE(runs.size(), 0);

    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(runs.size(), 1);
}

void TestSearchBar::whatMeansNothingDoesNotRun()
{
    QSignalSpy runs(m_bar.get(), &SearchBar::runWanted);
    type(u"state:active seen:soon"_s);
    QVERIFY(!m_pause->isRunning());

    m_bar->findChild<QPushButton *>(u"searchButton"_s)->click();

    QCOMPARE(runs.size(), 0);
    QVERIFY(m_bar->complaint().startsWith(u"At character 19: “soon” is no time"_s));
    QVERIFY(m_bar->findChild<QLabel *>(u"searchComplaint"_s)->isVisible());
    QCOMPARE(edit()->accessibleDescription(), m_bar->complaint());
    type(u"state:active"_s);
    QCOMPARE(m_bar->complaint(), QString());
}

void TestSearchBar::whatIsBeingTypedIsNotWrongYet()
{
    type(u"tenant:"_s);
    QCOMPARE(m_bar->complaint(), QString());
    type(u"tenant: alice"_s);
    QVERIFY(m_bar->complaint().startsWith("At character 1:"_L1));
    type(u"ip:203."_s);
    QCOMPARE(m_bar->complaint(), QString());
    edit()->setCursorPosition(0);
    QVERIFY(m_bar->complaint().startsWith("At character 4:"_L1));
}

void TestSearchBar::theCostIsShownBeforeItRuns()
{
    QSignalSpy wanted(m_bar.get(), &SearchBar::estimateWanted);
    const auto *chip = m_bar->findChild<Chip *>(u"costChip"_s);
    type(u"alice"_s);
    QCOMPARE(chip->text(), u"Index range"_s);
    type(QString(32, u'a'));
    QCOMPARE(chip->text(), u"Look-up"_s);
    QCOMPARE(wanted.size(), 0);

    type(u"level:guest"_s);
    QCOMPARE(chip->text(), u"Scan"_s);
    QVERIFY(wanted.size() > 0);
    m_bar->setEstimate(StoreEstimate {12'430, true});
    QCOMPARE(chip->text(), u"Scan, about %1 rows"_s.arg(QLocale().toString(12'430)));
    m_bar->setEstimate(StoreEstimate {200'000, false});
    QCOMPARE(chip->text(), u"Scan, over %1 rows"_s.arg(QLocale().toString(200'000)));
}

void TestSearchBar::escapeAndTheButtonStop()
{
    QSignalSpy stops(m_bar.get(), &SearchBar::stopWanted);
    auto *button = m_bar->findChild<QPushButton *>(u"searchButton"_s);
    QTest::keyClick(edit(), Qt::Key_Escape);
    QCOMPARE(stops.size(), 1);

    m_bar->setReading(true);
    QCOMPARE(button->accessibleName(), u"Stop"_s);
    button->click();
    QCOMPARE(stops.size(), 2);
    m_bar->setReading(false);
    QCOMPARE(button->accessibleName(), u"Search"_s);
}

void TestSearchBar::choicesAndTextAreInStep()
{
    QSignalSpy runs(m_bar.get(), &SearchBar::runWanted);
    type(u"alice state:expired seen:<7m"_s);
    QCOMPARE(choice("stateFilter")->currentData().toString(), u"expired"_s);
    QCOMPARE(choice("seenFilter")->currentText(), u"<7m"_s);
    QCOMPARE(choice("levelFilter")->currentIndex(), 0);

    auto *state = choice("stateFilter");
    state->setCurrentIndex(state->findData(u"active"_s));
    Q_EMIT state->activated(state->currentIndex());
    QCOMPARE(m_bar->text(), u"alice state:active seen:<7m"_s);
    QCOMPARE(runs.size(), 1);

    auto *seen = choice("seenFilter");
    seen->setCurrentIndex(0);
    Q_EMIT seen->activated(0);
    QCOMPARE(m_bar->text(), u"alice state:active"_s);
    QCOMPARE(seen->findText(u"<7m"_s), -1);
}

void TestSearchBar::aChoiceLeavesTheOtherWordsAlone_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("changed");
    QTest::newRow("added") << u"alice"_s << u"active"_s << u"alice state:active"_s;
    QTest::newRow("to nothing") << QString() << u"active"_s << u"state:active"_s;
    QTest::newRow("replaced") << u"state:x  \"a b\""_s << u"ended"_s << u"state:ended  \"a b\""_s;
    QTest::newRow("taken out") << u"alice state:active ip:1.2.3.4"_s << QString() << u"alice ip:1.2.3.4"_s;
    QTest::newRow("nothing to take out") << u"alice "_s << QString() << u"alice "_s;
    QTest::newRow("within quotes it is a name")
        << u"\"state:x\""_s << u"ended"_s << u"\"state:x\" state:ended"_s;
}

void TestSearchBar::aChoiceLeavesTheOtherWordsAlone()
{
    QFETCH(const QString, text);
    QFETCH(const QString, value);
    QFETCH(const QString, changed);

    QCOMPARE(withWord(text, u"state"_s, value), changed);
}

void TestSearchBar::fieldsAndValuesAreCompleted()
{
    SearchEdit line(m_window.get());
    line.setTenants({u"acme"_s, u"Acme East"_s, u"bank"_s});
    QVERIFY(line.completions(u"alice s"_s).contains(u"state:"_s));
    QVERIFY(line.completions(u"alice s"_s).contains(u"seen:"_s));
    QCOMPARE(line.completions(u"state:lo"_s), QStringList {u"state:logged-out"_s});
    QCOMPARE(line.completions(u"tenant:ac"_s), (QStringList {u"tenant:acme"_s, u"tenant:\"Acme East\""_s}));
    QCOMPARE(line.completions(u"-i"_s), QStringList {u"-ip:"_s});
    QCOMPARE(line.completions(u"alice "_s), QStringList());
    QCOMPARE(line.completions(QString()), QStringList());
}

void TestSearchBar::whatWasRunByHandIsRemembered()
{
    m_bar->setText(u"state:active"_s);
    m_bar->run();
    QCOMPARE(SearchShelf::history(), QStringList());

    for (int i = 0; i < SearchShelf::MostRemembered + 5; ++i) {
        type(u"user%1"_s.arg(i));
        QTest::keyClick(edit(), Qt::Key_Return);
    }
    type(u"user7"_s);
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(SearchShelf::history().size(), SearchShelf::MostRemembered);
    QCOMPARE(SearchShelf::history().constFirst(), u"user7"_s);
    QCOMPARE(SearchShelf::history().count(u"user7"_s), 1);
    SearchShelf::forget();
    QCOMPARE(SearchShelf::history(), QStringList());
}

void TestSearchBar::viewsAreKeptByName()
{
    SearchShelf::save(u"Guests & robots"_s, u"level:guest device:*bot*"_s);
    SearchShelf::save(u"Office"_s, u"ip:10.0.0.0/8"_s);
    SearchShelf::save(u"Office"_s, u"ip:10.1.0.0/16"_s);
    SearchShelf::save(u"Nonsense"_s, u"ip:"_s);
    SearchShelf::save({}, u"alice"_s);

    QCOMPARE(SearchShelf::views(),
             (QMap<QString, QString> {{u"Guests & robots"_s, u"level:guest device:*bot*"_s},
                                      {u"Office"_s, u"ip:10.1.0.0/16"_s}}));
    SearchShelf::remove(u"Office"_s);
    QCOMPARE(SearchShelf::views().size(), 1);
}

void TestSearchBar::brokenSettingsAreNoViews()
{
    QSettings settings;
    settings.setValue(u"search/v1/history"_s,
                      QStringList {u"user:\"open"_s, u"alice"_s, QString(70'000, u'x')});
    settings.setValue(u"search/v1/views/size"_s, 2'000'000'000);
    settings.setValue(u"search/v1/views/1/name"_s, u"Broken"_s);
    settings.setValue(u"search/v1/views/1/search"_s, u"colour:red"_s);

    QCOMPARE(SearchShelf::history(), QStringList {u"alice"_s});
    QVERIFY(SearchShelf::views().isEmpty());
}

void TestSearchBar::hostileTextsAreShownAsText()
{
    QSignalSpy runs(m_bar.get(), &SearchBar::runWanted);
    edit()->setText(QString(64 * 1024, u'x'));
    QCOMPARE_LE(m_bar->text().size(), ParsedSearch::LongestText);
    edit()->setText(u"user:a\u202eb <b>bold</b> x"_s);
    m_bar->run();
    QCOMPARE(runs.size(), 0);
    QVERIFY(!m_bar->complaint().contains(u'\u202e'));
    QCOMPARE(m_bar->findChild<QLabel *>(u"searchComplaint"_s)->textFormat(), Qt::PlainText);
}

QTEST_MAIN(TestSearchBar)
#include "tst_searchbar.moc"
