// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "logouts/bulklogouts.h"

#include <QtCore/qstandardpaths.h>
#include <QtWidgets/qmessagebox.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtoolbutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Log-outs in bulk that go on while somebody works in the window.
class TestJobsDock : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void theJobsDockSteers();
    void closingWithAJobIsAsked();
};

void TestJobsDock::theJobsDockSteers()
{
    WindowFixture fixture;
    BulkOrder order;
    for (int i = 0; i < 6; ++i)
        order.ids.append(fixture.addSession(u"user%1"_s.arg(i)).id);
    order.title = u"Some"_s;
    order.reason = u"Test"_s;
    order.canary = 2;
    fixture.openWindow();

    fixture.window->bulkLogOuts().start(order);

    BulkLogOut *job = fixture.window->bulkLogOuts().logOut(0);
    QTRY_COMPARE(job->state(), BulkLogOut::State::Paused);
    QVERIFY(!fixture.child<QToolButton>("jobPause")->isEnabled());
    QVERIFY(fixture.child<QToolButton>("jobCancel")->isEnabled());
    fixture.child<QToolButton>("jobResume")->click();
    QTRY_COMPARE(job->state(), BulkLogOut::State::Done);
    QCOMPARE(fixture.window->bulkLogOuts().jobs().rowCount(), 1);
    fixture.child<QToolButton>("jobsClear")->click();
    QCOMPARE(fixture.window->bulkLogOuts().jobs().rowCount(), 0);
}

void TestJobsDock::closingWithAJobIsAsked()
{
    WindowFixture fixture;
    BulkOrder order;
    order.ids.append(fixture.addSession(u"ann"_s).id);
    order.title = u"Some"_s;
    order.reason = u"Test"_s;
    order.countdown = 60s;
    fixture.openWindow();
    fixture.window->setAttribute(Qt::WA_DeleteOnClose, false);
    fixture.window->bulkLogOuts().start(order);

    // Of a message box, whose size is fixed, by the platform without a screen.
    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support propagateSizeHints()");
    QVERIFY(!fixture.window->close());
    auto *box = fixture.child<QMessageBox>("closeQuestion");
    QVERIFY(box);
    QCOMPARE(box->defaultButton()->text(), u"Do not close"_s);
    box->defaultButton()->click();
    QVERIFY(fixture.window->isVisible());

    fixture.window->bulkLogOuts().logOut(0)->cancel();
    QVERIFY(fixture.window->close());
}

QTEST_MAIN(TestJobsDock)
#include "tst_jobsdock.moc"
