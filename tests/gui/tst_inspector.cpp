// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "models/eventmodel.h"
#include "pages/commonview.h"
#include "pages/inspector.h"
#include "pages/rawview.h"
#include "pages/relatedview.h"
#include "pages/sessiondataview.h"
#include "pages/sessionspage.h"
#include "widgets/statepanel.h"

#include <QtCore/qtemporarydir.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtabwidget.h>
#include <QtWidgets/qtoolbutton.h>
#include <QtWidgets/qtreewidget.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestInspector : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void dataStaysShutUntilItIsUnlocked();
    void dataIsShutAgainForTheNextSession();
    void withoutTheKeyDataStaysShut();
    void anAlteredSessionIsCalledCorrupt();
    void valuesThatLookSecretAreHidden();
    void theTimelineTellsOfThisSessionOnly();
    void relatedSessionsAreCountedFirst();
    void aGuestHasNoUserInCommon();
    void bytesAreShownOnlyWhenAskedForTwice();
    void severalSessionsShowWhatTheyHaveInCommon();
    void bytesStandInLinesOfSixteen();

private:
    /// Opens the window and chooses the session.
    static bool inspect(WindowFixture &fixture, const SessionRow &session,
                        WindowFixture::Access access = WindowFixture::Access::WithKey);
};

bool TestInspector::inspect(WindowFixture &fixture, const SessionRow &session, WindowFixture::Access access)
{
    if (!fixture.window)
        fixture.openWindow(access);
    if (!fixture.turnTo(SessionsPageNumber))
        return false;
    fixture.window->sessions().select({session.id});
    return QTest::qWaitFor([&] { return fixture.window->isSettled(); });
}

void TestInspector::dataStaysShutUntilItIsUnlocked()
{
    WindowFixture fixture;
    QVERIFY(inspect(fixture, fixture.addSession(u"ann"_s)));
    SessionDataView &data = fixture.window->inspector().data();
    QVERIFY(!data.isOpen());
    QVERIFY(fixture.window->inspector().verdict().startsWith("Not verified"_L1));

    data.unlock();

    QTRY_VERIFY(data.isOpen());
    QVERIFY(fixture.window->inspector().verdict().startsWith("Verified"_L1));
    QCOMPARE(fixture.child<QTreeWidget>("dataTree")->topLevelItem(0)->text(1), u"4711"_s);
}

void TestInspector::dataIsShutAgainForTheNextSession()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    const SessionRow bob = fixture.addSession(u"bob"_s);
    QVERIFY(inspect(fixture, ann));
    fixture.window->inspector().data().unlock();
    QTRY_VERIFY(fixture.window->inspector().data().isOpen());

    QVERIFY(inspect(fixture, bob));

    QVERIFY(!fixture.window->inspector().data().isOpen());
    QCOMPARE(fixture.child<QTreeWidget>("dataTree")->topLevelItemCount(), 0);
}

void TestInspector::withoutTheKeyDataStaysShut()
{
    WindowFixture fixture;
    QVERIFY(inspect(fixture, fixture.addSession(u"ann"_s), WindowFixture::Access::Keyless));
    SessionDataView &data = fixture.window->inspector().data();

    QVERIFY(!data.isOpen());
    QVERIFY(data.sentence().contains("without the store's key"_L1));
}

void TestInspector::anAlteredSessionIsCalledCorrupt()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    SealedRow altered = fixture.store.stored(ann.id);
    altered.payload[altered.payload.size() / 2] ^= 1;
    fixture.store.overwrite(altered);
    QVERIFY(inspect(fixture, ann));
    SessionDataView &data = fixture.window->inspector().data();

    data.unlock();

    QTRY_VERIFY(data.sentence().startsWith("Corrupt"_L1));
    QVERIFY(!data.isOpen());
}

void TestInspector::valuesThatLookSecretAreHidden()
{
    WindowFixture fixture;
    QVERIFY(inspect(fixture, fixture.addSession(u"ann"_s)));
    fixture.window->inspector().data().unlock();
    QTRY_VERIFY(fixture.window->inspector().data().isOpen());
    const QTreeWidgetItem *secret = fixture.child<QTreeWidget>("dataTree")->topLevelItem(1);
    QCOMPARE(secret->text(0), u"csrfToken"_s);
    QVERIFY(!secret->text(1).contains("do not show"_L1));

    fixture.child<QCheckBox>("showSecrets")->setChecked(true);

    QCOMPARE(secret->text(1), u"do not show"_s);
}

void TestInspector::theTimelineTellsOfThisSessionOnly()
{
    WindowFixture fixture;
    const SessionRow first = fixture.addSession(u"ann"_s);
    fixture.addSession(u"ann"_s);
    QVERIFY(inspect(fixture, first));

    EventModel &timeline = fixture.window->inspector().timeline();

    QCOMPARE_GE(timeline.rowCount(), 1);
    for (int row = 0; row < timeline.rowCount(); ++row)
        QCOMPARE(timeline.event(row).session, first.id);
}

void TestInspector::relatedSessionsAreCountedFirst()
{
    WindowFixture fixture;
    const SessionRow first = fixture.addSession(u"ann"_s);
    const QList ended {fixture.addSession(u"ann"_s).id};
    fixture.addSession(u"ann"_s, u"bank"_s);
    fixture.addSession(u"bob"_s);
    QVERIFY(fixture.opened->revoke(ended, u"lost"_s, std::chrono::hours(1)).has_value());
    QVERIFY(inspect(fixture, first));
    RelatedView &related = fixture.window->inspector().related();
    QCOMPARE(related.countOf(0), QString());

    fixture.child<QTabWidget>("inspectorTabs")->setCurrentWidget(&related);
    QTRY_COMPARE(related.countOf(0), u"2, 1 of them live"_s);
    QCOMPARE(related.countOf(1), QString());
    related.findChildren<QPushButton *>().at(1)->click();
    QTRY_COMPARE(related.countOf(1), u"4, 3 of them live"_s);

    related.findChildren<QToolButton *>().at(0)->click();
    QTRY_VERIFY(fixture.window->isSettled());
    QCOMPARE(fixture.window->sessions().tabCount(), 2);
    QCOMPARE(fixture.window->sessions().model().rowCount(), 2);
}

void TestInspector::aGuestHasNoUserInCommon()
{
    WindowFixture fixture;
    QVERIFY(inspect(fixture, fixture.addGuest()));
    RelatedView &related = fixture.window->inspector().related();

    fixture.child<QTabWidget>("inspectorTabs")->setCurrentWidget(&related);

    QVERIFY(related.isSettled());
    QCOMPARE(related.countOf(0), u"none known"_s);
    QCOMPARE(related.countOf(1), u"none known"_s);
    QVERIFY(!related.findChildren<QToolButton *>().at(0)->isEnabled());
}

void TestInspector::bytesAreShownOnlyWhenAskedForTwice()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    const SessionRow bob = fixture.addSession(u"bob"_s);
    QVERIFY(inspect(fixture, ann));
    RawView &raw = fixture.window->inspector().raw();
    auto *panel = raw.findChild<StatePanel *>();
    Q_EMIT panel->actionTriggered();
    QTRY_VERIFY(fixture.window->inspector().data().isOpen());
    QCOMPARE(raw.text(), QString());

    Q_EMIT panel->actionTriggered();
    QVERIFY(raw.text().startsWith("000000  "_L1));
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"data.cbor"_s);
    QCOMPARE(raw.save(path), QString());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QCborValue::fromCbor(file.readAll()).toMap().value(u"basket"_s).toInteger(), 4711);
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(!raw.save(folder.filePath(u"no/such/folder"_s)).isEmpty());

    QVERIFY(inspect(fixture, bob));
    QCOMPARE(raw.text(), QString());
}

void TestInspector::severalSessionsShowWhatTheyHaveInCommon()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    const SessionRow bob = fixture.addSession(u"bob"_s);
    QVERIFY(inspect(fixture, ann));
    fixture.window->sessions().select({ann.id, bob.id});

    const auto *common = fixture.window->inspector().findChild<CommonView *>();
    QVERIFY(common->isVisible());
    QStringList texts;
    for (const QLabel *label : common->findChildren<QLabel *>())
        texts.append(label->text());
    QVERIFY(texts.contains(u"2 sessions"_s) || texts.contains(u"2 session(s)"_s));
    QVERIFY(texts.contains(u"(2 different)"_s));
    QVERIFY(texts.contains(u"acme"_s));
    QVERIFY(texts.contains(u"203.0.113.7"_s));

    fixture.window->sessions().select({ann.id});
    QVERIFY(!common->isVisible());
}

void TestInspector::bytesStandInLinesOfSixteen()
{
    QByteArray bytes;
    for (int i = 0; i < 18; ++i)
        bytes.append(char(i == 17 ? 0xff : 0x40 + i));
    QCOMPARE(RawView::hexDump(bytes),
             u"000000  40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO\n"
             "000010  50 ff                                            P.\n"_s);
    QCOMPARE(RawView::hexDump({}), QString());
}

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
