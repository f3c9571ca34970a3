// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "bundlefixture.h"
#include "verify.h"

#include <QtCore/qdir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What is somebody else's: in the folder, beside it, in the menu and among the commands.
class TestForeignFiles : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aFolderOfSomebodyElseIsRefused_data();
    void aFolderOfSomebodyElseIsRefused();
    void whatIsInADamagedInstallationStays();
    void linksAndEmptyFoldersStay();
    void namesBesideTheFolderMayBeTaken_data();
    void namesBesideTheFolderMayBeTaken();
    void aTreeIsNotRemovedThroughALink();
    void aLinkTakesNobodysPlace();
    void aShortcutOfSomebodyElseIsRefused_data();
    void aShortcutOfSomebodyElseIsRefused();
    void aChangedMenuEntryStays();
    void anEntryWithoutItsReceiptIsNoStranger();
    void undoKeepsThePermissions();

private:
    Result<void> installed(const BundleFixture &fixture)
    {
        SetupFiles files;
        return installed(fixture, files);
    }
    Result<void> installed(const BundleFixture &fixture, SetupFiles &files)
    {
        return Installer(fixture.bundle(), fixture.options(), m_machine, files).install([](qint64, qint64) {
            return true;
        });
    }
    static QString menuEntry(const BundleFixture &fixture)
    {
        return fixture.path(u"home/share/applications/org.axess.Console.desktop"_s);
    }

    TestMachine m_machine;
};

void TestForeignFiles::aFolderOfSomebodyElseIsRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("a hidden file") << u".bashrc"_s;
    QTest::newRow("a hidden folder") << u".git/config"_s;
    QTest::newRow("a list of packages") << u"installed.txt"_s;
    QTest::newRow("another's bundle") << u"bundle.info"_s;
}

void TestForeignFiles::aFolderOfSomebodyElseIsRefused()
{
    QFETCH(const QString, name);
    const BundleFixture fixture;
    BundleFixture::write(fixture.prefix() + u'/' + name,
                         "name=another\nversion=0.0.1\narchitecture=x86_64\n");
    const auto before = fixture.everything();

    const auto result = installed(fixture);

    QCOMPARE(fixture.everything(), before);
    VERIFY_FAILS(result, ErrorCode::InvalidArgument);
    QVERIFY(result.error().message().contains(u"something else"_s));
}

void TestForeignFiles::whatIsInADamagedInstallationStays()
{
    for (const auto *damaged : {"manifest.sha256", "share/components.txt"}) {
        const BundleFixture fixture;
        VERIFY_OK(installed(fixture));
        BundleFixture::write(fixture.prefix() + u"/notes/mine.txt"_s, "mine");
        const auto whole = fixture.everything();
        BundleFixture::write(fixture.prefix() + u'/' + QLatin1StringView(damaged), "broken");

        VERIFY_OK(installed(fixture));

        QCOMPARE(fixture.everything(), whole);
    }
}

void TestForeignFiles::linksAndEmptyFoldersStay()
{
    const BundleFixture fixture;
    VERIFY_OK(installed(fixture));
    QVERIFY(QDir().mkpath(fixture.prefix() + u"/notes/empty"_s));
    QVERIFY(QFile::link(u"../elsewhere"_s, fixture.prefix() + u"/notes/link"_s));
    const auto before = fixture.everything();

    VERIFY_OK(installed(fixture));

    QCOMPARE(fixture.everything(), before);
}

void TestForeignFiles::namesBesideTheFolderMayBeTaken_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isLink");
    for (const auto *name : {".axess-console.old", ".axess-console.new"}) {
        QTest::addRow("%s, a folder", name) << QString::fromLatin1(name) << false;
        QTest::addRow("%s, a link", name) << QString::fromLatin1(name) << true;
    }
}

void TestForeignFiles::namesBesideTheFolderMayBeTaken()
{
    QFETCH(const QString, name);
    QFETCH(const bool, isLink);
    const BundleFixture fixture;
    const QString taken = QFileInfo(fixture.prefix()).path() + u'/' + name;
    const QString folder = isLink ? fixture.path(u"home/bob"_s) : taken;
    BundleFixture::write(folder + u"/precious.txt"_s, "precious");
    if (isLink) {
        // Even of a folder that bears our mark.
        BundleFixture::write(folder + u"/bundle.info"_s, "name=axess-console\n");
        QVERIFY(QDir().mkpath(QFileInfo(taken).path()));
        QVERIFY(QFile::link(folder, taken));
    }
    const auto before = fixture.everything();

    const auto result = installed(fixture);

    QCOMPARE(fixture.everything(), before);
    VERIFY_FAILS(result, ErrorCode::InvalidArgument);
    QVERIFY(result.error().message().contains(name));
}

void TestForeignFiles::aTreeIsNotRemovedThroughALink()
{
    const BundleFixture fixture;
    const QString precious = fixture.path(u"home/bob/precious.txt"_s);
    BundleFixture::write(precious, "precious");
    const QString link = fixture.path(u"home/link"_s);
    QVERIFY(QFile::link(QFileInfo(precious).path(), link));
    SetupFiles files;
    VERIFY_OK(files.removeTree(link));
    QVERIFY(!QFileInfo(link).isSymbolicLink());
    QVERIFY(QFileInfo::exists(precious));
}

void TestForeignFiles::aLinkTakesNobodysPlace()
{
    const BundleFixture fixture;
    const QString path = fixture.path(u"home/link"_s);
    BundleFixture::write(path + u".new"_s, "mine");
    SetupFiles files;
    QVERIFY(!files.link(path, u"target"_s));
    QCOMPARE(BundleFixture::read(path + u".new"_s), "mine");

    QVERIFY(QFile::remove(path + u".new"_s));
    QVERIFY(QFile::link(u"target"_s, path + u".new"_s));
    VERIFY_OK(files.link(path, u"target"_s));
    QCOMPARE(QFileInfo(path).readSymLink(), u"target"_s);
    QVERIFY(!QFileInfo(path + u".new"_s).isSymbolicLink());
}

void TestForeignFiles::aShortcutOfSomebodyElseIsRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isLink");
    QTest::addColumn<QString>("option");
    QTest::newRow("a command") << u"home/bin/axess-console"_s << false << u"--no-command"_s;
    QTest::newRow("a link among commands") << u"home/bin/axess-console"_s << true << u"--no-command"_s;
    const QString entry = u"home/share/applications/org.axess.Console.desktop"_s;
    QTest::newRow("a menu entry") << entry << false << u"--no-menu-entry"_s;
    QTest::newRow("a link in the menu") << entry << true << u"--no-menu-entry"_s;
}

void TestForeignFiles::aShortcutOfSomebodyElseIsRefused()
{
    QFETCH(const QString, name);
    QFETCH(const bool, isLink);
    QFETCH(const QString, option);
    const BundleFixture fixture;
    const QString taken = fixture.path(name);
    const QString file = isLink ? fixture.path(u"home/dotfiles/mine"_s) : taken;
    BundleFixture::write(file, "[Desktop Entry]\nExec=another\n");
    if (isLink) {
        QVERIFY(QDir().mkpath(QFileInfo(taken).path()));
        QVERIFY(QFile::link(file, taken));
    }
    const auto before = fixture.everything();

    const auto result = installed(fixture);

    QCOMPARE(fixture.everything(), before);
    VERIFY_FAILS(result, ErrorCode::InvalidArgument);
    QVERIFY(result.error().message().contains(taken) && result.error().message().contains(option));
}

void TestForeignFiles::aChangedMenuEntryStays()
{
    const BundleFixture fixture;
    VERIFY_OK(installed(fixture));
    BundleFixture::write(menuEntry(fixture), "[Desktop Entry]\nExec=mine\n");
    const auto before = fixture.everything();

    VERIFY_OK(installed(fixture));

    QCOMPARE(fixture.everything(), before);
}

void TestForeignFiles::anEntryWithoutItsReceiptIsNoStranger()
{
    const BundleFixture fixture;
    VERIFY_OK(installed(fixture));
    QFile entry(menuEntry(fixture));
    QVERIFY(entry.open(QIODevice::Append) && entry.write("X-Older=true\n") > 0);
    entry.close();
    const QByteArray older = BundleFixture::read(entry.fileName());
    QVERIFY(QDir(fixture.prefix()).removeRecursively());

    VERIFY_OK(installed(fixture));

    QCOMPARE(BundleFixture::read(entry.fileName()), older);
}

void TestForeignFiles::undoKeepsThePermissions()
{
    const BundleFixture fixture;
    VERIFY_OK(installed(fixture));
    const auto permissions = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    QVERIFY(QFile::setPermissions(menuEntry(fixture), permissions));
    class NoLinks : public SetupFiles
    {
    public:
        Result<void> link(const QString &, const QString &) override
        {
            return std::unexpected(Error(ErrorCode::Unavailable, u"The test lets this fail."_s));
        }
    } files;

    VERIFY_FAILS(installed(fixture, files), ErrorCode::Unavailable);

    QCOMPARE(
        QFileInfo(menuEntry(fixture)).permissions()
            & (QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ReadOther),
        permissions);
}

QTEST_GUILESS_MAIN(TestForeignFiles)
#include "tst_foreignfiles.moc"
