// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "profilesamples.h"
#include "verify.h"

#include "cli/profiles/profilecatalogue.h"
#include "cli/profiles/profileformat.h"

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestProfileCatalogue : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void managedProfilesComeBesideOnesOwn();
    void oneOfThePersonsGivesWayToAManagedOne();
    void aManagedFileThatIsBrokenIsNamedAndTheOthersAreRead();
    void aManagedFileThatOthersMayWriteIsLeftOut();
    void noFolderIsNoProblem();
    void aProfileIsFoundByNameOrId();

private:
    bool writeManaged(const QString &name, const QList<Profile> &profiles)
    {
        return writeFile(m_places.managedFolder + u'/' + name, ProfileFormat::toJson(profiles));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    ProfilePlaces m_places;
};

void TestProfileCatalogue::init()
{
    AxessTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
    m_places = {m_folder->filePath(u"profiles.json"_s), m_folder->filePath(u"console.d"_s)};
    QVERIFY(QDir().mkpath(m_places.managedFolder));
}

void TestProfileCatalogue::managedProfilesComeBesideOnesOwn()
{
    QVERIFY(writeManaged(u"20-late.json"_s, {sampleProfile(u"Late"_s, 2)}));
    QVERIFY(writeManaged(u"10-early.json"_s, {sampleProfile(u"Early"_s, 1)}));
    QVERIFY(writeManaged(u"notes.txt"_s, {sampleProfile(u"None"_s, 9)}));
    VERIFY_OK(ProfileFile(m_places.file).add({sampleProfile(u"Mine"_s, 3)}));

    const auto catalogue = ProfileCatalogue::load(m_places);

    const QList<ListedProfile> expected {{sampleProfile(u"Early"_s, 1), true},
                                         {sampleProfile(u"Late"_s, 2), true},
                                         {sampleProfile(u"Mine"_s, 3), false}};
    QCOMPARE(catalogue.profiles, expected);
    QVERIFY(catalogue.managedProblems.isEmpty());
}

void TestProfileCatalogue::oneOfThePersonsGivesWayToAManagedOne()
{
    QVERIFY(writeManaged(u"shop.json"_s, {sampleProfile(u"As the fleet has it"_s, 1)}));
    VERIFY_OK(ProfileFile(m_places.file).add({sampleProfile(u"As I would have it"_s, 1)}));

    const QList<ListedProfile> expected {{sampleProfile(u"As the fleet has it"_s, 1), true}};
    QCOMPARE(ProfileCatalogue::load(m_places).profiles, expected);
}

void TestProfileCatalogue::aManagedFileThatIsBrokenIsNamedAndTheOthersAreRead()
{
    QVERIFY(writeFile(m_places.managedFolder + u"/10.json"_s, "{"));
    QVERIFY(writeManaged(u"20.json"_s, {sampleProfile()}));

    const auto catalogue = ProfileCatalogue::load(m_places);

    QCOMPARE(catalogue.profiles.size(), 1);
    QCOMPARE(catalogue.managedProblems.size(), 1);
    QVERIFY(catalogue.managedProblems.constFirst().contains("10.json"_L1));
}

void TestProfileCatalogue::aManagedFileThatOthersMayWriteIsLeftOut()
{
    QVERIFY(writeManaged(u"shop.json"_s, {sampleProfile()}));
    const QString file = m_places.managedFolder + u"/shop.json"_s;
    QVERIFY(QFile::setPermissions(file, QFile::permissions(file) | QFile::WriteOther));

    const auto catalogue = ProfileCatalogue::load(m_places);

    QVERIFY(catalogue.profiles.isEmpty());
    QVERIFY(catalogue.managedProblems.constFirst().contains("may write"_L1));
}

void TestProfileCatalogue::noFolderIsNoProblem()
{
    m_places.managedFolder += u"/absent"_s;

    const auto catalogue = ProfileCatalogue::load(m_places);

    QVERIFY(catalogue.profiles.isEmpty());
    QVERIFY(catalogue.managedProblems.isEmpty());
}

void TestProfileCatalogue::aProfileIsFoundByNameOrId()
{
    VERIFY_OK(ProfileFile(m_places.file)
                  .add({sampleProfile(u"A"_s, 1), sampleProfile(u"B"_s, 2), sampleProfile(u"B"_s, 3)}));
    const auto catalogue = ProfileCatalogue::load(m_places);

    TAKE(byName, catalogue.find(u"A"_s));
    QCOMPARE(byName.profile, sampleProfile(u"A"_s, 1));
    TAKE(byId, catalogue.find(sampleProfile(u"B"_s, 3).idText()));
    QCOMPARE(byId.profile, sampleProfile(u"B"_s, 3));
    VERIFY_FAILS(catalogue.find(u"B"_s), ErrorCode::InvalidArgument);
    VERIFY_FAILS(catalogue.find(u"a"_s), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestProfileCatalogue)
#include "tst_profilecatalogue.moc"
