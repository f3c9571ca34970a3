// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "keysfixture.h"
#include "operations/instancedocument_p.h"
#include "verify.h"

#include "jobs/jobsmodel.h"
#include "keys/keyadddialog.h"
#include "keys/rootkeydialog.h"
#include "logouts/bulklogouts.h"
#include "widgets/findinglist.h"
#include "widgets/messagestrip.h"
#include "widgets/statepanel.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qabstractitemmodeltester.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The ring as people see it, and single acts on its keys.
class TestKeysPage : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theRingIsShown();
    void withoutTheKeyTheRingStaysShut();
    void whatDoesNotEncryptSaysSo();
    void aStoreThatDoesNotAnswerSaysSo();
    void aModeBoundsWhatIsOffered_data();
    void aModeBoundsWhatIsOffered();
    void theGateStandsBelowTheWidgets();
    void aKeyIsAddedAndActivated();
    void anInstanceThatDoesNotKnowTheKeyIsNamed();
    void aUsedKeyIsNotRetired();
    void anotherMessageStays();
    void theRootKeyIsChangedByTwoSlots();
    void everySessionIsVerified();
};

void TestKeysPage::theRingIsShown()
{
    KeysFixture fixture(4);
    QVERIFY(fixture.openKeys());
    const QAbstractItemModelTester tester(&fixture.model());

    const int row = fixture.model().rowOf(fixture.key(u"active"_s));
    QVERIFY(row >= 0);
    const auto cell
        = [&](KeysModel::Column column) { return fixture.model().index(row, column).data().toString(); };
    QCOMPARE(cell(KeysModel::State), u"Active"_s);
    QCOMPARE(cell(KeysModel::Purpose), u"Sessions"_s);
    QCOMPARE(cell(KeysModel::Sessions), u"4"_s);
    QCOMPARE(cell(KeysModel::Share), u"100.0 %"_s);
    QCOMPARE(cell(KeysModel::KnownBy), u"no instance"_s);
    QVERIFY(fixture.child<QLabel>("keysFooter")->text().startsWith("Opened by root key "_L1));
    QVERIFY(!fixture.child<MessageStrip>("rotationStrip")->isVisible());
    // Nothing is chosen, so there is nothing to activate, retire or mark.
    for (const char *button : {"keyActivate", "keyRetire", "keyCompromise"})
        QVERIFY2(!fixture.child<QToolButton>(button)->isEnabled(), button);
}

void TestKeysPage::withoutTheKeyTheRingStaysShut()
{
    KeysFixture fixture;
    QVERIFY(fixture.openKeys(WindowFixture::Access::Keyless));
    QCOMPARE(fixture.page().findChild<StatePanel *>()->title(), u"The ring stays shut"_s);
    for (const char *button : {"keyRotate", "keyAdd", "keyVerify", "rootKeyChange"})
        QVERIFY2(!fixture.child<QToolButton>(button)->isEnabled(), button);
}

void TestKeysPage::whatDoesNotEncryptSaysSo()
{
    KeysFixture fixture;
    TAKE(open, SessionStore::open(u"memory:"_s));
    fixture.opened = open;
    QVERIFY(fixture.openKeys());
    QCOMPARE(fixture.page().findChild<StatePanel *>()->title(), u"This store does not encrypt"_s);
    QVERIFY(!fixture.child<QToolButton>("keyRotate")->isEnabled());
}

void TestKeysPage::aStoreThatDoesNotAnswerSaysSo()
{
    KeysFixture fixture;
    fixture.openWindow();
    QTRY_VERIFY(fixture.window->isSettled());
    fixture.faults->arm(Fault::Refused, 1, 100'000);
    QVERIFY(fixture.turnTo(KeysPageNumber));
    auto *panel = fixture.page().findChild<StatePanel *>();
    QCOMPARE(panel->title(), u"The ring could not be read"_s);
    QVERIFY(panel->isVisible());

    fixture.faults->disarm();
    panel->findChild<QPushButton *>()->click();
    QTRY_VERIFY(!panel->isVisible());
    QVERIFY(fixture.key(u"active"_s) != 0);
}

void TestKeysPage::aModeBoundsWhatIsOffered_data()
{
    QTest::addColumn<ConsoleMode>("mode");
    QTest::addColumn<bool>("turns");
    QTest::addColumn<bool>("ends");
    QTest::newRow("support") << ConsoleMode::Support << false << false;
    QTest::newRow("operator") << ConsoleMode::Operator << true << false;
    QTest::newRow("admin") << ConsoleMode::Admin << true << true;
}

void TestKeysPage::aModeBoundsWhatIsOffered()
{
    QFETCH(const ConsoleMode, mode);
    QFETCH(const bool, turns);
    QFETCH(const bool, ends);
    KeysFixture fixture(1, mode);
    QVERIFY(fixture.openKeys());
    fixture.page().select(fixture.key(u"active"_s));

    QCOMPARE(fixture.child<QToolButton>("keyRotate")->isEnabled(), turns);
    QCOMPARE(fixture.child<QToolButton>("keyAdd")->isEnabled(), turns);
    QCOMPARE(fixture.child<QToolButton>("keyCompromise")->isEnabled(), ends);
    QCOMPARE(fixture.child<QToolButton>("rootKeyChange")->isEnabled(), ends);
    QVERIFY(fixture.child<QToolButton>("keyVerify")->isEnabled());
}

void TestKeysPage::theGateStandsBelowTheWidgets()
{
    KeysFixture fixture(1, ConsoleMode::Support);
    QVERIFY(fixture.openKeys());
    const quint64 revision = fixture.model().report().revision;
    // As if a button had been left enabled, and a dialog had let it pass.
    fixture.window->keyActs().ask(KeyAct::Add, *fixture.page().sight(), {});
    auto *dialog = fixture.window->findChild<KeyDialog *>();
    QVERIFY(dialog);
    QVERIFY(!KeysFixture::part<QPushButton>(dialog, "keyAct")->isEnabled());
    Q_EMIT dialog->decided();

    QTRY_VERIFY2(fixture.sentence().startsWith("Not done. "_L1), qPrintable(fixture.sentence()));
    TAKE(report, Keys(fixture.opened).list());
    QCOMPARE(report.revision, revision);
}

void TestKeysPage::aKeyIsAddedAndActivated()
{
    KeysFixture fixture;
    QVERIFY(fixture.openKeys());
    const quint32 before = fixture.key(u"active"_s);
    auto *add = fixture.ask<KeyAddDialog>("keyAdd");
    QVERIFY(add);
    QVERIFY(KeysFixture::part<QPushButton>(add, "keyCancel")->isDefault());
    KeysFixture::confirm(add);
    QTRY_VERIFY(fixture.key(u"staged"_s) != 0);
    const quint32 staged = fixture.key(u"staged"_s);

    fixture.page().select(staged);
    auto *activate = fixture.ask<PlainKeyDialog>("keyActivate");
    QVERIFY(activate);
    QCOMPARE(activate->line(), u"axessctl --store=memory: key activate %1"_s.arg(Texts::keyId(staged)));
    KeysFixture::confirm(activate);

    QTRY_COMPARE(fixture.key(u"active"_s), staged);
    QCOMPARE(fixture.key(u"decrypt-only"_s), before);
    QVERIFY2(fixture.sentence().contains("seals from now on"_L1), qPrintable(fixture.sentence()));
}

void TestKeysPage::anInstanceThatDoesNotKnowTheKeyIsNamed()
{
    KeysFixture fixture;
    TAKE(other, fixture.store.open());
    InstanceDocument document(other->core(), u"shop"_s);
    VERIFY_OK(document.renew());
    TAKE(staged, Keys(fixture.opened).stage(u"envelope"_s));
    fixture.address.environment = Environment::Production;
    QVERIFY(fixture.openKeys());
    const int row = fixture.model().rowOf(staged.id);
    QCOMPARE(fixture.model().index(row, KeysModel::KnownBy).data().toString(), u"0 of 1"_s);

    fixture.page().select(staged.id);
    auto *dialog = fixture.ask<PlainKeyDialog>("keyActivate");
    QVERIFY(dialog);
    const auto &lines = KeysFixture::part<FindingList>(dialog, "keyWarnings")->lines();
    QCOMPARE(lines.size(), 1);
    QVERIFY2(lines.constFirst().sentence.startsWith("shop on "_L1), qPrintable(lines.constFirst().sentence));
    // In production the key and the store are typed.
    QVERIFY(!KeysFixture::part<QPushButton>(dialog, "keyAct")->isEnabled());
    KeysFixture::confirm(dialog);
    QTRY_COMPARE(fixture.key(u"active"_s), staged.id);
    QVERIFY2(fixture.sentence().contains("did not know key"_L1), qPrintable(fixture.sentence()));
}

void TestKeysPage::aUsedKeyIsNotRetired()
{
    KeysFixture fixture;
    TAKE(staged, Keys(fixture.opened).stage(u"envelope"_s));
    VERIFY_OK(Keys(fixture.opened).activate(staged.id));
    QVERIFY(fixture.openKeys());
    const quint32 replaced = fixture.key(u"decrypt-only"_s);

    fixture.page().select(replaced);
    auto *dialog = fixture.ask<PlainKeyDialog>("keyRetire");
    QVERIFY(dialog);
    QVERIFY(!KeysFixture::part<FindingList>(dialog, "keyWarnings")->lines().isEmpty());
    KeysFixture::confirm(dialog);

    QTRY_VERIFY2(fixture.sentence().startsWith("Not done. "_L1), qPrintable(fixture.sentence()));
    QVERIFY2(fixture.sentence().contains("3 sessions"_L1), qPrintable(fixture.sentence()));
    QCOMPARE(fixture.key(u"decrypt-only"_s), replaced);
}

void TestKeysPage::anotherMessageStays()
{
    KeysFixture fixture;
    QVERIFY(fixture.openKeys());
    fixture.window->strip().show(u"Logged out"_s, Tone::Good);
    fixture.window->strip().offer(u"Undo"_s);
    fixture.child<QToolButton>("keyVerify")->click();
    QTRY_VERIFY2(fixture.sentence().contains("sessions open"_L1), qPrintable(fixture.sentence()));
    QCOMPARE(fixture.window->strip().action(), u"Undo"_s);
}

void TestKeysPage::theRootKeyIsChangedByTwoSlots()
{
    KeysFixture fixture;
    const QTemporaryDir folder;
    const QString deployed = folder.filePath(u"root.key"_s);
    const QString next = folder.filePath(u"next.key"_s);
    VERIFY_OK(RootKey::generate(*fixture.store.random, next));
    {
        QFile file(deployed);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        const SecretBytes bytes = fixture.store.rootKey.read().value();
        file.write(bytes.view().toByteArray().toHex());
    }
    const RootKey old = fixture.store.rootKey;
    fixture.store.rootKey = RootKey::fromFile(deployed);
    TAKE(opened, fixture.store.open());
    fixture.opened = opened;
    fixture.address.rootKeyFile = deployed;
    QVERIFY(fixture.openKeys());

    auto *first = fixture.ask<RootKeyDialog>("rootKeyChange");
    QVERIFY(first);
    QVERIFY(!first->finishes());
    QVERIFY(!KeysFixture::part<QPushButton>(first, "keyAct")->isEnabled()); // Which file?
    auto *file = KeysFixture::part<QLineEdit>(first, "rootKeyFile");
    const auto isRefused = [](const RootKeyDialog *dialog, QLatin1StringView why) {
        const auto *act = KeysFixture::part<QPushButton>(dialog, "keyAct");
        return !act->isEnabled() && act->toolTip().contains(why);
    };
    file->setText(u"next.key"_s);
    QVERIFY(isRefused(first, "whole path"_L1));
    file->setText(deployed);
    QTRY_VERIFY(isRefused(first, "opens the store already"_L1));
    file->setText(next);
    KeysFixture::confirm(first);
    QTRY_COMPARE(fixture.model().report().rootKeys.size(), 2);
    QTRY_VERIFY(!fixture.window->findChild<RootKeyDialog *>());

    // At the desk the old file may still lie.
    {
        auto *early = fixture.ask<RootKeyDialog>("rootKeyChange");
        QVERIFY(early);
        const auto *held = KeysFixture::part<FindingList>(early, "rootKeyHeld");
        QTRY_COMPARE(held->lines().size(), 1);
        QCOMPARE(held->lines().constFirst().tone, Tone::Danger);
        KeysFixture::part<QLineEdit>(early, "rootKeyFile")->setText(next);
        QTRY_COMPARE(held->lines().size(), 2);
        QCOMPARE(held->lines().constFirst().tone, Tone::Info);
        QVERIFY(held->lines().at(1).sentence.contains("Open the store again"_L1));
        const QString stranger = folder.filePath(u"stranger.key"_s);
        VERIFY_OK(RootKey::generate(*fixture.store.random, stranger));
        KeysFixture::part<QLineEdit>(early, "rootKeyFile")->setText(stranger);
        QTRY_VERIFY(isRefused(early, "does not open the store"_L1));
        early->reject();
        QTRY_VERIFY(!fixture.window->findChild<RootKeyDialog *>());
    }
    // It is put in the place of the old one, wherever the store is used.
    QVERIFY(QFile::remove(deployed));
    QVERIFY(QFile::copy(next, deployed));
    auto *last = fixture.ask<RootKeyDialog>("rootKeyChange");
    QVERIFY(last);
    QVERIFY(last->finishes());
    QCOMPARE(last->file(), deployed);
    QVERIFY(!KeysFixture::part<QPushButton>(last, "keyAct")->isEnabled()); // The store's name is typed.
    KeysFixture::confirm(last);

    QTRY_COMPARE(fixture.model().report().rootKeys.size(), 1);
    VERIFY_OK(fixture.store.open());
    fixture.store.rootKey = old;
    VERIFY_FAILS(fixture.store.open(), ErrorCode::KeyMissing);
}

void TestKeysPage::everySessionIsVerified()
{
    KeysFixture fixture(5, ConsoleMode::Support);
    QVERIFY(fixture.openKeys());
    fixture.child<QToolButton>("keyVerify")->click();
    const DockJob *job = fixture.window->bulkLogOuts().jobs().job(0);
    QVERIFY(job);
    QTRY_COMPARE(job->stateText(), u"All is well"_s);
    QVERIFY2(job->resultText().startsWith("All 5 sessions open"_L1), qPrintable(job->resultText()));
}

QTEST_MAIN(TestKeysPage)
#include "tst_keyspage.moc"
