// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "bundlefixture.h"
#include "setup/uninstaller.h"
#include "verify.h"

#include <QtCore/qdir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestUninstaller : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasInstalledGoesAndNothingElse();
    void whatSomebodyChangedOrAddedStays();
    void aSecondCallFinishesWhatFailed();
    void aRunningConsoleStays();
    void whatIsNoInstallationStays();

private:
    static void install(const BundleFixture &fixture)
    {
        const TestMachine machine;
        SetupFiles files;
        VERIFY_OK(Installer(fixture.bundle(), fixture.options(), machine, files).install([](qint64, qint64) {
            return true;
        }));
    }
    Result<QStringList> uninstalled(const BundleFixture &fixture)
    {
        SetupFiles files;
        return Uninstaller(fixture.prefix(), m_machine, files).uninstall();
    }

    TestMachine m_machine;
};

void TestUninstaller::whatWasInstalledGoesAndNothingElse()
{
    const BundleFixture fixture;
    BundleFixture::write(fixture.path(u"home/share/applications/other.desktop"_s), "other");
    install(fixture);

    TAKE(kept, uninstalled(fixture));

    QCOMPARE(kept, QStringList());
    QVERIFY(!QFileInfo::exists(fixture.prefix()));
    QVERIFY(!QFileInfo(fixture.path(u"home/bin/axess-console"_s)).isSymbolicLink());
    QCOMPARE(QDir(fixture.path(u"home/share/applications"_s)).entryList(QDir::Files),
             QStringList {u"other.desktop"_s});
}

void TestUninstaller::whatSomebodyChangedOrAddedStays()
{
    const BundleFixture fixture;
    install(fixture);
    const QString mine = fixture.prefix() + u"/libexec/mine.txt"_s;
    const QString entry = fixture.path(u"home/share/applications/org.axess.Console.desktop"_s);
    BundleFixture::write(mine, "mine");
    BundleFixture::write(entry, "changed");

    TAKE(kept, uninstalled(fixture));

    QCOMPARE(kept, (QStringList {entry, mine}));
    QCOMPARE(QDir(fixture.prefix()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList {u"libexec"_s});
}

void TestUninstaller::aSecondCallFinishesWhatFailed()
{
    for (int call = 0;; ++call) {
        const BundleFixture fixture;
        install(fixture);
        FailingFiles files(call);
        const auto first = Uninstaller(fixture.prefix(), m_machine, files).uninstall();
        if (!first)
            VERIFY_OK(uninstalled(fixture));
        if (!files.hasFailed())
            break;
        // An empty folder that could not be removed makes no failure.
        if (!first)
            QVERIFY(!QFileInfo::exists(fixture.prefix()));
        QVERIFY(!QFileInfo::exists(fixture.prefix() + u"/installed.txt"_s));
    }
}

void TestUninstaller::aRunningConsoleStays()
{
    const BundleFixture fixture;
    install(fixture);
    const auto before = fixture.everything();
    m_machine.inUse = true;
    VERIFY_FAILS(uninstalled(fixture), ErrorCode::Denied);
    m_machine.inUse = false;
    QCOMPARE(fixture.everything(), before);
}

void TestUninstaller::whatIsNoInstallationStays()
{
    const BundleFixture fixture;
    BundleFixture::write(fixture.prefix() + u"/bundle.info"_s,
                         "name=axess-console\nversion=0.1.0\narchitecture=x86_64\n");
    VERIFY_FAILS(uninstalled(fixture), ErrorCode::InvalidArgument);
    QVERIFY(QFileInfo::exists(fixture.prefix() + u"/bundle.info"_s));
}

QTEST_GUILESS_MAIN(TestUninstaller)
#include "tst_uninstaller.moc"
