// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storefixture.h"

#include "app/appearance.h"
#include "app/storewindow.h"
#include "jobs/jobsmodel.h"
#include "keys/keydialog.h"
#include "logouts/bulklogouts.h"
#include "migration/migrationflow.h"
#include "migration/storeband.h"

#include <QtCore/qfile.h>
#include <QtCore/qsettings.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qradiobutton.h>
#include <QtWidgets/qspinbox.h>

/// A window on a SQLite store with sessions, whose wizard moves them elsewhere. Time is the machine's.
class MigrationFixture
{
public:
    explicit MigrationFixture(int sessions)
    {
        QCoreApplication::setOrganizationName(QStringLiteral("AxessTest"));
        QSettings().clear();
        QFile key(file("root.key"));
        if (key.open(QIODevice::WriteOnly)) {
            key.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            key.write(QByteArray("0123456789abcdeffedcba9876543210").repeated(2));
        }
        key.close();
        address = {Axess::StoreUrl::forFile(file("source.db")).displayText(), key.fileName(), environment};
        const auto made
            = Axess::SessionStore::initialise(Axess::StoreUrl::parse(address.url).value(), rootKey());
        if (!made)
            qFatal("%s", qPrintable(made.error().message()));
        store = *made;
        for (int i = 0; i < sessions; ++i)
            tokens.append(store->save(guestRow()).value().token);
        target = Axess::StoreUrl::forFile(file("target.db")).displayText();
    }

    QString file(const char *name) const { return folder.filePath(QString::fromLatin1(name)); }
    Axess::RootKey rootKey() const { return Axess::RootKey::fromFile(file("root.key")); }

    /// With the target as its standby, so that its pages go along.
    void openWindow(Axess::ConsoleMode mode = Axess::ConsoleMode::Admin)
    {
        window = std::make_unique<Axess::StoreWindow>(store, address, appearance, mode);
        window->show();
    }
    /// As an application whose own store is that one.
    std::shared_ptr<Axess::SessionStore> instance(const QString &url, const QString &standby = {}) const
    {
        Axess::StoreOptions options;
        if (!standby.isEmpty())
            options.standby = Axess::StoreUrl::parse(standby).value();
        return Axess::SessionStore::open(Axess::StoreUrl::parse(url).value(), rootKey(), options).value();
    }
    Axess::MigrationWizard &wizard() const
    {
        if (!window->migrations().wizard() || !window->migrations().wizard()->isVisible())
            window->migrations().ask();
        return *window->migrations().wizard();
    }
    template<typename Widget> Widget *part(const char *name) const
    {
        return wizard().findChild<Widget *>(QString::fromLatin1(name));
    }
    QString label(const char *name) const { return part<QLabel>(name)->text(); }
    QPushButton *button(const char *name) const { return part<QPushButton>(name); }
    bool press(const char *name) const
    {
        QPushButton *found = button(name);
        if (!QTest::qWaitFor([&] { return found->isVisible() && found->isEnabled(); }, 20'000))
            return false;
        found->click();
        return true;
    }
    /// Names the target, and waits for what is found; false = it was not looked at.
    bool look(Axess::MigrationWay way = Axess::MigrationWay::Standstill) const
    {
        part<QComboBox>("migrationTarget")->setEditText(target);
        part<QRadioButton>(way == Axess::MigrationWay::Live ? "migrationLive" : "migrationStandstill")
            ->click();
        return press("migrationNext")
            && QTest::qWaitFor([&] { return button("migrationAgain")->isEnabled(); }, 20'000);
    }
    QString found() const
    {
        QStringList parts;
        for (const QLabel *label : part<QWidget>("migrationFindings")->findChildren<QLabel *>())
            parts.append(label->text());
        return parts.join(u'\n');
    }
    /// Types what is to be typed, if anything, and answers yes.
    bool confirm() const
    {
        auto *dialog = wizard().findChild<Axess::KeyDialog *>();
        if (!dialog)
            return false;
        auto *typed = dialog->findChild<QLineEdit *>(QStringLiteral("keyTyped"));
        typed->setText(typed->placeholderText());
        auto *act = dialog->findChild<QPushButton *>(QStringLiteral("keyAct"));
        if (!act->isEnabled())
            return false;
        act->click();
        return true;
    }
    Axess::MigrationJob *job() const { return wizard().followed(); }
    /// Whether the step that is shown has ended, and did what was asked for.
    bool isDone(int milliseconds = 30'000) const
    {
        return QTest::qWaitFor([&] { return job() && job()->hasEnded(); }, milliseconds) && job()->isDone();
    }
    /// Whether everybody is logged in there.
    QString verdict(Axess::SessionStore &at) const
    {
        for (const Axess::SessionToken &token : tokens) {
            const auto loaded = at.load(token);
            if (!loaded)
                return loaded.error().message();
            if (!*loaded)
                return QStringLiteral("Somebody was logged out");
        }
        return {};
    }

    QTemporaryDir folder;
    Axess::Environment environment = Axess::Environment::Unmarked;
    Axess::StoreAddress address;
    QString target; ///< What is typed.
    std::shared_ptr<Axess::SessionStore> store;
    QList<Axess::SessionToken> tokens;
    Axess::Appearance appearance;
    std::unique_ptr<Axess::StoreWindow> window;
};
