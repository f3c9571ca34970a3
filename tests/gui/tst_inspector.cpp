// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "models/eventmodel.h"
#include "pages/inspector.h"
#include "pages/sessiondataview.h"
#include "pages/sessionspage.h"
#include "widgets/statepanel.h"

#include <QtWidgets/qcheckbox.h>
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

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
