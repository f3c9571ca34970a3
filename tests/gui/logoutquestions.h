// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "windowfixture.h"

#include "dialogs/logoutdialog.h"
#include "dialogs/logoutflow.h"
#include "pages/sessionspage.h"

#include <QtGui/qaction.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qpushbutton.h>

/// What a person does to log sessions out, up to the question and its answer.
class LogOutQuestions
{
public:
    /// Chooses the sessions and asks for log-out. Null = nothing was asked.
    static Axess::LogOutDialog *ask(WindowFixture &fixture, const QList<Axess::SessionId> &ids)
    {
        if (!fixture.window)
            fixture.openWindow();
        if (!fixture.turnTo(Axess::SessionsPageNumber))
            return nullptr;
        fixture.window->sessions().select(ids);
        fixture.window->sessions().logOutAction()->trigger();
        return fixture.window->findChild<Axess::LogOutDialog *>();
    }

    /// Of all sessions of that session's user.
    static Axess::LogOutDialog *askAll(WindowFixture &fixture, const Axess::SessionRow &session)
    {
        fixture.window->logOuts().askAllOf(session.user, session.tenant);
        const auto find = [&] { return fixture.window->findChild<Axess::LogOutDialog *>(); };
        return QTest::qWaitFor([&] { return find() != nullptr; }) ? find() : nullptr;
    }

    static void confirm(Axess::LogOutDialog *dialog)
    {
        dialog->findChild<QComboBox *>(QStringLiteral("logOutReason"))
            ->setEditText(QStringLiteral("Device lost or stolen"));
        dialog->findChild<QPushButton *>(QStringLiteral("logOutConfirm"))->click();
    }
};
