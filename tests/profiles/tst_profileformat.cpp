// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "profilesamples.h"
#include "verify.h"

#include "cli/profiles/profileformat.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

QByteArray fileWith(const QByteArray &fields)
{
    return R"({"format": "axess-profiles", "version": 1, "profiles": [{"id": "00000001-0001-4001-8000-000000000001",)"
           R"("name": "Shop", "store": "memory:")"
        + fields + "}]}";
}

} // namespace

class TestProfileFormat : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadAgain();
    void theExampleOfTheDocumentsIsRead();
    void whatIsNotSaidGivesNoRights();
    void whatIsWrongIsRefused_data();
    void whatIsWrongIsRefused();
    void aLaterVersionIsTooNew();
    void anotherProgramsFileIsNone();
    void aPasswordIsNeverTakenOver();
    void anIdStandsOnce();
    void whatIsHostileIsText();
    void adminNeedsAPrivateConnection_data();
    void adminNeedsAPrivateConnection();
};

void TestProfileFormat::whatIsWrittenIsReadAgain()
{
    Profile least;
    least.id = QUuid(7, 1, 0x4001, 0x80, 0, 0, 0, 0, 0, 0, 1);
    least.name = u"Least"_s;
    least.store = u"sqlite:shop.db"_s;
    const QList<Profile> profiles {sampleProfile(), least};

    TAKE(read, ProfileFormat::fromJson(ProfileFormat::toJson(profiles)));

    QCOMPARE(read, profiles);
}

void TestProfileFormat::theExampleOfTheDocumentsIsRead()
{
    const QString page
        = QString::fromUtf8(contentOf(qEnvironmentVariable("AXESS_SOURCE_DIR") + u"/docs/profiles.md"_s));
    const QString block = page.section(u"```json\n"_s, 1, 1).section(u"```"_s, 0, 0);

    TAKE(profiles, ProfileFormat::fromJson(block.toUtf8()));

    QCOMPARE(profiles.size(), 2);
    QCOMPARE(profiles[0].name, u"Shop, Europe"_s);
    QCOMPARE(profiles[0].environment, Environment::Production);
    QCOMPARE(profiles[0].mode, ConsoleMode::Support);
    QCOMPARE(profiles[0].secret, SecretSource::Keychain);
    QCOMPARE(profiles[1].rootKey, KeySource::Command);
    // It is written as a program would write it: nothing that is said there is without effect.
    QCOMPARE(ProfileFormat::fromJson(ProfileFormat::toJson(profiles)).value(), profiles);
}

void TestProfileFormat::whatIsNotSaidGivesNoRights()
{
    TAKE(profiles, ProfileFormat::fromJson(fileWith("")));

    QCOMPARE(profiles.constFirst().mode, ConsoleMode::Support);
    QCOMPARE(profiles.constFirst().rootKey, KeySource::None);
    QCOMPARE(profiles.constFirst().secret, SecretSource::None);
}

void TestProfileFormat::whatIsWrongIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("said");

    QTest::newRow("a field nobody knows") << fileWith(R"(, "acessMode": "viewer")") << u"\"acessMode\""_s;
    QTest::newRow("a mode nobody knows") << fileWith(R"(, "accessMode": "root")") << u"\"root\""_s;
    QTest::newRow("a number for a text") << fileWith(R"(, "notes": 7)") << u"\"notes\" is no text"_s;
    QTest::newRow("a text for an object") << fileWith(R"(, "rootKey": "file")") << u"\"rootKey\""_s;
    QTest::newRow("a source without place")
        << fileWith(R"(, "rootKey": {"source": "file"})") << u"names no file"_s;
    QTest::newRow("a place without source")
        << fileWith(R"(, "password": {"source": "ask", "place": "x"})") << u"needs none"_s;
    QTest::newRow("a field in a source")
        << fileWith(R"(, "password": {"source": "ask", "text": "x"})") << u"\"text\""_s;
    QTest::newRow("a colour") << fileWith(R"(, "colour": "red")") << u"#rrggbb"_s;
    QTest::newRow("a turned direction in the group")
        << fileWith(R"(, "group": "a\u202eb")") << u"The group"_s;
    QTest::newRow("a line break in the group") << fileWith(R"(, "group": "a\nb")") << u"The group"_s;
    QTest::newRow("no profile") << QByteArray(
        R"({"format": "axess-profiles", "version": 1, "profiles": [7]})")
                                << u"Profile 1"_s;
    QTest::newRow("a field beside") << QByteArray(
        R"({"format": "axess-profiles", "version": 1, "profiles": [], "secrets": {}})")
                                    << u"other fields"_s;
    QTest::newRow("empty") << QByteArray() << u"no JSON"_s;
    QTest::newRow("cut off") << fileWith("").chopped(1) << u"no JSON"_s;
    QTest::newRow("too large") << QByteArray(ProfileFormat::MostBytes + 1, ' ') << u"4 MiB"_s;
}

void TestProfileFormat::whatIsWrongIsRefused()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, said);

    const auto read = ProfileFormat::fromJson(json);

    VERIFY_FAILS(read, ErrorCode::Corrupt);
    QVERIFY2(read.error().message().contains(said), qPrintable(read.error().message()));
}

void TestProfileFormat::aLaterVersionIsTooNew()
{
    VERIFY_FAILS(
        ProfileFormat::fromJson(R"({"format": "axess-profiles", "version": 2, "profiles": {}, "more": 1})"),
        ErrorCode::TooNew);
}

void TestProfileFormat::anotherProgramsFileIsNone()
{
    VERIFY_FAILS(ProfileFormat::fromJson(R"({"folders": {}, "connections": {}})"),
                 ErrorCode::InvalidArgument);
    VERIFY_FAILS(ProfileFormat::fromJson("[1, 2]"), ErrorCode::InvalidArgument);
}

void TestProfileFormat::aPasswordIsNeverTakenOver()
{
    Profile profile = sampleProfile();
    profile.store = u"postgres://support:hunter2@db.example/sessions"_s;

    VERIFY_FAILS(profile.check(), ErrorCode::InvalidArgument);
    const auto read = ProfileFormat::fromJson(ProfileFormat::toJson({profile}));
    VERIFY_FAILS(read, ErrorCode::Corrupt);
    QVERIFY(!read.error().message().contains("hunter2"_L1));
}

void TestProfileFormat::anIdStandsOnce()
{
    VERIFY_FAILS(ProfileFormat::fromJson(ProfileFormat::toJson({sampleProfile(), sampleProfile(u"Other"_s)})),
                 ErrorCode::Corrupt);
}

void TestProfileFormat::whatIsHostileIsText()
{
    Profile profile = sampleProfile(u"<img src=x onerror=alert(1)> \u0639\u0631\u0628\u064A"_s);
    profile.notes = u"\"}]} $(reboot) `reboot` %n &amp; <b>bold</b>"_s;

    TAKE(read, ProfileFormat::fromJson(ProfileFormat::toJson({profile})));

    QCOMPARE(read, QList {profile});
}

void TestProfileFormat::adminNeedsAPrivateConnection_data()
{
    QTest::addColumn<QString>("store");
    QTest::addColumn<bool>("isPrivate");

    QTest::newRow("memory") << u"memory:"_s << true;
    QTest::newRow("file") << u"sqlite:/var/lib/shop.db"_s << true;
    QTest::newRow("socket") << u"postgres:///shop?socket=/run/postgresql"_s << true;
    QTest::newRow("a name that begins as this machine") << u"valkey://127.0.0.1.example.org"_s << false;
    QTest::newRow("this machine") << u"valkey://127.0.0.1:6379"_s << true;
    QTest::newRow("postgres unsaid") << u"postgres://db/shop"_s << true;
    QTest::newRow("postgres off") << u"postgres://db/shop?sslmode=disable"_s << false;
    QTest::newRow("postgres perhaps") << u"postgres://db/shop?sslmode=prefer"_s << false;
    QTest::newRow("postgres one far") << u"postgres://localhost,db/shop?sslmode=disable"_s << false;
    QTest::newRow("mysql unsaid") << u"mysql://db/shop"_s << false;
    QTest::newRow("mysql with authority") << u"mysql://db/shop?sslrootcert=ca.pem"_s << true;
    QTest::newRow("mysql required") << u"mysql://db/shop?sslmode=require"_s << true;
    QTest::newRow("valkey") << u"valkey://db"_s << false;
    QTest::newRow("valkeys") << u"valkeys://db"_s << true;
    QTest::newRow("a cluster") << u"valkeys+cluster://a,b"_s << true;
    QTest::newRow("from elsewhere") << u"x-cloud://db/shop"_s << false;
}

void TestProfileFormat::adminNeedsAPrivateConnection()
{
    QFETCH(const QString, store);
    QFETCH(const bool, isPrivate);
    Profile profile = sampleProfile();
    profile.store = store;
    profile.mode = ConsoleMode::Admin;

    QCOMPARE(isPrivateConnection(store), isPrivate);
    QCOMPARE(profile.check().has_value(), isPrivate);
    profile.mode = ConsoleMode::Operator;
    VERIFY_OK(profile.check());
}

QTEST_GUILESS_MAIN(TestProfileFormat)
#include "tst_profileformat.moc"
