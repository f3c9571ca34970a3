// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/accountmodes.h>

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>

#include <sys/stat.h>
#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr AccountMode Modes[]
    = {AccountMode::Viewer, AccountMode::Support, AccountMode::Operator, AccountMode::Admin};

Result<AccountGrants> grants(const QString &url, AccountMode mode, const QString &name)
{
    return accountGrants(StoreUrl::parse(url).value(), mode, {name});
}

QStringList rightsOf(const QList<RightFinding> &findings)
{
    QStringList rights;
    for (const RightFinding &finding : findings)
        rights.append(finding.right);
    return rights;
}

} // namespace

/// What is printed for accounts, without any server; that servers keep it, cli.axessctl_grants tries.
class TestAccountGrants : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void modesHaveNames();
    void aNameCannotLeaveItsQuotes_data();
    void aNameCannotLeaveItsQuotes();
    void aNameThatNoAccountHasIsRefused_data();
    void aNameThatNoAccountHasIsRefused();
    void memoryKeepsNobodyFromAnything();
    void aFileIsForItsGroup_data();
    void aFileIsForItsGroup();
    void aDatabaseIsNoPattern();
    void rightsAreHeldAgainstAMode_data();
    void rightsAreHeldAgainstAMode();
    void whatIsNotKnownIsNotSaid();
    void whoIsInTheProgramMayEverything();
};

void TestAccountGrants::modesHaveNames()
{
    for (const AccountMode mode : Modes)
        QCOMPARE(accountModeFrom(accountModeName(mode)), mode);
    QVERIFY(!accountModeFrom(u"root"_s));
    QVERIFY(!accountModeFrom(QString()));
}

void TestAccountGrants::aNameCannotLeaveItsQuotes_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("quoted");
    QTest::newRow("postgres") << u"postgres://h/db"_s << u"a\"; DROP TABLE x; --"_s
                              << u"\"a\"\"; DROP TABLE x; --\""_s;
    QTest::newRow("mysql") << u"mysql://h/db"_s << u"a`'; DROP TABLE x; --"_s
                           << u"`a``'; DROP TABLE x; --`@`%`"_s;
    QTest::newRow("valkey") << u"valkey://h"_s << u"a\"\\b"_s << u"\"a\\\"\\\\b\""_s;
    QTest::newRow("sqlite") << u"sqlite:shop.db"_s << u"a'; rm -r x; '"_s << u"'a'\\''; rm -r x; '\\'''"_s;
    QTest::newRow("placeholders") << u"postgres://h/db"_s << u"%1%2%I"_s << u"\"%1%2%I\""_s;
}

void TestAccountGrants::aNameCannotLeaveItsQuotes()
{
    QFETCH(const QString, url);
    QFETCH(const QString, name);
    QFETCH(const QString, quoted);
    for (const AccountMode mode : Modes) {
        TAKE(given, grants(url, mode, name));
        QVERIFY(!given.place.isEmpty());
        const QString all = given.lines.join(u'\n');
        QVERIFY2(all.contains(quoted), qPrintable(all));
    }
    // As a text inside of a text, for the one line that wants it so.
    if (url.startsWith(u"postgres"_s)) {
        TAKE(admin, grants(url, AccountMode::Admin, u"x'$axess$y"_s));
        QVERIFY(admin.lines.join(u'\n').contains(u"DO $axessx$ DECLARE"_s));
        QVERIFY(admin.lines.join(u'\n').contains(u", 'x''$axess$y'); END $axessx$;"_s));
    }
}

void TestAccountGrants::aNameThatNoAccountHasIsRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("name");
    QTest::newRow("none") << u"postgres://h/db"_s << QString();
    QTest::newRow("a line break") << u"mysql://h/db"_s << u"a\nb"_s;
    QTest::newRow("NUL") << u"sqlite:a.db"_s << QString(QChar(u'\0'));
    QTest::newRow("what turns the direction") << u"postgres://h/db"_s << u"a\u202eb"_s;
    QTest::newRow("everybody") << u"postgres://h/db"_s << u"public"_s;
    QTest::newRow("what PostgreSQL would cut") << u"postgres://h/db"_s << QString(64, u'a');
    QTest::newRow("everybody in Valkey") << u"valkey://h"_s << u"default"_s;
    QTest::newRow("a schema that is none") << u"postgres://h/db?schema=x$axess$;"_s << u"ann"_s;
    QTest::newRow("a file that turns") << u"sqlite:a\u202eb.db"_s << u"ann"_s;
    QTest::newRow("a space in Valkey") << u"valkey://h"_s << u"a b"_s;
}

void TestAccountGrants::aNameThatNoAccountHasIsRefused()
{
    QFETCH(const QString, url);
    QFETCH(const QString, name);
    VERIFY_FAILS(grants(url, AccountMode::Viewer, name), ErrorCode::InvalidArgument);
}

void TestAccountGrants::memoryKeepsNobodyFromAnything()
{
    const auto refused = grants(u"memory:"_s, AccountMode::Viewer, u"ann"_s);
    VERIFY_FAILS(refused, ErrorCode::Unsupported);
    QVERIFY(refused.error().message().contains(u"no accounts"_s));
}

void TestAccountGrants::aFileIsForItsGroup_data()
{
    QTest::addColumn<AccountMode>("mode");
    QTest::addColumn<int>("fileMode");
    QTest::addColumn<int>("folderBits");
    QTest::newRow("viewer") << AccountMode::Viewer << 0640 << 0050;
    QTest::newRow("support") << AccountMode::Support << 0660 << 0070;
    QTest::newRow("admin") << AccountMode::Admin << 0660 << 0070;
}

void TestAccountGrants::aFileIsForItsGroup()
{
    QFETCH(const AccountMode, mode);
    QFETCH(const int, fileMode);
    QFETCH(const int, folderBits);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"it's 100% a $store.db"_s);
    for (const QString &ending : {u""_s, u"-wal"_s}) {
        QFile file(path + ending);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    }
    TAKE(given, accountGrants(StoreUrl::forFile(path), mode, {QString::number(::getgid())}));
    QCOMPARE(QProcess::execute(u"sh"_s, {u"-ec"_s, given.lines.join(u'\n')}), 0);
    struct stat state = {};
    for (const QString &ending : {u""_s, u"-wal"_s}) {
        QCOMPARE(::stat(QFile::encodeName(path + ending).constData(), &state), 0);
        QCOMPARE(int(state.st_mode & 07777), fileMode);
    }
    QVERIFY(!QFile::exists(path + u"-shm"_s));
    QCOMPARE(::stat(QFile::encodeName(folder.path()).constData(), &state), 0);
    QCOMPARE(int(state.st_mode & 0077), folderBits);
}

void TestAccountGrants::aDatabaseIsNoPattern()
{
    TAKE(admin, grants(u"mysql://h/my_shop"_s, AccountMode::Admin, u"ann"_s));
    QCOMPARE(admin.lines.last(), u"GRANT ALL PRIVILEGES ON `my\\_shop`.* TO `ann`@`%`;"_s);
    TAKE(viewer, grants(u"mysql://h/my_shop"_s, AccountMode::Viewer, u"ann"_s));
    QVERIFY(viewer.lines.contains(u"GRANT SELECT ON `my_shop`.axess_event TO `ann`@`%`;"_s));
}

void TestAccountGrants::rightsAreHeldAgainstAMode_data()
{
    QTest::addColumn<AccountMode>("mode");
    QTest::addColumn<QStringList>("beyond");
    QTest::addColumn<QStringList>("lacking");
    const QStringList all {u"readPayloads"_s,   u"endSessions"_s,    u"writeSessions"_s,
                           u"removeSessions"_s, u"writeDocuments"_s, u"changeSchema"_s};
    QTest::newRow("viewer") << AccountMode::Viewer << all << QStringList();
    QTest::newRow("support") << AccountMode::Support << all.sliced(0, 1) + all.sliced(2) << all.sliced(1, 1);
    QTest::newRow("operator") << AccountMode::Operator << all.sliced(5) << all.sliced(0, 5);
    QTest::newRow("admin") << AccountMode::Admin << QStringList() << all;
}

void TestAccountGrants::rightsAreHeldAgainstAMode()
{
    QFETCH(const AccountMode, mode);
    QFETCH(const QStringList, beyond);
    QFETCH(const QStringList, lacking);
    const AccountRights every {true, true, true, true, true, true};
    const AccountRights none {false, false, false, false, false, false};
    QCOMPARE(rightsOf(rightsBeyond(every, mode)), beyond);
    QVERIFY(rightsLacking(every, mode).isEmpty());
    QCOMPARE(rightsOf(rightsLacking(none, mode)), lacking);
    QVERIFY(rightsBeyond(none, mode).isEmpty());
}

void TestAccountGrants::whatIsNotKnownIsNotSaid()
{
    for (const AccountMode mode : Modes) {
        QVERIFY(rightsBeyond({}, mode).isEmpty());
        QVERIFY(rightsLacking({}, mode).isEmpty());
    }
}

void TestAccountGrants::whoIsInTheProgramMayEverything()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(rights, accountRights(*store));
    QCOMPARE(rights, (AccountRights {true, true, true, true, true, true}));
}

QTEST_GUILESS_MAIN(TestAccountGrants)
#include "tst_accountgrants.moc"
