// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "profilesamples.h"
#include "sequencerandom.h"
#include "verify.h"

#include "cli/profiles/profileformat.h"
#include "cli/profiles/profileimport.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class TestProfileImport : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aBundleIsTakenOver();
    void whatStandsHereAlreadyIsNotAddedTwice();
    void whatStandsHereOtherwiseIsAddedBesideIt();
    void sourcesAreNotTakenOver_data();
    void sourcesAreNotTakenOver();
    void aUrlIsTakenOverWithoutItsPassword();
    void aFileOfAnotherProgramIsRefused_data();
    void aFileOfAnotherProgramIsRefused();
    void aPastedUrlIsParted();

private:
    static Profile askingProfile(const QString &name, uint number)
    {
        Profile profile = sampleProfile(name, number);
        profile.secret = SecretSource::Ask;
        return profile;
    }

    SequenceRandom m_random;
};

void TestProfileImport::aBundleIsTakenOver()
{
    const QList<Profile> sent {askingProfile(u"A"_s, 1), askingProfile(u"B"_s, 2)};

    TAKE(import, ProfileImport::read(ProfileFormat::toJson(sent), {}, m_random));

    QCOMPARE(import.fresh, sent);
    QCOMPARE(import.known, 0);
    QVERIFY(import.remarks.isEmpty());
}

void TestProfileImport::whatStandsHereAlreadyIsNotAddedTwice()
{
    const QList<Profile> sent {askingProfile(u"A"_s, 1), askingProfile(u"B"_s, 2)};

    TAKE(import, ProfileImport::read(ProfileFormat::toJson(sent), {sent.at(1)}, m_random));

    QCOMPARE(import.fresh, QList {sent.at(0)});
    QCOMPARE(import.known, 1);

    // Nor is what was taken over without its sources before.
    const QByteArray bundle = ProfileFormat::toJson({sampleProfile(u"C"_s, 3)});
    TAKE(first, ProfileImport::read(bundle, {}, m_random));
    TAKE(again, ProfileImport::read(bundle, first.fresh, m_random));
    QVERIFY(again.fresh.isEmpty());
    QCOMPARE(again.known, 1);
    QVERIFY(again.remarks.isEmpty());
}

void TestProfileImport::whatStandsHereOtherwiseIsAddedBesideIt()
{
    TAKE(import,
         ProfileImport::read(ProfileFormat::toJson({askingProfile(u"Theirs"_s, 1)}),
                             {sampleProfile(u"Mine"_s)}, m_random));

    QCOMPARE(import.fresh.size(), 1);
    QCOMPARE(import.fresh.constFirst().name, u"Theirs"_s);
    QCOMPARE_NE(import.fresh.constFirst().id, sampleProfile().id);
    QCOMPARE(import.fresh.constFirst().id.version(), QUuid::Random);
    QCOMPARE(import.remarks.size(), 1);
}

void TestProfileImport::sourcesAreNotTakenOver_data()
{
    QTest::addColumn<SecretSource>("secret");
    QTest::addColumn<KeySource>("rootKey");

    QTest::newRow("programs") << SecretSource::Command << KeySource::Command;
    QTest::newRow("variables") << SecretSource::Variable << KeySource::Variable;
    QTest::newRow("keychain") << SecretSource::Keychain << KeySource::Keychain;
}

void TestProfileImport::sourcesAreNotTakenOver()
{
    QFETCH(const SecretSource, secret);
    QFETCH(const KeySource, rootKey);
    Profile sent = sampleProfile();
    sent.secret = secret;
    sent.secretPlace = secret == SecretSource::Keychain ? QString() : u"curl_https_elsewhere"_s;
    sent.rootKey = rootKey;
    sent.rootKeyPlace = u"rm_important"_s;
    VERIFY_OK(sent.check());

    TAKE(import, ProfileImport::read(ProfileFormat::toJson({sent}), {}, m_random));

    QCOMPARE(import.fresh.constFirst().secret, SecretSource::Ask);
    QCOMPARE(import.fresh.constFirst().rootKey, KeySource::None);
    QVERIFY(import.fresh.constFirst().secretPlace.isEmpty());
    VERIFY_OK(import.fresh.constFirst().check());
    QCOMPARE(import.remarks.size(), 2);
}

void TestProfileImport::aUrlIsTakenOverWithoutItsPassword()
{
    TAKE(import, ProfileImport::read(" rediss://ann:hunter2@cache.example/2\n", {}, m_random));

    const Profile profile = import.fresh.constFirst();
    QCOMPARE(profile.store, u"valkeys://ann@cache.example?db=2"_s);
    QCOMPARE(profile.name, u"cache.example"_s);
    QCOMPARE(profile.secret, SecretSource::Ask);
    QCOMPARE(import.remarks.size(), 1);
    QVERIFY(!ProfileFormat::toJson(import.fresh).contains("hunter2"));
    QVERIFY(!import.remarks.constFirst().contains("hunter2"_L1));

    TAKE(file, ProfileImport::read("sqlite:/var/lib/shop/sessions.db", {}, m_random));
    QCOMPARE(file.fresh.constFirst().name, u"sessions.db"_s);
    QCOMPARE(file.fresh.constFirst().secret, SecretSource::None);
}

void TestProfileImport::aFileOfAnotherProgramIsRefused_data()
{
    QTest::addColumn<QByteArray>("content");

    QTest::newRow("DBeaver") << QByteArray(R"({"folders": {}, "connections": {"postgres-jdbc": {}}})");
    QTest::newRow("Redis Insight") << QByteArray(R"([{"host": "localhost", "port": 6379}])");
    QTest::newRow("INI") << QByteArray("[server]\nhost=db\n");
    QTest::newRow("XML") << QByteArray("<?xml version=\"1.0\"?><servers/>");
    QTest::newRow("binary") << QByteArray("\x7f"
                                          "ELF\0\xff\xfe",
                                          7);
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a web page") << QByteArray("https://example.org/");
    QTest::newRow("long") << QByteArray(100'000, 'a');
    // Each comma takes three letters when it is written anew.
    QTest::newRow("long when read back") << "postgres://" + QByteArray(3000, ',') + "@h/d";
}

void TestProfileImport::aFileOfAnotherProgramIsRefused()
{
    QFETCH(const QByteArray, content);

    const auto import = ProfileImport::read(content, {}, m_random);

    VERIFY_FAILS(import, ErrorCode::InvalidArgument);
    QVERIFY(import.error().message().contains("other programs"_L1));
}

void TestProfileImport::aPastedUrlIsParted()
{
    TAKE(pasted, PastedUrl::parted(u"mysql://ann:p%40ss@db/shop?pool=3"_s));

    QCOMPARE(pasted.store, u"mysql://ann@db/shop?pool=3"_s);
    QCOMPARE(pasted.password.view(), QByteArrayView("p@ss"));
    VERIFY_FAILS(PastedUrl::parted(u"nonsense"_s), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestProfileImport)
#include "tst_profileimport.moc"
