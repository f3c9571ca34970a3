// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "verify.h"
#include "windowfixture.h"

#include "export/exportdialog.h"
#include "jobs/jobsmodel.h"
#include "logouts/bulklogouts.h"
#include "operatorlog/operatorlogpage.h"
#include "widgets/messagestrip.h"
#include "widgets/statepanel.h"

#include <axess/keys.h>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtGui/qclipboard.h>
#include <QtTest/qabstractitemmodeltester.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtableview.h>
#include <QtWidgets/qtoolbutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A window on the operator log of a store in memory, with two log-outs and a key that was added.
class LogFixture : public WindowFixture
{
public:
    LogFixture()
    {
        Audit(opened, {u"ann@desk"_s, file, AuditPolicy::Record}).attach();
        for (const QString &reason : {u"stolen laptop"_s, u"=1+1"_s}) {
            const SessionRow row = addSession(u"alice"_s);
            (void)opened->revoke(std::span(&row.id, 1), reason, 10min);
        }
        (void)Keys(opened).stage(u"cookie"_s);
    }

    bool openLog(Access access = Access::WithKey)
    {
        openWindow(access);
        return turnTo(OperatorLogPageNumber);
    }
    OperatorLogPage &page() const { return window->operatorLog(); }
    LogModel &model() const { return page().model(); }
    QString cell(int row, int column) const { return model().index(row, column).data().toString(); }
    StatePanel *state() const { return page().findChild<StatePanel *>(); }
    bool chooseIn(const char *name, const QVariant &data)
    {
        auto *box = child<QComboBox>(name);
        box->setCurrentIndex(box->findData(data));
        Q_EMIT box->activated(box->currentIndex());
        return settles();
    }
    bool settles() const
    {
        return QTest::qWaitFor([this] { return window->isSettled(); }, 10000);
    }
    /// Presses Verify and takes what is said.
    QDialog *verified()
    {
        child<QToolButton>("logVerify")->click();
        (void)QTest::qWaitFor([this] { return child<QDialog>("chainDialog") != nullptr; }, 10000);
        return child<QDialog>("chainDialog");
    }
    static QString words(const QDialog *dialog)
    {
        QStringList texts;
        for (const QLabel *label : dialog->findChildren<QLabel *>())
            texts.append(label->text());
        return texts.join(u'\n');
    }

    QTemporaryDir folder;
    const QString file = folder.filePath(u"audit.log"_s);
};

class TestOperatorLog : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { qunsetenv("AXESS_AUDIT_FILE"); }
    void anActIsARow();
    void filtersChoose();
    void nothingMatchesSaysSo();
    void anEmptyLogSaysSo();
    void theLocalFileIsRead();
    void aStoreThatDoesNotAnswerSaysSo();
    void aWholeChainIsProved();
    void withoutALocalFileTheEndIsNotProved();
    void whatWasDoneToTheChainIsSaid();
    void withoutTheKeyItSaysWhatIsNotProved();
    void itIsExported();
    void anExportThatCannotBeWrittenSaysSo();
};

void TestOperatorLog::anActIsARow()
{
    LogFixture fixture;
    QVERIFY(fixture.openLog());
    const QAbstractItemModelTester tester(&fixture.model());

    QCOMPARE(fixture.model().rowCount(), 3);
    QCOMPARE(fixture.cell(0, LogModel::Act), u"Add a key"_s);
    QCOMPARE(fixture.cell(1, LogModel::Reason), u"=1+1"_s);
    QCOMPARE(fixture.cell(2, LogModel::Act), u"Log out"_s);
    QCOMPARE(fixture.cell(2, LogModel::Person), u"ann"_s);
    QCOMPARE(fixture.cell(2, LogModel::Host), u"desk"_s);
    QCOMPARE(fixture.cell(2, LogModel::Count), u"1"_s);
    QCOMPARE(fixture.cell(2, LogModel::Outcome), u"Done"_s);
    QCOMPARE(fixture.cell(2, LogModel::Took), u"0 ms"_s);
    QVERIFY(fixture.cell(2, LogModel::When).contains(QRegularExpression(u"[+-]\\d\\d:\\d\\d"_s)));
    QVERIFY(fixture.child<QLabel>("logFooter")->text().startsWith("3 act(s) shown"_L1));
    QVERIFY(!fixture.child<QLabel>("logDetail")->isVisible());
    fixture.child<QTableView>("logTable")->selectRow(2);
    const QString detail = fixture.child<QLabel>("logDetail")->text();
    QVERIFY2(detail.contains("stolen laptop"_L1) && detail.contains("audit key"_L1)
                 && detail.contains(QString::fromLatin1(fixture.model().record(2).code)),
             qPrintable(detail));
}

void TestOperatorLog::filtersChoose()
{
    LogFixture fixture;
    QVERIFY(fixture.openLog());
    fixture.child<QCheckBox>("logEnded")->click();
    QVERIFY(fixture.settles());
    QCOMPARE(fixture.model().rowCount(), 2);
    auto *text = fixture.child<QLineEdit>("logText");
    text->setText(u"LAPTOP"_s);
    QTest::keyClick(text, Qt::Key_Return);
    QVERIFY(fixture.settles());
    QCOMPARE(fixture.model().rowCount(), 1);
    fixture.child<QToolButton>("logCopy")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(),
             u"axessctl --store=memory: audit list --text=LAPTOP --ended-sessions --limit=400"_s);
    fixture.child<QCheckBox>("logEnded")->click();
    text->setText({});
    QVERIFY(fixture.chooseIn("logAct", u"key-stage"_s));
    QCOMPARE(fixture.model().rowCount(), 1);
    QCOMPARE(fixture.cell(0, LogModel::Act), u"Add a key"_s);
    QVERIFY(fixture.chooseIn("logAct", QString()));
    fixture.store.clock->advance(2h);
    QVERIFY(fixture.chooseIn("logTime", 1));
    QCOMPARE(fixture.model().rowCount(), 0);
    QVERIFY(fixture.chooseIn("logTime", 24));
    QCOMPARE(fixture.model().rowCount(), 3);
}

void TestOperatorLog::nothingMatchesSaysSo()
{
    LogFixture fixture;
    QVERIFY(fixture.openLog());
    auto *person = fixture.child<QLineEdit>("logPerson");
    person->setText(u"nobody"_s);
    QTest::keyClick(person, Qt::Key_Return);
    QVERIFY(fixture.settles());
    QCOMPARE(fixture.state()->title(), u"No act matches"_s);
    Q_EMIT fixture.state()->actionTriggered();
    QVERIFY(fixture.settles());
    QCOMPARE(fixture.model().rowCount(), 3);
    QVERIFY(person->text().isEmpty());
}

void TestOperatorLog::anEmptyLogSaysSo()
{
    WindowFixture fixture;
    fixture.openWindow();
    QVERIFY(fixture.turnTo(OperatorLogPageNumber));
    QCOMPARE(fixture.window->operatorLog().findChild<StatePanel *>()->title(), u"Nothing was done yet"_s);
    QVERIFY(!fixture.child<QToolButton>("logExport")->isEnabled());
}

void TestOperatorLog::theLocalFileIsRead()
{
    LogFixture fixture;
    QVERIFY(fixture.openLog());
    QVERIFY(fixture.chooseIn("logPlace", int(LogPlace::LocalFile)));
    QCOMPARE(fixture.state()->title(), u"There is no local file"_s);
    qputenv("AXESS_AUDIT_FILE", fixture.file.toUtf8());
    fixture.page().refresh();
    QVERIFY(fixture.settles());
    QCOMPARE(fixture.model().rowCount(), 3);
    QVERIFY(fixture.page().line().endsWith(" audit list --local-file --limit=400"_L1));
    QVERIFY(QFile::setPermissions(fixture.file, QFile::ReadOwner | QFile::WriteOwner | QFile::WriteOther));
    fixture.page().refresh();
    QVERIFY(fixture.settles());
    QCOMPARE(fixture.state()->title(), u"The operator log may not be read"_s);
}

void TestOperatorLog::aStoreThatDoesNotAnswerSaysSo()
{
    LogFixture fixture;
    fixture.openWindow();
    QVERIFY(fixture.turnTo(OverviewPageNumber));
    fixture.faults->arm(Fault::Refused, 1, 100'000);
    QVERIFY(fixture.turnTo(OperatorLogPageNumber));
    QCOMPARE(fixture.state()->title(), u"The operator log could not be read"_s);
    fixture.faults->disarm();
    Q_EMIT fixture.state()->actionTriggered();
    QVERIFY(fixture.settles());
    QCOMPARE(fixture.model().rowCount(), 3);
}

void TestOperatorLog::aWholeChainIsProved()
{
    LogFixture fixture;
    qputenv("AXESS_AUDIT_FILE", fixture.file.toUtf8());
    QVERIFY(fixture.openLog());
    const QDialog *dialog = fixture.verified();
    QVERIFY(dialog);
    const QString words = fixture.words(dialog);
    QVERIFY2(words.startsWith("Nothing was removed, altered or reordered."_L1), qPrintable(words));
    QCOMPARE(fixture.window->bulkLogOuts().jobs().job(0)->tone(), Tone::Good);
    QVERIFY2(words.contains("6 entries are proved"_L1), qPrintable(words));
    QVERIFY2(words.contains("All 6 entries of the local file"_L1), qPrintable(words));
    dialog->findChild<QPushButton *>(u"chainCopy"_s)->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"axessctl --store=memory: audit verify"_s);
    QVERIFY(fixture.child<MessageStrip>("keyStrip")->text().contains("Done"_L1));
}

void TestOperatorLog::withoutALocalFileTheEndIsNotProved()
{
    LogFixture fixture;
    QVERIFY(fixture.openLog());
    const QDialog *dialog = fixture.verified();
    QVERIFY(dialog);
    const QString words = fixture.words(dialog);
    QVERIFY2(words.startsWith("Nothing wrong was found, but not everything is proved."_L1),
             qPrintable(words));
    QCOMPARE(fixture.window->bulkLogOuts().jobs().job(0)->tone(), Tone::Attention);
}

void TestOperatorLog::whatWasDoneToTheChainIsSaid()
{
    LogFixture fixture;
    const QByteArray junk = "junk"_ba;
    VERIFY_OK(fixture.store.connection()->append(u"audit"_s, std::span(&junk, 1)));
    QVERIFY(fixture.openLog());
    QVERIFY(fixture.child<QLabel>("logFooter")->text().contains("1 are no entries"_L1));
    const QDialog *dialog = fixture.verified();
    QVERIFY(dialog);
    const QString words = fixture.words(dialog);
    QVERIFY2(words.startsWith("1 thing(s) are wrong"_L1), qPrintable(words));
    QVERIFY2(words.contains("Altered: what stands at place 7"_L1), qPrintable(words));
    QVERIFY2(words.contains("There is no local file to compare with"_L1), qPrintable(words));
    QCOMPARE(fixture.window->bulkLogOuts().jobs().job(0)->tone(), Tone::Danger);
}

void TestOperatorLog::withoutTheKeyItSaysWhatIsNotProved()
{
    LogFixture fixture;
    QVERIFY(fixture.openLog(WindowFixture::Access::Keyless));
    QCOMPARE(fixture.model().rowCount(), 3);
    const QDialog *dialog = fixture.verified();
    QVERIFY(dialog);
    const QString words = fixture.words(dialog);
    QVERIFY2(words.contains("Not proved: the key that closes entry 1 is not here."_L1), qPrintable(words));
    QVERIFY2(words.contains("opened without the root key"_L1), qPrintable(words));
}

void TestOperatorLog::itIsExported()
{
    LogFixture fixture;
    QVERIFY(fixture.openLog());
    const QString path = fixture.folder.filePath(u"log.csv"_s);
    fixture.child<QToolButton>("logExport")->click();
    auto *dialog = fixture.child<ExportDialog>("exportDialog");
    QVERIFY(dialog);
    QCOMPARE(dialog->windowTitle(), u"Export the operator log"_s);
    dialog->findChild<QLineEdit *>(u"exportPath"_s)->setText(path);
    dialog->findChild<QPushButton *>(u"exportConfirm"_s)->click();
    QTRY_VERIFY(QFile::exists(path));
    QFile written(path);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = written.readAll().split('\n');
    QCOMPARE(lines.size(), 5); // Columns, three acts, the end.
    QVERIFY2(lines[2].contains("'=1+1"), lines[2].constData());
    QVERIFY2(lines[3].contains("stolen laptop"), lines[3].constData());
    QTRY_VERIFY(fixture.window->bulkLogOuts().jobs().running().isEmpty());
    fixture.page().refresh();
    QVERIFY(fixture.settles());
    QCOMPARE(fixture.cell(0, LogModel::Act), u"Export"_s);
}

void TestOperatorLog::anExportThatCannotBeWrittenSaysSo()
{
    LogFixture fixture;
    QVERIFY(fixture.openLog());
    fixture.child<QToolButton>("logExport")->click();
    auto *dialog = fixture.child<ExportDialog>("exportDialog");
    dialog->findChild<QLineEdit *>(u"exportPath"_s)->setText(fixture.folder.filePath(u"no/log.csv"_s));
    dialog->findChild<QPushButton *>(u"exportConfirm"_s)->click();
    QTRY_VERIFY(fixture.window->bulkLogOuts().jobs().running().isEmpty());
    const DockJob *job = fixture.window->bulkLogOuts().jobs().job(0);
    QCOMPARE(job->stateText(), u"Failed"_s);
    QVERIFY(!job->problemText().isEmpty());
}

QTEST_MAIN(TestOperatorLog)
#include "tst_operatorlog.moc"
