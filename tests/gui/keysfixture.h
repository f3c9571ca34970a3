// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "windowfixture.h"

#include "keys/keydialog.h"
#include "keys/keyflow.h"
#include "keys/rotationwizard.h"
#include "widgets/messagestrip.h"

#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtoolbutton.h>

/// A window on the keys of a store in memory with some sessions.
class KeysFixture : public WindowFixture
{
public:
    explicit KeysFixture(int sessions = 3, Axess::ConsoleMode as = Axess::ConsoleMode::Admin)
    {
        mode = as;
        for (int i = 0; i < sessions; ++i)
            ids.append(addSession(QStringLiteral("user%1").arg(i)).id);
    }

    /// Opens the window on the page of the keys.
    bool openKeys(Access access = Access::WithKey)
    {
        openWindow(access);
        return turnTo(Axess::KeysPageNumber);
    }
    Axess::KeysPage &page() const { return window->keys(); }
    Axess::KeysModel &model() const { return page().model(); }

    /// The first key for sessions in that state; 0 = none.
    quint32 key(const QString &state) const
    {
        for (const Axess::KeyUse &use : model().report().keys) {
            if (use.key.purpose == QLatin1StringView("envelope") && use.key.state == state)
                return use.key.id;
        }
        return 0;
    }
    /// Presses a button of the page and takes the dialog that it opens. Null = none.
    template<typename Dialog> Dialog *ask(const char *button)
    {
        child<QToolButton>(button)->click();
        return window->findChild<Dialog *>();
    }
    template<typename Widget> static Widget *part(const QWidget *in, const char *name)
    {
        return in->findChild<Widget *>(QString::fromLatin1(name));
    }
    /// Lets time pass until it is so.
    template<typename Condition> bool passes(Condition condition)
    {
        return QTest::qWaitFor(
            [&] {
                store.clock->advance(std::chrono::milliseconds(100));
                return condition();
            },
            20'000);
    }

    /// What is said of acts on keys.
    QString sentence() const { return child<Axess::MessageStrip>("keyStrip")->text(); }
    /// Types what is to be typed, and presses the button once it can be.
    static void confirm(const Axess::KeyDialog *dialog)
    {
        auto *typed = part<QLineEdit>(dialog, "keyTyped");
        typed->setText(typed->placeholderText());
        auto *act = part<QPushButton>(dialog, "keyAct");
        QTRY_VERIFY2(act->isEnabled(), qPrintable(act->toolTip()));
        act->click();
    }

    QList<Axess::SessionId> ids;
};
