// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "countdown.h"
#include "wizardquestions.h"

#include "logouts/setfile.h"

#include <QtCore/qdir.h>
#include <QtCore/qstandardpaths.h>
#include <QtCore/qthreadpool.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qradiobutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The files that hold frozen sets: who needs one has it, and none is left behind.
class TestSetFiles : public AxessTest, private WizardQuestions
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init();
    void theLineNamesTheSet();
    void aWizardThatIsClosedLeavesNone_data();
    void aWizardThatIsClosedLeavesNone();
    void whatWasCopiedOutlivesAnotherCount();
    void whatIsCalledOffLeavesNone();
    void withoutAFolderNothingIsWritten();

private:
    static QDir folder()
    {
        const SessionId any = *SessionId::fromText(u"0123456789abcdef0123456789abcdef"_s);
        return QFileInfo(SetFile::pathFor(0, any)).dir();
    }
    static QStringList files() { return folder().entryList(QDir::Files); }
};

void TestSetFiles::init()
{
    AxessTest::init();
    folder().removeRecursively();
}

void TestSetFiles::theLineNamesTheSet()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(wizard);
    QVERIFY(turnTo(wizard, 3));
    fillIn(wizard, u"acme@memory"_s);
    QTRY_VERIFY(part<QPushButton>(wizard, "wizardCopyLine")->isEnabled());
    const QString path = wizard->order().setFile;

    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), ann.id.text().toLatin1() + '\n');
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    delete wizard;
    QVERIFY(!QFile::exists(path)); // Nobody copied the line, and nobody decided.
}

void TestSetFiles::aWizardThatIsClosedLeavesNone_data()
{
    QTest::addColumn<bool>("goesBack");
    QTest::newRow("closed") << false;
    QTest::newRow("back") << true;
}

// Again and again, since it is a race with the thread that writes.
void TestSetFiles::aWizardThatIsClosedLeavesNone()
{
    QFETCH(const bool, goesBack);
    WindowFixture fixture;
    for (int i = 0; i < 50; ++i)
        fixture.addSession(u"user%1"_s.arg(i));
    for (int round = 0; round < 40; ++round) {
        LogOutWizard *wizard = asked(fixture, u"acme"_s);
        QVERIFY(wizard);
        QVERIFY(turnTo(wizard, 1));
        if (goesBack)
            part<QPushButton>(wizard, "wizardBack")->click();
        QTest::qSleep(round % 5);
        delete wizard;
    }
    // The threads of a console outlive it, and end what they began.
    fixture.window.reset();
    QVERIFY(QThreadPool::globalInstance()->waitForDone(10'000));
    QCOMPARE(files(), QStringList());
}

void TestSetFiles::whatWasCopiedOutlivesAnotherCount()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(turnTo(wizard, 3));
    QTRY_VERIFY(part<QPushButton>(wizard, "wizardCopyLine")->isEnabled());
    const QString copied = wizard->order().setFile;
    part<QPushButton>(wizard, "wizardCopyLine")->click();
    for (int step = 3; step > 0; --step)
        part<QPushButton>(wizard, "wizardBack")->click();
    fixture.store.clock->advance(1s);

    QVERIFY(turnTo(wizard, 3));
    QTRY_VERIFY(part<QPushButton>(wizard, "wizardCopyLine")->isEnabled());
    const QString second = wizard->order().setFile;

    QVERIFY(second != copied);
    QVERIFY(QFile::exists(copied));
    QVERIFY(!wizard->order().keepsFile);
    delete wizard;
    QVERIFY(QFile::exists(copied));
    QVERIFY(!QFile::exists(second));
}

void TestSetFiles::whatIsCalledOffLeavesNone()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    LogOutWizard *wizard = asked(fixture, u"acme"_s);
    QVERIFY(turnTo(wizard, 3));
    fillIn(wizard, u"acme@memory"_s);
    QTRY_VERIFY(part<QPushButton>(wizard, "wizardCopyLine")->isEnabled());
    part<QPushButton>(wizard, "wizardAct")->click();
    BulkLogOut &job = *fixture.window->bulkLogOuts().logOut(0);
    QVERIFY(QFile::exists(job.order().setFile));

    job.cancel();

    QCOMPARE(files(), QStringList());
}

void TestSetFiles::withoutAFolderNothingIsWritten()
{
    const SessionId id = *SessionId::fromText(u"0123456789abcdef0123456789abcdef"_s);
    const auto written = SetFile::write(u"log-outs/set.ids"_s, {id});
    QVERIFY(!written);
    QCOMPARE(written.error().code(), ErrorCode::Full);
    QVERIFY(!QFile::exists(u"log-outs/set.ids"_s));
}

QTEST_MAIN(TestSetFiles)
#include "tst_setfiles.moc"
