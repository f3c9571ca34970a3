// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "logoutquestions.h"

#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qtablewidget.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The questions before up to a thousand sessions are logged out.
class TestLogOutDialog : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void oneSessionIsAskedAboutInALine();
    void severalAreShownInATable();
    void aUserIsShownWithTheClientsCounted();
    void inProductionTheUserIsTyped();
    void severalUsersAreConfirmedByTheirNumber();
    void aReasonIsRequiredAndCancelIsTheDefault();
    void cancelEndsNothing();
    void aCompromisedAccountHasNoGrace();
    void theLineOfAxessctlIsCopied();
};

void TestLogOutDialog::oneSessionIsAskedAboutInALine()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.store.clock->advance(5min);

    const LogOutDialog *dialog = LogOutQuestions::ask(fixture, {ann.id});

    QVERIFY(dialog);
    QVERIFY(!dialog->findChild<QTableWidget *>());
    QCOMPARE(dialog->findChild<QLabel *>(u"logOutLine"_s)->text(),
             u"ann (acme) · Firefox on Linux · 203.0.113.7 · began 5 min ago"_s);
    QCOMPARE(dialog->grace(), 10s);
}

void TestLogOutDialog::severalAreShownInATable()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    const SessionRow bob = fixture.addSession(u"bob"_s);
    fixture.store.clock->advance(5min);

    const LogOutDialog *dialog = LogOutQuestions::ask(fixture, {ann.id, bob.id});

    QVERIFY(dialog);
    const auto *preview = dialog->findChild<QTableWidget *>();
    QCOMPARE(preview->rowCount(), 2);
    QCOMPARE(preview->item(0, 0)->text(), u"bob (acme)"_s);
    QCOMPARE(preview->item(0, 1)->text(), u"Firefox on Linux · 203.0.113.7"_s);
    QCOMPARE(preview->item(0, 2)->text(), u"5 min ago"_s);
    QVERIFY(!dialog->findChild<QLabel *>(u"logOutClients"_s));
}

void TestLogOutDialog::aUserIsShownWithTheClientsCounted()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.addSession(u"ann"_s);
    fixture.openWindow();

    const LogOutDialog *dialog = LogOutQuestions::askAll(fixture, ann);

    QVERIFY(dialog);
    QCOMPARE(dialog->findChild<QTableWidget *>()->rowCount(), 2);
    QCOMPARE(dialog->findChild<QLabel *>(u"logOutClients"_s)->text(), u"Firefox on Linux: 2"_s);
    QVERIFY(!dialog->findChild<QLineEdit *>(u"logOutTyped"_s));
    QCOMPARE(dialog->grace(), 30s);
}

void TestLogOutDialog::inProductionTheUserIsTyped()
{
    WindowFixture fixture;
    fixture.address.environment = Environment::Production;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    fixture.openWindow();
    const LogOutDialog *dialog = LogOutQuestions::askAll(fixture, ann);
    QVERIFY(dialog);
    auto *typed = dialog->findChild<QLineEdit *>(u"logOutTyped"_s);
    const auto *confirmed = dialog->findChild<QPushButton *>(u"logOutConfirm"_s);
    dialog->findChild<QComboBox *>(u"logOutReason"_s)->setEditText(u"Asked for"_s);

    QVERIFY(!confirmed->isEnabled());
    typed->setText(u"Ann"_s);
    QVERIFY(!confirmed->isEnabled());
    typed->setText(u" ann "_s);
    QVERIFY(confirmed->isEnabled());
}

void TestLogOutDialog::severalUsersAreConfirmedByTheirNumber()
{
    WindowFixture fixture;
    LogOutPlan plan;
    for (int i = 0; i < 11; ++i)
        plan.sessions.append({fixture.addSession(u"user%1"_s.arg(i)), Life::Live});

    const LogOutDialog dialog(plan, Environment::Production, {u"memory:"_s, {}});

    QCOMPARE(plan.typedName(), u"11"_s);
    QCOMPARE(dialog.findChild<QLineEdit *>(u"logOutTyped"_s)->placeholderText(), u"11"_s);
}

void TestLogOutDialog::aReasonIsRequiredAndCancelIsTheDefault()
{
    WindowFixture fixture;
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {fixture.addSession(u"ann"_s).id});
    QVERIFY(dialog);
    auto *reason = dialog->findChild<QComboBox *>(u"logOutReason"_s);
    const auto *confirmed = dialog->findChild<QPushButton *>(u"logOutConfirm"_s);

    QVERIFY(dialog->findChild<QPushButton *>(u"logOutCancel"_s)->isDefault());
    QVERIFY(!confirmed->isEnabled());
    reason->setEditText(u"   "_s);
    QVERIFY(!confirmed->isEnabled());
    reason->setEditText(QString(257, u'x'));
    QVERIFY(!confirmed->isEnabled());
    reason->setEditText(u"Laptop stolen"_s);
    QVERIFY(confirmed->isEnabled());
}

void TestLogOutDialog::cancelEndsNothing()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {ann.id});
    QVERIFY(dialog);

    QTest::keyClick(dialog, Qt::Key_Return);

    QVERIFY(!dialog->isVisible());
    QCOMPARE(fixture.lifeOf(ann.id), Life::Live);
}

void TestLogOutDialog::aCompromisedAccountHasNoGrace()
{
    WindowFixture fixture;
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {fixture.addSession(u"ann"_s).id});
    QVERIFY(dialog);
    auto *reason = dialog->findChild<QComboBox *>(u"logOutReason"_s);
    const int compromised = reason->findText(u"Account compromised"_s);
    QVERIFY(compromised >= 0);

    reason->setCurrentIndex(compromised);
    Q_EMIT reason->activated(compromised);

    QCOMPARE(dialog->grace(), 0ms);
    QVERIFY(dialog->findChild<QCheckBox *>(u"logOutAtOnce"_s)->isChecked());
    QCOMPARE(dialog->findChild<QLabel *>(u"logOutUndo"_s)->text(), u"Cannot be undone."_s);
    dialog->findChild<QCheckBox *>(u"logOutAtOnce"_s)->setChecked(false);
    QCOMPARE(dialog->grace(), 10s);
}

void TestLogOutDialog::theLineOfAxessctlIsCopied()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutDialog *dialog = LogOutQuestions::ask(fixture, {ann.id});
    QVERIFY(dialog);
    dialog->findChild<QComboBox *>(u"logOutReason"_s)->setEditText(u"It's lost"_s);

    dialog->findChild<QPushButton *>(u"logOutCopyLine"_s)->click();

    QCOMPARE(QGuiApplication::clipboard()->text(),
             u"axessctl --store=memory: session revoke %1 '--reason=It'\\''s lost' --grace=10s"_s.arg(
                 ann.id.text()));
}

QTEST_MAIN(TestLogOutDialog)
#include "tst_logoutdialog.moc"
