// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "bundlefixture.h"
#include "setup/uninstallrun.h"
#include "verify.h"

#include <QtCore/qfileinfo.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestUninstallRun : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void itSaysWhatWasRemovedAndKept();
    void itSaysWhyNothingWasRemoved();
    void anAdministratorsAnswerIsTold_data();
    void anAdministratorsAnswerIsTold();
    void withoutPkexecItSaysWhatHelps();

private:
    static void install(const BundleFixture &fixture)
    {
        const TestMachine machine;
        SetupFiles files;
        VERIFY_OK(Installer(fixture.bundle(), fixture.options(), machine, files).install([](qint64, qint64) {
            return true;
        }));
    }
};

/// A machine where the installation may be written and the folder around it may not.
class OthersFolder : public TestMachine
{
public:
    explicit OthersFolder(const QString &prefix)
        : m_prefix(prefix)
    { }
    bool isWritable(const QString &folder) const override { return folder == m_prefix; }

private:
    QString m_prefix;
};

void TestUninstallRun::itSaysWhatWasRemovedAndKept()
{
    const BundleFixture fixture;
    install(fixture);
    BundleFixture::write(fixture.prefix() + u"/mine.txt"_s, "mine");
    const TestMachine machine;

    const auto outcome = UninstallRun(fixture.prefix(), machine).run();

    QVERIFY(outcome.removed);
    QVERIFY(outcome.text.contains(u"was removed from "_s + fixture.prefix()));
    QVERIFY(outcome.text.endsWith(fixture.prefix() + u"/mine.txt"_s));
}

void TestUninstallRun::itSaysWhyNothingWasRemoved()
{
    const BundleFixture fixture;
    install(fixture);
    BundleFixture::write(fixture.prefix() + u"/manifest.sha256"_s, "broken");
    const TestMachine machine;

    const auto outcome = UninstallRun(fixture.prefix(), machine).run();

    QVERIFY(!outcome.removed);
    QVERIFY2(outcome.text.contains(u"manifest.sha256 is missing or damaged"_s), qPrintable(outcome.text));
}

void TestUninstallRun::anAdministratorsAnswerIsTold_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<bool>("removed");
    QTest::addColumn<QString>("text");
    QTest::newRow("removed") << QByteArray("echo gone; echo \"Kept: $1 $2 $3\"") << true
                             << u"gone\nKept: PREFIX/bin/axess-setup --uninstall --unattended"_s;
    QTest::newRow("refused") << QByteArray("echo 'axess-setup: A console is running.' >&2; exit 1") << false
                             << u"A console is running."_s;
    QTest::newRow("dismissed") << QByteArray("exit 126") << false
                               << u"No administrator agreed; nothing was removed."_s;
    QTest::newRow("killed") << QByteArray("kill -9 $$") << false
                            << u"The removal ended unexpectedly; start it again."_s;
}

void TestUninstallRun::anAdministratorsAnswerIsTold()
{
    QFETCH(const QByteArray, script);
    QFETCH(const bool, removed);
    QFETCH(QString, text);
    const BundleFixture fixture;
    const QString pkexec = fixture.path(u"pkexec"_s);
    BundleFixture::write(pkexec, "#!/bin/sh\n" + script + '\n');
    QVERIFY(QFile::setPermissions(pkexec, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const OthersFolder machine(fixture.prefix());

    const auto outcome = UninstallRun(fixture.prefix(), machine, pkexec).run();

    QCOMPARE(outcome.text, text.replace(u"PREFIX"_s, fixture.prefix()));
    QCOMPARE(outcome.removed, removed);
}

void TestUninstallRun::withoutPkexecItSaysWhatHelps()
{
    const BundleFixture fixture;
    const OthersFolder machine(fixture.prefix());
    const auto outcome = UninstallRun(fixture.prefix(), machine, fixture.path(u"nothing"_s)).run();
    QVERIFY(!outcome.removed);
    QVERIFY(outcome.text.contains(u"pkexec"_s) && outcome.text.contains(u"--uninstall --unattended"_s));
}

QTEST_GUILESS_MAIN(TestUninstallRun)
#include "tst_uninstallrun.moc"
