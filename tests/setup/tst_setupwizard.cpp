// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "bundlefixture.h"
#include "setup/setupwizard.h"

#include <QtCore/qdir.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qabstractbutton.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qprogressbar.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// The wizard on a small bundle, whose setup is a script that the test writes. With AXESS_PICTURES=FOLDER it
/// leaves pictures.
class TestSetupWizard : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void itInstallsWhatWasChosen();
    void aRefusalOfAFolderIsShownAtOnce();
    void aForeignShortcutIsRefusedOrLeftOut();
    void aFailureIsToldOnTheLastPage();
    void cancellingWaitsUntilAllIsUndone();
    void anInstallationThatIsThereIsNamed();

private:
    struct Window
    {
        explicit Window(const QByteArray &setup)
        {
            const QString program = fixture.bundle().folder() + u"/bin/axess-setup"_s;
            BundleFixture::write(program, "#!/bin/sh\n" + setup);
            QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
            for (const char *text : {"licence.txt", "licence-Apache-2.0.txt", "notices.txt"})
                BundleFixture::write(fixture.bundle().folder() + u"/share/"_s + QLatin1StringView(text),
                                     "A text of the licence.\n");
            QFile::copy(QDir(qEnvironmentVariable("AXESS_SOURCE_DIR"))
                            .filePath(u"resources/icons/axess-console.svg"_s),
                        fixture.bundle().folder() + u"/share/org.axess.Console.svg"_s);
            places.home = fixture.path(u"home"_s);
            places.dataHome = fixture.path(u"home/share"_s);
        }

        BundleFixture fixture;
        SetupPlaces places;
        TestMachine machine;
    };

    static void click(const SetupWizard &wizard, QWizard::WizardButton button)
    {
        wizard.button(button)->click();
    }
    static void picture(SetupWizard &wizard, const QString &name)
    {
        const QString folder = qEnvironmentVariable("AXESS_PICTURES");
        if (!folder.isEmpty())
            wizard.grab().save(folder + u'/' + name + u".png"_s);
    }
};

void TestSetupWizard::itInstallsWhatWasChosen()
{
    Window window("echo \"$@\" >\"${0%/*}/arguments\"; echo progress 30 100; read -r wait; exit 0\n");
    SetupWizard wizard(window.fixture.bundle(), window.places, window.machine);
    QSignalSpy ended(&wizard, &SetupWizard::installationEnded);
    wizard.show();
    picture(wizard, u"1-welcome"_s);
    click(wizard, QWizard::NextButton);
    picture(wizard, u"2-licence"_s);
    click(wizard, QWizard::NextButton);
    picture(wizard, u"3-where"_s);
    QVERIFY(wizard.button(QWizard::NextButton)->isEnabled());
    click(wizard, QWizard::NextButton);
    wizard.findChild<QAbstractButton *>(u"valkey"_s)->click();
    picture(wizard, u"4-components"_s);
    click(wizard, QWizard::NextButton);
    wizard.findChild<QAbstractButton *>(u"command"_s)->click();
    picture(wizard, u"5-shortcuts"_s);
    QVERIFY(wizard.findChild<QLabel *>(u"summary"_s)->text().contains(u"/.local/opt/axess-console"_s));

    click(wizard, QWizard::CommitButton);
    const auto *bar = wizard.findChild<QProgressBar *>(u"progress"_s);
    QTRY_COMPARE(bar->value(), 300);
    QVERIFY(!wizard.button(QWizard::NextButton)->isEnabled());
    picture(wizard, u"6-progress"_s);
    wizard.reject(); // The script takes the end of its input for its end.
    QVERIFY(ended.wait());

    QCOMPARE(BundleFixture::read(window.fixture.bundle().folder() + u"/bin/arguments"_s).trimmed(),
             "--unattended --progress --prefix " + window.places.home.toUtf8()
                 + "/.local/opt/axess-console --without valkey --no-command");
    QVERIFY(wizard.problem().isEmpty());
    QVERIFY(!wizard.findChild<QAbstractButton *>(u"startConsole"_s)->isHidden());
    picture(wizard, u"7-finish"_s);
}

void TestSetupWizard::aRefusalOfAFolderIsShownAtOnce()
{
    Window window("exit 0\n");
    BundleFixture::write(window.fixture.path(u"home/full/of.txt"_s), "things");
    SetupWizard wizard(window.fixture.bundle(), window.places, window.machine);
    wizard.show();
    click(wizard, QWizard::NextButton);
    click(wizard, QWizard::NextButton);
    wizard.findChild<QAbstractButton *>(u"elsewhere"_s)->click();
    auto *folder = wizard.findChild<QLineEdit *>(u"folder"_s);
    folder->selectAll();
    QTest::keyClicks(folder, window.fixture.path(u"home/full"_s));

    QVERIFY(!wizard.button(QWizard::NextButton)->isEnabled());
    QVERIFY(wizard.findChild<QLabel *>(u"objection"_s)->text().contains(u"something else"_s));
    picture(wizard, u"3-where-refused"_s);

    wizard.findChild<QAbstractButton *>(u"forMe"_s)->click();
    QVERIFY(wizard.button(QWizard::NextButton)->isEnabled());
}

void TestSetupWizard::aForeignShortcutIsRefusedOrLeftOut()
{
    Window window("exit 0\n");
    const QString command = window.places.home + u"/.local/bin/axess-console"_s;
    BundleFixture::write(command, "mine");
    SetupWizard wizard(window.fixture.bundle(), window.places, window.machine);
    wizard.show();
    for (int page = 0; page < 4; ++page)
        click(wizard, QWizard::NextButton);

    QVERIFY(!wizard.button(QWizard::CommitButton)->isEnabled());
    QVERIFY(wizard.findChild<QLabel *>(u"summary"_s)->text().contains(command));
    picture(wizard, u"5-shortcut-refused"_s);

    wizard.findChild<QAbstractButton *>(u"command"_s)->click();
    QVERIFY(wizard.button(QWizard::CommitButton)->isEnabled());
}

void TestSetupWizard::aFailureIsToldOnTheLastPage()
{
    Window window("echo 'axess-setup: The disk is full.' >&2; exit 1\n");
    SetupWizard wizard(window.fixture.bundle(), window.places, window.machine);
    QSignalSpy ended(&wizard, &SetupWizard::installationEnded);
    wizard.show();
    for (int page = 0; page < 4; ++page)
        click(wizard, QWizard::NextButton);
    click(wizard, QWizard::CommitButton);
    QVERIFY(!ended.isEmpty() || ended.wait());

    QCOMPARE(wizard.findChild<QLabel *>(u"outcome"_s)->text(), u"The disk is full."_s);
    QVERIFY(wizard.findChild<QAbstractButton *>(u"startConsole"_s)->isHidden());
    picture(wizard, u"7-failed"_s);
}

void TestSetupWizard::cancellingWaitsUntilAllIsUndone()
{
    Window window("echo progress 1 2; read -r wait; echo undone >\"${0%/*}/undone\"; "
                  "echo 'axess-setup: Cancelled; nothing was installed.' >&2; exit 1\n");
    SetupWizard wizard(window.fixture.bundle(), window.places, window.machine);
    QSignalSpy ended(&wizard, &SetupWizard::installationEnded);
    wizard.show();
    for (int page = 0; page < 4; ++page)
        click(wizard, QWizard::NextButton);
    click(wizard, QWizard::CommitButton);

    click(wizard, QWizard::CancelButton);

    QVERIFY(wizard.isVisible());
    QVERIFY(ended.wait());
    QVERIFY(QFileInfo::exists(window.fixture.bundle().folder() + u"/bin/undone"_s));
    QCOMPARE(wizard.problem(), u"Cancelled; nothing was installed."_s);
}

void TestSetupWizard::anInstallationThatIsThereIsNamed()
{
    Window window("exit 0\n");
    const QString place = window.places.usualPrefix(false);
    BundleFixture::write(place + u"/bundle.info"_s,
                         "name=axess-console\nversion=0.0.9\narchitecture=x86_64\n");
    BundleFixture::write(place + u"/manifest.sha256"_s, QByteArray(64, 'a') + "  bundle.info\n");
    BundleFixture::write(place + u"/share/components.txt"_s, "");
    SetupWizard wizard(window.fixture.bundle(), window.places, window.machine);
    wizard.show();

    bool isNamed = false;
    for (const auto *label : wizard.findChildren<QLabel *>())
        isNamed
            = isNamed || (label->text().contains(u"0.0.9"_s) && label->text().contains(u"Settings stay"_s));
    QVERIFY(isNamed);
    picture(wizard, u"1-welcome-older"_s);
}

QTEST_MAIN(TestSetupWizard)
#include "tst_setupwizard.moc"
