// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "windowfixture.h"

#include "logouts/bulklogouts.h"
#include "logouts/logoutwizard.h"

#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

/// What a person does in the wizard that logs out many. For test classes to inherit.
class WizardQuestions
{
protected:
    /// Opens it for the tenant, or for everybody where none is named. Null = it did not open.
    static Axess::LogOutWizard *asked(WindowFixture &fixture, const QString &tenant)
    {
        if (!fixture.window)
            fixture.openWindow();
        if (tenant.isEmpty())
            fixture.window->bulkLogOuts().askEverybody();
        else
            fixture.window->bulkLogOuts().askTenant(tenantNamed(tenant));
        return fixture.window->findChild<Axess::LogOutWizard *>();
    }

    /// From its beginning; false = a step does not let go on.
    static bool turnTo(Axess::LogOutWizard *wizard, int step)
    {
        for (int at = 0; at < step; ++at) {
            auto *next = part<QPushButton>(wizard, "wizardNext");
            if (!QTest::qWaitFor([&] { return next->isEnabled() && !wizard->isCounting(); }, 10000))
                return false;
            next->click();
        }
        return QTest::qWaitFor([&] { return !wizard->isCounting(); }, 10000);
    }

    static void fillIn(Axess::LogOutWizard *wizard, const QString &typed)
    {
        part<QComboBox>(wizard, "logOutReason")->setEditText(QStringLiteral("Leaked backup"));
        part<QLineEdit>(wizard, "wizardTicket")->setText(QStringLiteral("OPS-17"));
        part<QLineEdit>(wizard, "wizardTyped")->setText(typed);
    }

    template<typename Widget> static Widget *part(const QWidget *in, const char *name)
    {
        return in->findChild<Widget *>(QString::fromLatin1(name));
    }
};
