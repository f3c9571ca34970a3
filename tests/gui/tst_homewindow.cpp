// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include "dialogs/homewindow.h"
#include "dialogs/storechooser.h"
#include "widgets/messagestrip.h"

#include <QtCore/qsettings.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qsignalspy.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qlistwidget.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qradiobutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestHomeWindow : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingCanBeOpenedBeforeAStoreIsNamed();
    void withKeyAKeyFileIsNeeded();
    void aStoreOpens();
    void aStoreThatIsNotThereIsNotMade();
    void aStoreIsRememberedWithoutItsPassword();
    void theMarkOfAStoreIsRemembered();
    void theMarkFollowsTheStore();
    void theListOfStoresIsBounded();
};

void TestHomeWindow::init()
{
    AxessTest::init();
    QCoreApplication::setOrganizationName(u"AxessTest"_s);
    QSettings().clear();
}

void TestHomeWindow::nothingCanBeOpenedBeforeAStoreIsNamed()
{
    HomeWindow window;
    const auto *open = window.findChild<QPushButton *>(u"openStore"_s);
    QVERIFY(!open->isEnabled());

    window.findChild<QLineEdit *>(u"storeField"_s)->setText(u"memory:"_s);

    QVERIFY(open->isEnabled());
}

void TestHomeWindow::withKeyAKeyFileIsNeeded()
{
    HomeWindow window;
    window.findChild<QLineEdit *>(u"storeField"_s)->setText(u"memory:"_s);
    window.findChild<QRadioButton *>(u"withKey"_s)->setChecked(true);
    QVERIFY(!window.findChild<QPushButton *>(u"openStore"_s)->isEnabled());

    window.findChild<QLineEdit *>(u"keyField"_s)->setText(u"root.key"_s);

    QVERIFY(window.findChild<QPushButton *>(u"openStore"_s)->isEnabled());
    QCOMPARE(window.findChild<StoreChooser *>()->address(), (StoreAddress {u"memory:"_s, u"root.key"_s}));
}

void TestHomeWindow::aStoreOpens()
{
    HomeWindow window;
    QSignalSpy opened(&window, &HomeWindow::storeOpened);
    window.findChild<QLineEdit *>(u"storeField"_s)->setText(u"memory:"_s);

    window.findChild<QPushButton *>(u"openStore"_s)->click();
    QVERIFY(opened.isEmpty());

    QTRY_COMPARE(opened.size(), 1);
}

void TestHomeWindow::aStoreThatIsNotThereIsNotMade()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"absent.db"_s);
    HomeWindow window;
    QSignalSpy failed(&window, &HomeWindow::openFailed);
    window.show();

    window.open(StoreAddress::fromTyped(file, {}));

    QTRY_COMPARE(failed.size(), 1);
    const auto *strip = window.findChild<MessageStrip *>();
    QVERIFY(strip->isVisible());
    QVERIFY(strip->text().startsWith("The store could not be opened. "_L1));
    QVERIFY(!QFile::exists(file));
    QVERIFY(RecentStores().list().isEmpty());
}

void TestHomeWindow::aStoreIsRememberedWithoutItsPassword()
{
    RecentStores().remember({u"postgres://shop:secret@db/sessions"_s, u"root.key"_s});

    const QList<StoreAddress> stores = RecentStores().list();

    QCOMPARE(stores.size(), 1);
    QVERIFY(!stores.constFirst().url.contains("secret"_L1));
    HomeWindow window;
    QVERIFY(window.findChild<QListWidget *>()->item(0)->text().contains("with root key"_L1));
}

void TestHomeWindow::theMarkOfAStoreIsRemembered()
{
    RecentStores stores;
    stores.remember({u"postgres://shop@db/sessions"_s, {}, Environment::Production});
    QCOMPARE(stores.environmentOf({u"postgres://shop:secret@db/sessions"_s, {}}), Environment::Production);
    QCOMPARE(stores.environmentOf({u"postgres://shop@other/sessions"_s, {}}), Environment::Unmarked);

    HomeWindow window;
    auto *recent = window.findChild<QListWidget *>();
    QVERIFY(recent->item(0)->text().contains("Production"_L1));
    Q_EMIT recent->itemClicked(recent->item(0));
    QCOMPARE(window.findChild<StoreChooser *>()->address().environment, Environment::Production);
    auto *mark = window.findChild<QComboBox *>(u"environment"_s);
    mark->setCurrentIndex(mark->findData(int(Environment::Staging)));
    QCOMPARE(window.findChild<StoreChooser *>()->address().environment, Environment::Staging);

    QSettings().setValue(u"recentStores/1/environment"_s, u"moon"_s);
    QCOMPARE(stores.list().constFirst().environment, Environment::Unmarked);
}

void TestHomeWindow::theMarkFollowsTheStore()
{
    RecentStores stores;
    stores.remember({u"postgres://shop@db/sessions"_s, {}, Environment::Production});
    stores.remember({u"sqlite:dev.db"_s, {}, Environment::Development});
    HomeWindow window;
    auto *chooser = window.findChild<StoreChooser *>();
    auto *store = window.findChild<QLineEdit *>(u"storeField"_s);
    auto *mark = window.findChild<QComboBox *>(u"environment"_s);
    chooser->set(stores.list().constFirst());
    QCOMPARE(chooser->address().environment, Environment::Development);

    store->setText(u"mysql://shop@new/sessions"_s);
    QCOMPARE(chooser->address().environment, Environment::Unmarked);
    store->setText(u"postgres://shop@db/sessions"_s);
    QCOMPARE(chooser->address().environment, Environment::Production);

    // What was chosen by hand stays for a store that nobody has marked, and only there.
    mark->setCurrentIndex(mark->findData(int(Environment::Staging)));
    Q_EMIT mark->activated(mark->currentIndex());
    store->setText(u"mysql://shop@new/sessions"_s);
    QCOMPARE(chooser->address().environment, Environment::Staging);
    store->setText(u"postgres://shop@db/sessions"_s);
    QCOMPARE(chooser->address().environment, Environment::Production);
}

void TestHomeWindow::theListOfStoresIsBounded()
{
    RecentStores stores;
    for (int i = 0; i < 12; ++i)
        stores.remember({u"sqlite:store%1.db"_s.arg(i), {}});
    stores.remember({u"sqlite:store7.db"_s, {}});

    QCOMPARE(stores.list().size(), RecentStores::Maximum);
    QCOMPARE(stores.list().constFirst().url, u"sqlite:store7.db"_s);
    QCOMPARE(stores.list().at(1).url, u"sqlite:store11.db"_s);
}

QTEST_MAIN(TestHomeWindow)
#include "tst_homewindow.moc"
