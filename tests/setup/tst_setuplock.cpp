// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "bundlefixture.h"
#include "setup/setuplock.h"
#include "setup/uninstaller.h"
#include "verify.h"

#include <QtCore/qfileinfo.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

/// Files whose links fail, and that look for the lock whenever something is undone.
class WatchedFiles : public SetupFiles
{
public:
    explicit WatchedFiles(const QString &prefix)
        : m_lock(SetupLock::beside(prefix, u".lock"_s))
    { }

    int undone = 0;
    int undoneUnlocked = 0;

    Result<void> link(const QString &, const QString &) override
    {
        m_hasFailed = true;
        return std::unexpected(Error(ErrorCode::Unavailable, u"The test lets this fail."_s));
    }
    Result<void> rename(const QString &from, const QString &to) override
    {
        watch();
        return SetupFiles::rename(from, to);
    }
    Result<void> removeTree(const QString &path) override
    {
        watch();
        return SetupFiles::removeTree(path);
    }

private:
    void watch()
    {
        undone += m_hasFailed;
        undoneUnlocked += m_hasFailed && !QFileInfo::exists(m_lock);
    }

    QString m_lock;
    bool m_hasFailed = false;
};

} // namespace

class TestSetupLock : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void onlyOneSetupIsAtWork();
    void itIsHeldUntilAllIsUndone();

private:
    static Result<void> installed(const BundleFixture &fixture, SetupFiles &files)
    {
        const TestMachine machine;
        return Installer(fixture.bundle(), fixture.options(), machine, files).install([](qint64, qint64) {
            return true;
        });
    }
};

void TestSetupLock::onlyOneSetupIsAtWork()
{
    const BundleFixture fixture;
    const TestMachine machine;
    SetupFiles files;
    VERIFY_OK(installed(fixture, files));
    {
        TAKE(lock, SetupLock::take(fixture.prefix()));
        const auto before = fixture.everything();
        VERIFY_FAILS(installed(fixture, files), ErrorCode::Conflict);
        VERIFY_FAILS(Uninstaller(fixture.prefix(), machine, files).uninstall(), ErrorCode::Conflict);
        QCOMPARE(fixture.everything(), before);
    }
    VERIFY_OK(Uninstaller(fixture.prefix(), machine, files).uninstall());
}

void TestSetupLock::itIsHeldUntilAllIsUndone()
{
    const BundleFixture fixture;
    SetupFiles files;
    VERIFY_OK(installed(fixture, files));
    const auto before = fixture.everything();
    WatchedFiles watched(fixture.prefix());

    VERIFY_FAILS(installed(fixture, watched), ErrorCode::Unavailable);

    QCOMPARE_GT(watched.undone, 2);
    QCOMPARE(watched.undoneUnlocked, 0);
    QCOMPARE(fixture.everything(), before);
}

QTEST_GUILESS_MAIN(TestSetupLock)
#include "tst_setuplock.moc"
