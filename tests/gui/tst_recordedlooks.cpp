// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "windowfixture.h"

#include "export/sessionexport.h"
#include "pages/sessiondataview.h"
#include "pages/sessionspage.h"
#include "search/lookupstrip.h"

#include <axess/audit.h>

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtCore/qtimezone.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What is carried out of a store, or asked of others about its users, stands in the audit trail.
class TestRecordedLooks : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void anExportIsRecorded();
    void anExportThatFailsIsRecordedAsFailed();
    void noAuditNoExport();
    void unlockedDataIsRecorded();
    void noAuditNoData();
    void aLookUpIsRecorded();
    void noAuditNoLookUp();

private:
    /// As newest first.
    static QStringList trailOf(WindowFixture &fixture)
    {
        QStringList lines;
        for (const AuditEntry &entry : Audit(fixture.opened).list().value_or(QList<AuditEntry>()))
            lines.append(u"%1 %2: %3"_s.arg(entry.act, auditPhaseName(entry.phase), entry.what));
        return lines;
    }
    static void attach(WindowFixture &fixture, AuditPolicy policy = AuditPolicy::Record,
                       const QString &file = {})
    {
        Audit(fixture.opened, {.by = u"ann"_s, .file = file, .policy = policy}).attach();
    }
    /// A file into which nobody may write.
    static QString nowhere() { return u"/proc/none/audit.log"_s; }
    static QString exported(Console &console, const QString &path);
    static LookupStrip *asked(WindowFixture &fixture, const QString &command);
};

QString TestRecordedLooks::exported(Console &console, const QString &path)
{
    SessionExport job(console,
                      {.format = {.kind = ExportFormat::Kind::Json},
                       .path = path,
                       .sessions = {},
                       .plan = ParsedSearch::read(u"tenant:acme"_s).search.planned(0, QTimeZone::utc())});
    QSignalSpy finished(&job, &SessionExport::finished);
    job.start();
    if (finished.isEmpty() && !finished.wait(20'000))
        return u"It did not end."_s;
    return finished.constFirst().at(1).toString();
}

LookupStrip *TestRecordedLooks::asked(WindowFixture &fixture, const QString &command)
{
    fixture.openWindow();
    if (!fixture.turnTo(SessionsPageNumber))
        return nullptr;
    SessionsPage &page = fixture.window->sessions();
    page.setLookupCommand(command);
    auto *edit = page.tab().findChild<QLineEdit *>(u"searchEdit"_s);
    edit->setText(u"ann@shop.example"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    auto *strip = page.tab().findChild<LookupStrip *>();
    if (!QTest::qWaitFor([&] { return page.isSettled() && strip->isVisible(); }, 10'000))
        return nullptr;
    strip->findChild<QPushButton *>(u"messageAction"_s)->click();
    return strip;
}

void TestRecordedLooks::anExportIsRecorded()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    attach(fixture);
    Console console(fixture.opened, fixture.address);
    const QTemporaryDir folder;

    QCOMPARE(exported(console, folder.filePath(u"sessions.json"_s)), QString());

    const QStringList expected {u"export done: all that match “tenant:acme”"_s,
                                u"export intent: all that match “tenant:acme”"_s};
    QTRY_COMPARE(trailOf(fixture), expected);
}

void TestRecordedLooks::anExportThatFailsIsRecordedAsFailed()
{
    WindowFixture fixture;
    attach(fixture);
    Console console(fixture.opened, fixture.address);

    QVERIFY(!exported(console, u"/proc/none/sessions.json"_s).isEmpty());

    QTRY_COMPARE(trailOf(fixture).size(), 2);
    QVERIFY(trailOf(fixture).constFirst().startsWith("export failed"_L1));
}

void TestRecordedLooks::noAuditNoExport()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    attach(fixture, AuditPolicy::Require, nowhere());
    Console console(fixture.opened, fixture.address);
    const QTemporaryDir folder;

    const QString problem = exported(console, folder.filePath(u"sessions.json"_s));

    QVERIFY2(problem.startsWith("The audit trail cannot be written"_L1), qPrintable(problem));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList());
}

void TestRecordedLooks::unlockedDataIsRecorded()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    attach(fixture);
    Console console(fixture.opened, fixture.address);
    SessionDataView view(console);
    view.lock(ann.id);

    view.unlock();

    QTRY_VERIFY(view.isOpen());
    const QStringList expected {u"unlock done: "_s + ann.id.text(), u"unlock intent: "_s + ann.id.text()};
    QTRY_COMPARE(trailOf(fixture), expected);
}

void TestRecordedLooks::noAuditNoData()
{
    WindowFixture fixture;
    const SessionRow ann = fixture.addSession(u"ann"_s);
    attach(fixture, AuditPolicy::Require, nowhere());
    Console console(fixture.opened, fixture.address);
    SessionDataView view(console);
    view.lock(ann.id);

    view.unlock();

    QTRY_VERIFY2(view.sentence().startsWith("The audit trail cannot be written"_L1),
                 qPrintable(view.sentence()));
    QVERIFY(!view.isOpen());
}

void TestRecordedLooks::aLookUpIsRecorded()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    attach(fixture);
    const LookupStrip *strip = asked(fixture, u"/usr/bin/printf \"ann\\n%.0s\""_s);
    QVERIFY(strip);

    const QStringList expected {u"look-up done: ann@shop.example"_s, u"look-up intent: ann@shop.example"_s};
    QTRY_COMPARE(trailOf(fixture), expected);
}

void TestRecordedLooks::noAuditNoLookUp()
{
    WindowFixture fixture;
    const QTemporaryDir folder;
    const QString mark = folder.filePath(u"asked"_s);
    attach(fixture, AuditPolicy::Require, nowhere());
    LookupStrip *strip = asked(fixture, u"/usr/bin/touch %1"_s.arg(mark));
    QVERIFY(strip);

    QTRY_VERIFY2(strip->text().startsWith("The audit trail cannot be written"_L1), qPrintable(strip->text()));
    QVERIFY(!QFile::exists(mark));
}

QTEST_MAIN(TestRecordedLooks)
#include "tst_recordedlooks.moc"
