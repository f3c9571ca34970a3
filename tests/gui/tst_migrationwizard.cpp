// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "migrationfixture.h"
#include "verify.h"

#include <axess/operations.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qfiledialog.h>

#include <atomic>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A store is copied from the window while applications stand still.
class TestMigrationWizard : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aStoreIsCopiedAndCompared();
    void whatIsWrongIsSaidBeforehand_data();
    void whatIsWrongIsSaidBeforehand();
    void applicationsThatRunAreNamed();
    void aCopyIsStoppedAndAnotherWindowGoesOn();
    void whatAnotherWorksOnIsWatched();
    void productionIsTyped();
    void whoMayNotIsTold();
    void theDirectionIsShown();
};

void TestMigrationWizard::aStoreIsCopiedAndCompared()
{
    MigrationFixture fixture(40);
    fixture.openWindow();
    QVERIFY(fixture.look());
    QVERIFY2(fixture.found().contains("another store, and empty"_L1), qPrintable(fixture.found()));
    QVERIFY(fixture.found().contains("About 40 session(s)"_L1));
    QVERIFY(!QFile::exists(fixture.file("target.db"))); // Looking makes nothing.
    fixture.button("migrationCopyLine")->click();
    const QString line = QGuiApplication::clipboard()->text();
    QVERIFY2(line.contains("migrate run"_L1) && line.contains("--to="_L1), qPrintable(line));

    QVERIFY(fixture.press("migrationNext"));

    QVERIFY(fixture.isDone());
    QVERIFY2(
        fixture.label("migrationResult").startsWith(u"40 sessions copied · 40 compared · no difference"_s),
        qPrintable(fixture.label("migrationResult")));
    QVERIFY(fixture.label("migrationAfterwards").contains("AXESS_STORE naming"_L1));
    QCOMPARE(fixture.verdict(*fixture.instance(fixture.target)), QString());

    QVERIFY(fixture.press("moveVerify"));
    QVERIFY(fixture.isDone());
    QVERIFY(fixture.label("migrationResult").startsWith(u"40 compared · no difference"_s));

    QTest::ignoreMessage(QtWarningMsg, "This plugin does not support propagateSizeHints()");
    QVERIFY(fixture.press("migrationSave"));
    auto *dialog = fixture.wizard().findChild<QFileDialog *>();
    QVERIFY(dialog);
    const QString path = fixture.file("report.json");
    Q_EMIT dialog->fileSelected(path);
    dialog->close();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject report = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(report.value(u"steps"_s).toArray().size(), 2);
    QCOMPARE(report.value(u"steps"_s)
                 .toArray()
                 .at(0)
                 .toObject()
                 .value(u"counts"_s)
                 .toObject()
                 .value(u"sessions"_s)
                 .toInt(),
             40);
}

void TestMigrationWizard::whatIsWrongIsSaidBeforehand_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("said");
    QTest::newRow("the same store") << u"source.db"_s << u"same store"_s;
    QTest::newRow("another store") << u"foreign.db"_s << u"is a store already"_s;
    QTest::newRow("in memory") << u"memory:"_s << u"seen by one program only"_s;
    QTest::newRow("a folder that is not there") << u"no/such/folder.db"_s << u"There is no folder"_s;
    QTest::newRow("hostile") << u"no/<b>such</b>\u202Egnp.db"_s << u"There is no folder"_s;
}

void TestMigrationWizard::whatIsWrongIsSaidBeforehand()
{
    QFETCH(const QString, target);
    QFETCH(const QString, said);
    MigrationFixture fixture(3);
    VERIFY_OK(SessionStore::initialise(StoreUrl::forFile(fixture.file("foreign.db")), fixture.rootKey()));
    fixture.target
        = target.endsWith(u':') ? target : StoreUrl::forFile(fixture.folder.filePath(target)).displayText();
    fixture.openWindow();

    QVERIFY(fixture.look());

    QVERIFY2(fixture.found().contains(said), qPrintable(fixture.found()));
    QVERIFY(!fixture.button("migrationNext")->isEnabled());
    QVERIFY(fixture.label("migrationBefore").contains("cannot begin"_L1));
    QVERIFY(!fixture.part<StoreBand>("migrationTargetBand")->text().contains(u'\u202E'));
    for (const QLabel *label : fixture.wizard().findChildren<QLabel *>())
        QVERIFY(label->textFormat() == Qt::PlainText || !label->text().contains("<b>"_L1));
}

void TestMigrationWizard::applicationsThatRunAreNamed()
{
    MigrationFixture fixture(3);
    Housekeeping::Options options;
    options.program = u"shop"_s;
    Housekeeping application(fixture.store, options);
    VERIFY_OK(application.start());
    QTRY_VERIFY(instances(*fixture.store).value_or(QList<InstanceInfo>()).size() == 1);
    fixture.openWindow();

    QVERIFY(fixture.look());

    QVERIFY2(fixture.found().contains("use the source now: shop@"_L1), qPrintable(fixture.found()));
    QVERIFY(!fixture.button("migrationNext")->isEnabled());
}

void TestMigrationWizard::aCopyIsStoppedAndAnotherWindowGoesOn()
{
    MigrationFixture fixture(90);
    fixture.openWindow();
    fixture.part<QSpinBox>("migrationRate")->setValue(100);
    fixture.part<QLineEdit>("migrationReason")->setText(u"new server"_s);
    QVERIFY(fixture.look());
    QVERIFY(fixture.press("migrationNext"));
    QTRY_VERIFY2(fixture.job()->fraction() > 0, qPrintable(fixture.label("migrationState")));

    QVERIFY(fixture.press("migrationStop"));

    QTRY_VERIFY(fixture.job()->hasEnded());
    QVERIFY(fixture.job()->isStopped());
    QCOMPARE(fixture.label("migrationState"), u"Stands still"_s);
    VERIFY_FAILS(SessionStore::open(StoreUrl::parse(fixture.target).value(), fixture.rootKey()),
                 ErrorCode::Unavailable);
    // Here it could be gone on with; now this window dies under it.
    QVERIFY(fixture.press("migrationResume"));
    QTRY_VERIFY(fixture.job()->fraction() > 0);
    fixture.window.reset();

    fixture.openWindow();
    QVERIFY(fixture.look());
    QVERIFY2(fixture.found().contains("was begun there by"_L1), qPrintable(fixture.found()));
    QCOMPARE(fixture.button("migrationNext")->text(), u"Go on copying"_s);
    QVERIFY(fixture.press("migrationNext"));
    QVERIFY(fixture.isDone());
    QCOMPARE(fixture.job()->outcome().copy->job.request.reason, u"new server"_s);
    QCOMPARE(fixture.verdict(*fixture.instance(fixture.target)), QString());
    fixture.wizard();

    // It is never made again, and only compared.
    QVERIFY(fixture.press("migrationBack"));
    QTRY_VERIFY(fixture.button("migrationAgain")->isEnabled());
    QCOMPARE(fixture.button("migrationNext")->text(), u"Compare"_s);
}

void TestMigrationWizard::whatAnotherWorksOnIsWatched()
{
    MigrationFixture fixture(20);
    std::atomic_bool isHeld = true;
    MigrationOrder order;
    order.source = fixture.address;
    order.target.url = fixture.target;
    std::atomic_bool hasBegun = false;
    std::jthread another([&] {
        JobControl control;
        control.worker = u"axessctl@elsewhere"_s;
        // Asked once before it has the job.
        control.wait = [&, asked = std::make_shared<int>(0)](std::chrono::milliseconds) {
            hasBegun = ++*asked >= 3;
            while (isHeld && hasBegun)
                std::this_thread::sleep_for(10ms);
            return true;
        };
        const auto copy = StoreCopy::open(order.ends().value());
        JobRequest request;
        request.rowsPerSecond = 50;
        (void)(*copy)->run(request, control);
    });
    const auto letGo = qScopeGuard([&] { isHeld = false; });
    QTRY_VERIFY(hasBegun.load());
    fixture.openWindow();
    QVERIFY(fixture.look());
    QVERIFY(fixture.press("migrationNext"));

    QTRY_VERIFY2(fixture.label("migrationState").contains("Another works on it: axessctl@elsewhere"_L1),
                 qPrintable(fixture.label("migrationState")));
    isHeld = false;

    QVERIFY(fixture.isDone());
    QCOMPARE(fixture.verdict(*fixture.instance(fixture.target)), QString());
}

void TestMigrationWizard::productionIsTyped()
{
    MigrationFixture fixture(2);
    fixture.address.environment = Environment::Production;
    fixture.openWindow();
    QVERIFY(fixture.look());
    QVERIFY(fixture.found().contains("not marked as production"_L1));
    QVERIFY(fixture.press("migrationNext"));
    auto *dialog = fixture.wizard().findChild<KeyDialog *>();
    QVERIFY(dialog);
    auto *act = dialog->findChild<QPushButton *>(u"keyAct"_s);
    QVERIFY(!act->isEnabled());
    // The name of the one that is written, not of the one that is left.
    dialog->findChild<QLineEdit *>(u"keyTyped"_s)->setText(fixture.address.shortName());
    QVERIFY(!act->isEnabled());
    QVERIFY(!fixture.job());

    QVERIFY(fixture.confirm());

    QVERIFY(fixture.isDone());
}

void TestMigrationWizard::whoMayNotIsTold()
{
    MigrationFixture fixture(1);
    fixture.openWindow(ConsoleMode::Operator);
    fixture.part<QComboBox>("migrationTarget")->setEditText(fixture.target);
    QVERIFY(fixture.label("migrationForbidden").contains("Admin mode"_L1));
    QVERIFY(!fixture.button("migrationNext")->isEnabled());
    // Whatever the widgets show.
    MigrationOrder order;
    order.source = fixture.address;
    order.target.url = fixture.target;
    Q_EMIT fixture.wizard().decided(order, MigrationStep::Run, 0);
    QTRY_VERIFY(fixture.job() && fixture.job()->hasEnded());
    QCOMPARE(fixture.job()->error()->code(), ErrorCode::Denied);
    QVERIFY(!QFile::exists(fixture.file("target.db")));

    fixture.window.reset();
    fixture.store = SessionStore::openKeyless(StoreUrl::parse(fixture.address.url).value()).value();
    fixture.openWindow();
    QVERIFY(fixture.label("migrationForbidden").contains("without the root key"_L1));
    QVERIFY(!fixture.button("migrationNext")->isEnabled());
}

void TestMigrationWizard::theDirectionIsShown()
{
    MigrationFixture fixture(1);
    fixture.address.environment = Environment::Staging;
    fixture.openWindow();
    const auto *from = fixture.part<StoreBand>("migrationSourceBand");
    const auto *to = fixture.part<StoreBand>("migrationTargetBand");
    QVERIFY2(from->text().startsWith("From STAGING "_L1) && from->text().contains("source.db"_L1),
             qPrintable(from->text()));
    QCOMPARE(to->text(), u"To not chosen yet"_s);
    fixture.part<QComboBox>("migrationTarget")->setEditText(fixture.target);
    QVERIFY2(to->text().startsWith("To "_L1) && to->text().contains("target.db"_L1), qPrintable(to->text()));
    QVERIFY(from->mapTo(&fixture.wizard(), QPoint()).y() < to->mapTo(&fixture.wizard(), QPoint()).y());
}

QTEST_MAIN(TestMigrationWizard)
#include "tst_migrationwizard.moc"
