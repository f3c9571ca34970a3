// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "bundlefixture.h"
#include "setup/uninstaller.h"
#include "verify.h"

#include <QtCore/qdir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestInstaller : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aBundleIsInstalledWithItsEntries();
    void aComponentIsLeftOut();
    void anOlderInstallationIsReplacedAndForeignFilesStay();
    void aDamagedInstallationIsRepaired();
    void entriesThatAreNoLongerWantedGo();
    void profilesArePutInPlaceAndStay();
    void profilesOfOthersAreRefused();
    void failingAtAnyStepLeavesAllAsItWas_data();
    void failingAtAnyStepLeavesAllAsItWas();
    void cancellingAtAnyFileLeavesAllAsItWas();
    void whatAKilledSetupLeftIsPutRight();
    void refusalsAreOneSentenceAndChangeNothing_data();
    void refusalsAreOneSentenceAndChangeNothing();
    void oneFlippedByteIsFound();
    void aManifestNamesNothingOutside();

private:
    Result<void> installed(BundleFixture &fixture, const InstallOptions &options)
    {
        SetupFiles files;
        return Installer(fixture.bundle(), options, m_machine, files).install(always);
    }
    static bool always(qint64, qint64) { return true; }

    TestMachine m_machine;
};

void TestInstaller::aBundleIsInstalledWithItsEntries()
{
    BundleFixture fixture;
    VERIFY_OK(installed(fixture, fixture.options()));

    QCOMPARE(BundleFixture::read(fixture.prefix() + u"/libexec/axess-console"_s), "a program");
    QVERIFY(QFileInfo(fixture.prefix() + u"/bin/axess-console"_s).isExecutable());
    QVERIFY(!QFileInfo(fixture.prefix() + u"/libexec/axess-console"_s).isExecutable());
    const QByteArray entry
        = BundleFixture::read(fixture.path(u"home/share/applications/org.axess.Console.desktop"_s));
    QVERIFY(entry.contains("Exec=\"" + fixture.prefix().toUtf8() + "/bin/axess-console\"\n"));
    QCOMPARE(QFileInfo(fixture.path(u"home/bin/axess-console"_s)).readSymLink(),
             fixture.prefix() + u"/bin/axess-console"_s);
    QCOMPARE(QDir(QFileInfo(fixture.prefix()).path())
                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList {u"axess-console"_s});
    QCOMPARE(Installer::installedVersion(fixture.prefix()), QVersionNumber(0, 1, 0));
}

void TestInstaller::aComponentIsLeftOut()
{
    BundleFixture fixture;
    InstallOptions options = fixture.options();
    options.components.clear();
    VERIFY_OK(installed(fixture, options));

    QVERIFY(!QFileInfo::exists(fixture.prefix() + u"/plugins"_s));
    TAKE(bundle, Bundle::read(fixture.prefix()));
    QCOMPARE(bundle.files().size(), fixture.bundle().files().size() - 1);
}

void TestInstaller::anOlderInstallationIsReplacedAndForeignFilesStay()
{
    BundleFixture fixture(u"0.0.9"_s);
    VERIFY_OK(installed(fixture, fixture.options()));
    BundleFixture::write(fixture.prefix() + u"/notes/mine.txt"_s, "mine");
    TAKE(newer, Bundle::read(fixture.makeBundle(u"0.1.0"_s, u"a newer program"_s)));

    SetupFiles files;
    VERIFY_OK(Installer(newer, fixture.options(), m_machine, files).install(always));

    QCOMPARE(BundleFixture::read(fixture.prefix() + u"/libexec/axess-console"_s), "a newer program");
    QCOMPARE(BundleFixture::read(fixture.prefix() + u"/notes/mine.txt"_s), "mine");
    QCOMPARE(Installer::installedVersion(fixture.prefix()), QVersionNumber(0, 1, 0));
}

void TestInstaller::aDamagedInstallationIsRepaired()
{
    BundleFixture fixture;
    VERIFY_OK(installed(fixture, fixture.options()));
    const auto whole = fixture.everything();
    BundleFixture::write(fixture.prefix() + u"/libexec/axess-console"_s, "broken");
    QFile::remove(fixture.prefix() + u"/manifest.sha256"_s);
    QFile::remove(fixture.path(u"home/bin/axess-console"_s));

    VERIFY_OK(installed(fixture, fixture.options()));

    QCOMPARE(fixture.everything(), whole);
}

void TestInstaller::entriesThatAreNoLongerWantedGo()
{
    BundleFixture fixture;
    VERIFY_OK(installed(fixture, fixture.options()));
    InstallOptions options = fixture.options();
    options.menuEntry = false;
    VERIFY_OK(installed(fixture, options));

    QVERIFY(!QFileInfo::exists(fixture.path(u"home/share/applications/org.axess.Console.desktop"_s)));
    QVERIFY(QFileInfo(fixture.path(u"home/bin/axess-console"_s)).isSymbolicLink());
}

void TestInstaller::profilesArePutInPlaceAndStay()
{
    BundleFixture fixture;
    const QString path = fixture.path(u"home/etc/console.d/axess-console.json"_s);
    InstallOptions options = fixture.options();
    options.profiles = "the first";
    VERIFY_OK(installed(fixture, options));
    QCOMPARE(BundleFixture::read(path), "the first");
    QVERIFY(!(QFileInfo(path).permissions() & (QFile::WriteGroup | QFile::WriteOther)));

    // An upgrade that brings none keeps them, and they are still the setup's.
    VERIFY_OK(installed(fixture, fixture.options()));
    QCOMPARE(BundleFixture::read(path), "the first");
    options.profiles = "the second";
    VERIFY_OK(installed(fixture, options));
    QCOMPARE(BundleFixture::read(path), "the second");

    VERIFY_OK(installed(fixture, fixture.options()));
    SetupFiles files;
    TAKE(kept, Uninstaller(fixture.prefix(), m_machine, files).uninstall());
    QVERIFY(kept.isEmpty());
    QVERIFY(!QFileInfo::exists(path));
}

void TestInstaller::profilesOfOthersAreRefused()
{
    BundleFixture fixture;
    const QString path = fixture.path(u"home/etc/console.d/axess-console.json"_s);
    InstallOptions options = fixture.options();
    options.profiles = "a fleet's";
    BundleFixture::write(path, "somebody's");
    const auto before = fixture.everything();
    const auto refused = installed(fixture, options);
    VERIFY_FAILS(refused, ErrorCode::InvalidArgument);
    QVERIFY2(refused.error().message().contains(u"--profiles"_s), qPrintable(refused.error().message()));
    QCOMPARE(fixture.everything(), before);

    // What was put there and then changed is nobody's to take away silently, nor to remove.
    QVERIFY(QFile::remove(path));
    VERIFY_OK(installed(fixture, options));
    BundleFixture::write(path, "changed");
    VERIFY_FAILS(installed(fixture, options), ErrorCode::InvalidArgument);
    VERIFY_OK(installed(fixture, fixture.options()));
    QCOMPARE(BundleFixture::read(path), "changed");
    SetupFiles files;
    TAKE(kept, Uninstaller(fixture.prefix(), m_machine, files).uninstall());
    QCOMPARE(kept, QStringList {path});
    QCOMPARE(BundleFixture::read(path), "changed");
}

void TestInstaller::failingAtAnyStepLeavesAllAsItWas_data()
{
    QTest::addColumn<bool>("overAnOlderOne");
    QTest::newRow("new") << false;
    QTest::newRow("in place of an older one") << true;
}

void TestInstaller::failingAtAnyStepLeavesAllAsItWas()
{
    QFETCH(const bool, overAnOlderOne);
    BundleFixture fixture(u"0.0.9"_s);
    if (overAnOlderOne) {
        VERIFY_OK(installed(fixture, fixture.options()));
        BundleFixture::write(fixture.prefix() + u"/notes/mine.txt"_s, "mine");
    }
    const auto before = fixture.everything();
    TAKE(newer, Bundle::read(fixture.makeBundle(u"0.1.0"_s, u"a newer program"_s)));

    int failures = 0;
    for (int call = 0;; ++call) {
        FailingFiles files(call);
        InstallOptions options = fixture.options();
        options.profiles = "a fleet's";
        const auto result = Installer(newer, options, m_machine, files).install(always);
        if (result)
            break;
        ++failures;
        QCOMPARE(result.error().code(), ErrorCode::Unavailable);
        QCOMPARE(fixture.everything(), before);
    }
    // Folders, files, renames, entries: each failed once.
    QVERIFY2(failures > (overAnOlderOne ? 14 : 20), qPrintable(QString::number(failures)));
    QCOMPARE(BundleFixture::read(fixture.prefix() + u"/libexec/axess-console"_s), "a newer program");
}

void TestInstaller::cancellingAtAnyFileLeavesAllAsItWas()
{
    BundleFixture fixture;
    const qsizetype files = fixture.bundle().files().size();
    for (qsizetype spared = 0; spared < files; ++spared) {
        qsizetype left = spared;
        SetupFiles all;
        const auto result
            = Installer(fixture.bundle(), fixture.options(), m_machine, all).install([&](qint64, qint64) {
                  return left-- > 0;
              });
        VERIFY_FAILS(result, ErrorCode::Gone);
        QVERIFY(fixture.everything().isEmpty());
    }
}

void TestInstaller::whatAKilledSetupLeftIsPutRight()
{
    BundleFixture fixture;
    VERIFY_OK(installed(fixture, fixture.options()));
    BundleFixture::write(fixture.prefix() + u"/notes/mine.txt"_s, "mine");
    const auto whole = fixture.everything();
    // Killed between the two renames, after half of a stage.
    const QString parent = QFileInfo(fixture.prefix()).path();
    QVERIFY(QFile::rename(fixture.prefix(), parent + u"/.axess-console.old"_s));
    BundleFixture::write(parent + u"/.axess-console.new/bundle.info"_s, "name=axess-console\n");
    BundleFixture::write(parent + u"/.axess-console.new/bin/axess-console"_s, "half");

    VERIFY_OK(installed(fixture, fixture.options()));

    QCOMPARE(fixture.everything(), whole);
}

void TestInstaller::refusalsAreOneSentenceAndChangeNothing_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("names");
    QTest::newRow("wrong architecture") << u"architecture"_s << ErrorCode::Unsupported << u"aarch64"_s;
    QTest::newRow("no room") << u"room"_s << ErrorCode::Full << u"room"_s;
    QTest::newRow("read-only target") << u"read-only"_s << ErrorCode::Denied << u"may not write"_s;
    QTest::newRow("running console") << u"in use"_s << ErrorCode::Denied << u"running"_s;
    QTest::newRow("downgrade") << u"downgrade"_s << ErrorCode::TooNew << u"0.2.0"_s;
    QTest::newRow("other files") << u"other files"_s << ErrorCode::InvalidArgument << u"something else"_s;
    QTest::newRow("a relative path") << u"relative"_s << ErrorCode::InvalidArgument << u"full path"_s;
}

void TestInstaller::refusalsAreOneSentenceAndChangeNothing()
{
    QFETCH(const QString, what);
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, names);
    BundleFixture fixture;
    VERIFY_OK(installed(fixture, fixture.options()));
    TestMachine machine;
    InstallOptions options = fixture.options();
    machine.machine = what == u"architecture"_s ? u"aarch64"_s : machine.machine;
    machine.bytes = what == u"room"_s ? 10 : machine.bytes;
    machine.writable = what != u"read-only"_s;
    machine.inUse = what == u"in use"_s;
    if (what == u"downgrade"_s)
        BundleFixture::write(fixture.prefix() + u"/bundle.info"_s,
                             "name=axess-console\nversion=0.2.0\narchitecture=x86_64\n");
    if (what == u"other files"_s)
        options.prefix = fixture.path(u"home/bin"_s);
    if (what == u"relative"_s)
        options.prefix = u"axess-console"_s;
    const auto before = fixture.everything();

    SetupFiles files;
    const auto result = Installer(fixture.bundle(), options, machine, files).install(always);

    VERIFY_FAILS(result, code);
    const QString &sentence = result.error().message();
    QVERIFY2(sentence.contains(names) && sentence.endsWith(u'.') && !sentence.contains(u'\n'),
             qPrintable(sentence));
    QCOMPARE(fixture.everything(), before);
}

void TestInstaller::oneFlippedByteIsFound()
{
    BundleFixture fixture;
    const Bundle bundle = fixture.bundle();
    for (const BundleFile &file : bundle.files()) {
        const QString path = bundle.folder() + u'/' + file.path;
        QByteArray content = BundleFixture::read(path);
        content[content.size() / 2] = char(content[content.size() / 2] ^ 1);
        BundleFixture::write(path, content);

        SetupFiles files;
        const auto result = Bundle::read(bundle.folder()).and_then([&](const Bundle &damaged) {
            return Installer(damaged, fixture.options(), m_machine, files).install(always);
        });
        VERIFY_FAILS(result, ErrorCode::Corrupt);

        QVERIFY(fixture.everything().isEmpty());
        content[content.size() / 2] = char(content[content.size() / 2] ^ 1);
        BundleFixture::write(path, content);
    }
}

void TestInstaller::aManifestNamesNothingOutside()
{
    for (const char *path : {"/etc/passwd", "../up", "a/../../up", "", "./a"}) {
        BundleFixture fixture;
        const QString folder = fixture.bundle().folder();
        BundleFixture::write(folder + u"/manifest.sha256"_s, QByteArray(64, 'a') + "  " + path + "\n");
        VERIFY_FAILS(Bundle::read(folder), ErrorCode::Corrupt);
    }
}

QTEST_GUILESS_MAIN(TestInstaller)
#include "tst_installer.moc"
