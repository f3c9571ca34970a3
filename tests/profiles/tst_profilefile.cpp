// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "profilesamples.h"
#include "verify.h"

#include "cli/profiles/profilefile.h"
#include "cli/profiles/profileformat.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qtemporarydir.h>

#include <thread>
#include <vector>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestProfileFile : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void noFileIsNoProfiles();
    void onlyItsOwnerMayReadIt();
    void aChangeKeepsWhatOthersChanged();
    void twoProgramsAtOnceLoseNothing();
    void whatAnotherChangedIsNotWrittenOver();
    void theLastStatesStandBesideIt();
    void aBrokenFileIsReadFromItsBackupAndLeftAlone_data();
    void aBrokenFileIsReadFromItsBackupAndLeftAlone();
    void theBackupIsPutBackAndTheBrokenFileKept();
    void aLaterFileIsNeverPutAside();
    void whatIsWrongIsNotWritten();
    void whereNothingCanBeWrittenNothingIsLost();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<ProfileFile> m_file;
};

void TestProfileFile::init()
{
    AxessTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
    m_file.emplace(m_folder->filePath(u"axess/profiles.json"_s));
}

void TestProfileFile::noFileIsNoProfiles()
{
    const auto content = m_file->load();

    QVERIFY(content.profiles.isEmpty());
    QVERIFY(!content.problem);
    QVERIFY(!QFileInfo::exists(m_folder->filePath(u"axess"_s)));
}

void TestProfileFile::onlyItsOwnerMayReadIt()
{
    VERIFY_OK(m_file->add({sampleProfile()}));
    VERIFY_OK(m_file->remove(sampleProfile()));

    for (const QString &path : {m_file->path(), m_file->path() + u".1"_s}) {
        const auto others = QFile::permissions(path)
            & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther);
        QCOMPARE(others, QFile::Permissions());
    }
}

void TestProfileFile::aChangeKeepsWhatOthersChanged()
{
    const ProfileFile other(m_file->path());
    VERIFY_OK(m_file->add({sampleProfile(u"A"_s, 1)}));
    VERIFY_OK(other.add({sampleProfile(u"B"_s, 2)}));
    VERIFY_OK(m_file->replace(sampleProfile(u"A"_s, 1), sampleProfile(u"C"_s, 1)));
    VERIFY_OK(other.remove(sampleProfile(u"B"_s, 2)));
    VERIFY_OK(m_file->add({sampleProfile(u"D"_s, 3)}));

    QCOMPARE(other.load().profiles, QList({sampleProfile(u"C"_s, 1), sampleProfile(u"D"_s, 3)}));
}

void TestProfileFile::twoProgramsAtOnceLoseNothing()
{
    constexpr uint each = 15;
    std::vector<std::jthread> programs;
    std::atomic<uint> written {0};
    for (uint program = 0; program < 3; ++program) {
        programs.emplace_back([&, program] {
            const ProfileFile file(m_file->path());
            for (uint i = 0; i < each; ++i)
                written += file.add({sampleProfile(u"P"_s, 1 + program * each + i)}).has_value() ? 1 : 0;
        });
    }
    programs.clear();

    QCOMPARE(written.load(), 3 * each);
    QCOMPARE(m_file->load().profiles.size(), qsizetype(3 * each));
}

void TestProfileFile::whatAnotherChangedIsNotWrittenOver()
{
    VERIFY_OK(m_file->add({sampleProfile(u"A"_s)}));
    VERIFY_OK(ProfileFile(m_file->path()).replace(sampleProfile(u"A"_s), sampleProfile(u"B"_s)));

    VERIFY_FAILS(m_file->replace(sampleProfile(u"A"_s), sampleProfile(u"C"_s)), ErrorCode::Conflict);
    VERIFY_FAILS(m_file->remove(sampleProfile(u"A"_s)), ErrorCode::Conflict);
    VERIFY_FAILS(m_file->add({sampleProfile(u"A"_s)}), ErrorCode::Conflict);
    VERIFY_FAILS(m_file->remove(sampleProfile(u"A"_s, 9)), ErrorCode::Gone);

    QCOMPARE(m_file->load().profiles, QList {sampleProfile(u"B"_s)});
}

void TestProfileFile::theLastStatesStandBesideIt()
{
    for (uint number = 1; number <= 6; ++number)
        VERIFY_OK(m_file->add({sampleProfile(u"P"_s, number)}));

    for (int backup = 1; backup <= 3; ++backup) {
        TAKE(profiles, ProfileFormat::fromJson(contentOf(m_file->path() + u".%1"_s.arg(backup))));
        QCOMPARE(profiles.size(), 6 - backup);
    }
    QVERIFY(!QFileInfo::exists(m_file->path() + u".4"_s));
}

void TestProfileFile::aBrokenFileIsReadFromItsBackupAndLeftAlone_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("code");

    QTest::newRow("empty") << QByteArray() << ErrorCode::Corrupt;
    QTest::newRow("cut off") << QByteArray(R"({"format": "axess-profi)") << ErrorCode::Corrupt;
    QTest::newRow("newer") << QByteArray(R"({"format": "axess-profiles", "version": 9})")
                           << ErrorCode::TooNew;
    QTest::newRow("another's") << QByteArray("{}") << ErrorCode::InvalidArgument;
}

void TestProfileFile::aBrokenFileIsReadFromItsBackupAndLeftAlone()
{
    QFETCH(const QByteArray, content);
    QFETCH(const ErrorCode, code);
    VERIFY_OK(m_file->add({sampleProfile(u"A"_s, 1)}));
    VERIFY_OK(m_file->add({sampleProfile(u"B"_s, 2)}));
    VERIFY_OK(m_file->add({sampleProfile(u"C"_s, 3)}));
    QVERIFY(writeFile(m_file->path(), content));
    QVERIFY(writeFile(m_file->path() + u".1"_s, "this one, too"));

    const auto loaded = m_file->load();

    QVERIFY(loaded.problem);
    QCOMPARE(loaded.problem->code(), code);
    QCOMPARE(loaded.profiles, QList {sampleProfile(u"A"_s, 1)});
    QCOMPARE(loaded.backup, m_file->path() + u".2"_s);
    QVERIFY(loaded.backupTime.isValid());
    VERIFY_FAILS(m_file->add({sampleProfile(u"D"_s, 4)}), code);
    QCOMPARE(contentOf(m_file->path()), content);
}

void TestProfileFile::theBackupIsPutBackAndTheBrokenFileKept()
{
    VERIFY_OK(m_file->add({sampleProfile(u"A"_s, 1)}));
    VERIFY_OK(m_file->add({sampleProfile(u"B"_s, 2)}));
    VERIFY_FAILS(m_file->restoreBackup(), ErrorCode::Conflict);

    for (const QString &aside : {m_file->path() + u".broken"_s, m_file->path() + u".broken-2"_s}) {
        QVERIFY(writeFile(m_file->path(), "broken " + aside.toUtf8()));
        TAKE(told, m_file->restoreBackup());
        QCOMPARE(told, aside);
        QCOMPARE(contentOf(aside), "broken " + aside.toUtf8());
        QCOMPARE(m_file->load().profiles, QList {sampleProfile(u"A"_s, 1)});
        QVERIFY(!m_file->load().problem);
    }
}

void TestProfileFile::aLaterFileIsNeverPutAside()
{
    const QByteArray later = R"({"format": "axess-profiles", "version": 2})";
    VERIFY_OK(m_file->add({sampleProfile()}));
    QVERIFY(writeFile(m_file->path(), later));

    VERIFY_FAILS(m_file->restoreBackup(), ErrorCode::TooNew);

    QCOMPARE(contentOf(m_file->path()), later);
}

void TestProfileFile::whatIsWrongIsNotWritten()
{
    Profile wrong = sampleProfile();
    wrong.store = u"postgres://ann:hunter2@db/shop"_s;
    VERIFY_FAILS(m_file->add({sampleProfile(u"A"_s, 7), wrong}), ErrorCode::InvalidArgument);
    QVERIFY(!QFileInfo::exists(m_file->path()));

    VERIFY_OK(m_file->add({sampleProfile()}));
    VERIFY_FAILS(m_file->replace(sampleProfile(), wrong), ErrorCode::InvalidArgument);
    QCOMPARE(m_file->load().profiles, QList {sampleProfile()});
}

void TestProfileFile::whereNothingCanBeWrittenNothingIsLost()
{
    QVERIFY(writeFile(m_folder->filePath(u"axess"_s), "a file where the folder should be"));

    VERIFY_FAILS(m_file->add({sampleProfile()}), ErrorCode::Denied);

    QCOMPARE(contentOf(m_folder->filePath(u"axess"_s)), "a file where the folder should be");
}

QTEST_GUILESS_MAIN(TestProfileFile)
#include "tst_profilefile.moc"
