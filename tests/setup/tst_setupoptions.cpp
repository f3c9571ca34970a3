// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "bundlefixture.h"
#include "cli/profiles/profileformat.h"
#include "setup/desktopentry.h"
#include "setup/setupoptions.h"
#include "verify.h"

#include <QtCore/qdir.h>
#include <QtCore/qprocess.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestSetupOptions : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void withoutOptionsTheWizardAsks();
    void withoutADisplayItSaysHow();
    void anInstallationForOneOrForEverybody();
    void componentsAreLeftOutByName();
    void profilesAreReadBeforeAnythingIsInstalled();
    void profilesThatCannotBeUsedAreRefused_data();
    void profilesThatCannotBeUsedAreRefused();
    void whatTheWizardChoseIsUnderstood();
    void anEntryOfTheMenuStandsAnyFolder();

private:
    Result<SetupOptions> parsed(const QStringList &arguments, const SetupPlaces &places) const
    {
        return SetupOptions::parse(QStringList {u"axess-setup"_s} + arguments, places, m_fixture.bundle());
    }

    const BundleFixture m_fixture;
    const SetupPlaces m_ann {.home = u"/home/ann"_s, .dataHome = u"/home/ann/.local/share"_s};
};

void TestSetupOptions::withoutOptionsTheWizardAsks()
{
    TAKE(options, parsed({}, m_ann));
    QCOMPARE(options.act, SetupOptions::Act::ShowWizard);
    VERIFY_FAILS(parsed({u"--printer"_s}, m_ann), ErrorCode::InvalidArgument);
    VERIFY_FAILS(parsed({u"here"_s}, m_ann), ErrorCode::InvalidArgument);
}

void TestSetupOptions::withoutADisplayItSaysHow()
{
    SetupPlaces places = m_ann;
    places.hasDisplay = false;
    const auto refused = parsed({}, places);
    VERIFY_FAILS(refused, ErrorCode::InvalidArgument);
    QVERIFY(refused.error().message().contains(u"--unattended"_s));
    VERIFY_OK(parsed({u"--unattended"_s}, places));
}

void TestSetupOptions::anInstallationForOneOrForEverybody()
{
    TAKE(mine, parsed({u"--unattended"_s}, m_ann));
    QCOMPARE(mine.install.prefix, u"/home/ann/.local/opt/axess-console"_s);
    QCOMPARE(mine.install.menuFolder, u"/home/ann/.local/share/applications"_s);
    QCOMPARE(mine.install.commandFolder, u"/home/ann/.local/bin"_s);

    SetupPlaces root = m_ann;
    root.isRoot = true;
    TAKE(everybodys, parsed({u"--unattended"_s}, root));
    QCOMPARE(everybodys.install.prefix, u"/opt/axess-console"_s);
    QCOMPARE(everybodys.install.commandFolder, u"/usr/local/bin"_s);

    TAKE(elsewhere, parsed({u"--unattended"_s, u"--prefix"_s, u"some where/../here"_s}, m_ann));
    QCOMPARE(elsewhere.install.prefix, QDir::currentPath() + u"/here"_s);
}

void TestSetupOptions::profilesAreReadBeforeAnythingIsInstalled()
{
    Profile profile;
    profile.id = QUuid(1, 1, 0x4001, 0x80, 0, 0, 0, 0, 0, 0, 1);
    profile.name = u"Shop"_s;
    profile.store = u"postgres://support@db.example/sessions"_s;
    const QByteArray content = ProfileFormat::toJson({profile});
    BundleFixture::write(m_fixture.path(u"fleet.json"_s), content);
    SetupPlaces root = m_ann;
    root.isRoot = true;
    root.folder = m_fixture.path(u""_s);
    TAKE(options, parsed({u"--unattended"_s, u"--profiles"_s, u"fleet.json"_s}, root));
    QCOMPARE(options.install.profiles, content);
    QCOMPARE(options.install.profileFolder, u"/etc/axess/console.d"_s);
    TAKE(without, parsed({u"--unattended"_s}, root));
    QVERIFY(without.install.profiles.isEmpty());

    // A person's own connections are that person's.
    const auto mine = parsed({u"--unattended"_s, u"--profiles"_s, m_fixture.path(u"fleet.json"_s)}, m_ann);
    VERIFY_FAILS(mine, ErrorCode::InvalidArgument);
    QVERIFY(mine.error().message().contains(u"--system"_s));
    const auto asking = parsed({u"--profiles"_s, u"fleet.json"_s}, root);
    VERIFY_FAILS(asking, ErrorCode::InvalidArgument);
    QVERIFY(asking.error().message().contains(u"--unattended"_s));
}

void TestSetupOptions::profilesThatCannotBeUsedAreRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("another program's") << "{\"name\": \"printer\"}"_ba;
    QTest::newRow("cut off") << ProfileFormat::toJson({}).chopped(3);
    QTest::newRow("none in it") << ProfileFormat::toJson({});
    QTest::newRow("too large") << QByteArray(ProfileFormat::MostBytes + 1, ' ');
}

void TestSetupOptions::profilesThatCannotBeUsedAreRefused()
{
    QFETCH(const QByteArray, content);
    const QString path = m_fixture.path(u"fleet.json"_s);
    BundleFixture::write(path, content);
    SetupPlaces root = m_ann;
    root.isRoot = true;
    const auto refused = parsed({u"--unattended"_s, u"--profiles"_s, path}, root);
    VERIFY_FAILS(refused, ErrorCode::InvalidArgument);
    QVERIFY2(refused.error().message().contains(path), qPrintable(refused.error().message()));
    VERIFY_FAILS(parsed({u"--unattended"_s, u"--profiles"_s, path + u".not"_s}, root),
                 ErrorCode::InvalidArgument);
}

void TestSetupOptions::componentsAreLeftOutByName()
{
    TAKE(options, parsed({u"--unattended"_s, u"--without"_s, u"valkey"_s}, m_ann));
    QVERIFY(options.install.components.isEmpty());
    const auto refused = parsed({u"--unattended"_s, u"--without"_s, u"printer"_s}, m_ann);
    VERIFY_FAILS(refused, ErrorCode::InvalidArgument);
    QVERIFY(refused.error().message().contains(u"valkey"_s));
}

void TestSetupOptions::whatTheWizardChoseIsUnderstood()
{
    const InstallOptions chosen {.prefix = u"/home/ann/süß und leer"_s,
                                 .components = {},
                                 .menuEntry = false,
                                 .command = false,
                                 .menuFolder = {},
                                 .commandFolder = {}};
    const QStringList arguments = SetupOptions::argumentsFor(chosen, m_fixture.bundle().components());

    TAKE(options, parsed(arguments, m_ann));

    QCOMPARE(options.act, SetupOptions::Act::Install);
    QVERIFY(options.reportsProgress && !options.install.menuEntry && !options.install.command);
    QCOMPARE(options.install.prefix, chosen.prefix);
    QVERIFY(options.install.components.isEmpty());
}

void TestSetupOptions::anEntryOfTheMenuStandsAnyFolder()
{
    QCOMPARE(DesktopEntry::quoted(u"/a b/ü"_s), u"\"/a b/ü\""_s);
    QCOMPARE(DesktopEntry::quoted(u"/100%"_s), u"\"/100%%\""_s);
    QCOMPARE(DesktopEntry::quoted(u"/$`\"\\"_s), u"\"/\\\\$\\\\`\\\\\"\\\\\\\\\""_s);

    const QString pattern = QDir(qEnvironmentVariable("AXESS_SOURCE_DIR"))
                                .filePath(u"installer/console/org.axess.Console.desktop"_s);
    const QString file = m_fixture.path(u"org.axess.Console.desktop"_s);
    BundleFixture::write(file,
                         DesktopEntry::forInstallation(pattern, u"/home/ann/süß $und \"leer\" 100% \\x"_s));
    QProcess validator;
    validator.start(u"desktop-file-validate"_s, {file});
    QVERIFY(validator.waitForFinished());
    QVERIFY2(validator.exitCode() == 0,
             (validator.readAllStandardOutput() + validator.readAllStandardError()).constData());
}

QTEST_GUILESS_MAIN(TestSetupOptions)
#include "tst_setupoptions.moc"
