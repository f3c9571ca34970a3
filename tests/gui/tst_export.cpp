// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "export/exportflow.h"
#include "pages/sessionactions.h"
#include "pages/sessionspage.h"
#include "widgets/messagestrip.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qtemporarydir.h>
#include <QtGui/qaction.h>
#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

#include <csignal>
#include <sys/resource.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

/// Files of this process may not become longer, as on a disk that is full.
class FileLimit
{
public:
    explicit FileLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit {bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    FileLimit(const FileLimit &) = delete;
    FileLimit &operator=(const FileLimit &) = delete;

private:
    rlimit m_before {};
};

} // namespace

/// Sessions into files: whole, or not at all.
class TestExport : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void allThatMatchIsReadPageByPage();
    void whatIsChosenIsWritten();
    void aFileIsItsOwnersAlone();
    void aStoppedExportLeavesNothing();
    void aClosedWindowLeavesNothing();
    void aFullDiskLeavesNothing();
    void aFailureLeavesWhatWasThereBefore();
    void anotherExportsPartIsNotTouched();
    void aStoreThatStopsAnsweringLeavesNothing();
    void theDialogSaysWhatWillBe();
    void fromTheMenuToTheFile();
    void theClipboardGetsWhatIsChosen();

private:
    struct Outcome
    {
        qint64 written = -1;
        QString problem;
    };

    void add(int sessions);
    Outcome exported(const ExportOrder &order);
    ExportOrder everything() const;
    QString path() const { return m_folder->filePath(u"sessions.json"_s); }
    QStringList files() const { return QDir(m_folder->path()).entryList(QDir::Files); }
    QByteArray content() const;
    SessionsPage &page() const { return m_fixture->window->sessions(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WindowFixture> m_fixture;
    std::unique_ptr<Console> m_console;
};

void TestExport::init()
{
    AxessTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
    m_fixture = std::make_unique<WindowFixture>();
    m_console = std::make_unique<Console>(m_fixture->opened, m_fixture->address);
}

void TestExport::cleanup()
{
    m_console.reset();
    m_fixture.reset();
}

void TestExport::add(int sessions)
{
    for (int i = 0; i < sessions; ++i)
        m_fixture->addSession(u"user%1"_s.arg(i));
}

ExportOrder TestExport::everything() const
{
    return {.format = {.kind = ExportFormat::Kind::Json},
            .path = path(),
            .sessions = {},
            .plan = SessionSearch().planned(m_console->now(), QTimeZone::utc())};
}

TestExport::Outcome TestExport::exported(const ExportOrder &order)
{
    SessionExport job(*m_console, order);
    QSignalSpy finished(&job, &SessionExport::finished);
    job.start();
    if (finished.isEmpty() && !finished.wait(20'000))
        return {};
    return {finished.constFirst().at(0).toLongLong(), finished.constFirst().at(1).toString()};
}

QByteArray TestExport::content() const
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestExport::allThatMatchIsReadPageByPage()
{
    add(SessionExport::PageRows + 5);
    const Outcome outcome = exported(everything());
    QCOMPARE(outcome.problem, QString());
    QCOMPARE(outcome.written, SessionExport::PageRows + 5);
    QCOMPARE(files(), QStringList {u"sessions.json"_s});
    const QJsonArray rows = QJsonDocument::fromJson(content()).array();
    QCOMPARE(rows.size(), SessionExport::PageRows + 5);
    QCOMPARE(rows.last().toObject().value("user"_L1).toString(), u"user0"_s);
}

void TestExport::whatIsChosenIsWritten()
{
    add(2);
    ExportOrder order = everything();
    order.plan.reset();
    for (int i = 0; i < 2 * SessionExport::PageRows + 1; ++i)
        order.sessions.append(ListedSession {});
    const Outcome outcome = exported(order);
    QCOMPARE(outcome.problem, QString());
    QCOMPARE(QJsonDocument::fromJson(content()).array().size(), 2 * SessionExport::PageRows + 1);
    order.sessions.clear();
    QCOMPARE(exported(order).written, 0);
    QCOMPARE(QJsonDocument::fromJson(content()).array().size(), 0);
}

void TestExport::aFileIsItsOwnersAlone()
{
    add(1);
    QCOMPARE(exported(everything()).problem, QString());
    const auto others
        = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther;
    QCOMPARE(QFile::permissions(path()) & others, QFileDevice::Permissions());
}

void TestExport::aStoppedExportLeavesNothing()
{
    add(3 * SessionExport::PageRows);
    SessionExport job(*m_console, everything());
    QSignalSpy finished(&job, &SessionExport::finished);
    connect(&job, &SessionExport::progressed, &job, &SessionExport::stop);
    job.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20'000);
    QCOMPARE(finished.constFirst().at(1).toString(), u"The export was stopped. Nothing of it was kept."_s);
    QTRY_COMPARE(files(), QStringList());
}

void TestExport::aClosedWindowLeavesNothing()
{
    add(3 * SessionExport::PageRows);
    const QPointer job(new SessionExport(*m_console, everything()));
    QStringList seen;
    connect(job, &SessionExport::progressed, job, [&] {
        seen = files();
        job->deleteLater();
    });
    job->start();
    QTRY_VERIFY_WITH_TIMEOUT(!job, 20'000);
    QCOMPARE(seen, QStringList {u"sessions.json.part"_s});
    QTRY_COMPARE(files(), QStringList());
}

void TestExport::aFullDiskLeavesNothing()
{
    add(200);
    const FileLimit limit(10'000);
    const Outcome outcome = exported(everything());
    QVERIFY2(outcome.problem.startsWith("There is no room left for "_L1), qPrintable(outcome.problem));
    QVERIFY(outcome.problem.endsWith("Nothing of it was kept."_L1));
    QCOMPARE(files(), QStringList());
}

void TestExport::aFailureLeavesWhatWasThereBefore()
{
    add(200);
    QFile before(path());
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write("before");
    before.close();
    {
        const FileLimit limit(10'000);
        QVERIFY(!exported(everything()).problem.isEmpty());
    }
    QCOMPARE(content(), "before"_ba);
    QCOMPARE(exported(everything()).problem, QString());
    QCOMPARE(QJsonDocument::fromJson(content()).array().size(), 200);

    ExportOrder nowhere = everything();
    nowhere.path = m_folder->filePath(u"absent/sessions.json"_s);
    const QString problem = exported(nowhere).problem;
    QVERIFY2(problem.contains("cannot be written: No such file or directory"_L1), qPrintable(problem));
}

void TestExport::anotherExportsPartIsNotTouched()
{
    add(1);
    QFile part(ExportFile::partOf(path()));
    QVERIFY(part.open(QIODevice::WriteOnly));
    part.write("another's");
    part.close();
    const QString problem = exported(everything()).problem;
    QVERIFY2(problem.contains("is there already"_L1), qPrintable(problem));
    QCOMPARE(files(), QStringList {u"sessions.json.part"_s});
    QCOMPARE(part.size(), 9);
}

void TestExport::aStoreThatStopsAnsweringLeavesNothing()
{
    add(10);
    m_fixture->faults->arm(Fault::Refused, 1, 1000);
    const Outcome outcome = exported(everything());
    m_fixture->faults->disarm();
    QVERIFY2(outcome.problem.endsWith("Nothing was exported."_L1), qPrintable(outcome.problem));
    QTRY_COMPARE(files(), QStringList());
}

void TestExport::theDialogSaysWhatWillBe()
{
    ExportDialog dialog({.selected = 3,
                         .shown = 200,
                         .isShownAll = false,
                         .cost = u"Scan"_s,
                         .suggestedPath = m_folder->filePath(u"sessions"_s)});
    const auto *note = dialog.findChild<QLabel *>(u"exportNote"_s);
    auto *file = dialog.findChild<QLineEdit *>(u"exportPath"_s);
    auto *format = dialog.findChild<QComboBox *>(u"exportFormat"_s);
    const auto *confirm = dialog.findChild<QPushButton *>(u"exportConfirm"_s);
    QCOMPARE(dialog.scope(), ExportDialog::Scope::Selected);
    QVERIFY(file->text().endsWith(".csv"_L1));

    format->setCurrentIndex(1);
    QCOMPARE(file->text(), path());
    QVERIFY(!dialog.findChild<QComboBox *>(u"exportDelimiter"_s)->isEnabled());
    QFile there(path());
    QVERIFY(there.open(QIODevice::WriteOnly));
    file->setText({});
    QVERIFY(!confirm->isEnabled());
    file->setText(path());
    QCOMPARE(note->text(), u"This file is there already; Export replaces it."_s);
    file->setText(m_folder->path());
    QVERIFY(!confirm->isEnabled());

    const ExportDialog all({.selected = 0, .shown = 2, .isShownAll = true, .cost = {}, .suggestedPath = {}});
    QCOMPARE(all.findChild<QComboBox *>(u"exportScope"_s)->count(), 1);
    QCOMPARE(all.scope(), ExportDialog::Scope::Shown);
}

void TestExport::fromTheMenuToTheFile()
{
    add(3);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    page().select({page().model().session(1).row.id});

    page().actions().exportRows->trigger();
    auto *dialog = m_fixture->window->findChild<ExportDialog *>();
    QVERIFY(dialog);
    dialog->findChild<QLineEdit *>(u"exportPath"_s)->setText(path());
    dialog->accept();

    const auto *strip = m_fixture->child<MessageStrip>("exportStrip");
    QTRY_VERIFY2(strip->text().startsWith("1 session(s) written to "_L1), qPrintable(strip->text()));
    const QList<QByteArray> lines = content().split('\n');
    QVERIFY2(lines.at(0).startsWith("User,Tenant,Level,State,Created,"), lines.at(0));
    QVERIFY2(lines.at(1).startsWith("user1,acme,"), lines.at(1));
    QVERIFY(!m_fixture->window->exports().isBusy());
}

void TestExport::theClipboardGetsWhatIsChosen()
{
    add(2);
    m_fixture->openWindow();
    QVERIFY(m_fixture->turnTo(SessionsPageNumber));
    const QClipboard *clipboard = QGuiApplication::clipboard();
    QVERIFY(!page().actions().copyRow->isEnabled());
    page().actions().copyCommand->trigger();
    QCOMPARE(clipboard->text(), u"axessctl --store memory: session list --search state:active"_s);

    const SessionId id = page().model().session(0).row.id;
    page().select({id});
    page().actions().copy->trigger();
    QCOMPARE(clipboard->text(), id.text());
    page().actions().copyRow->trigger();
    QVERIFY2(clipboard->text().startsWith("user1\tacme\t"_L1), qPrintable(clipboard->text()));
    page().actions().copyJson->trigger();
    QVERIFY(clipboard->text().contains(id.text()));
    page().actions().copyCommand->trigger();
    QCOMPARE(clipboard->text(), u"axessctl --store memory: session show "_s + id.text());
}

QTEST_MAIN(TestExport)
#include "tst_export.moc"
