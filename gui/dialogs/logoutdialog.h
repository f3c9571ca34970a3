// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storeaddress.h"
#include "logouts/logoutplan.h"

#include <QtWidgets/qdialog.h>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Axess {

class ReasonBox;

/// Asks before up to a thousand sessions are ended: who, where, since when; a reason is required; Cancel is
/// the default. How much more it asks says the plan's rung.
class LogOutDialog : public QDialog
{
    Q_OBJECT

public:
    LogOutDialog(const LogOutPlan &plan, Environment environment, const StoreAddress &address,
                 QWidget *parent = nullptr);

    QString reason() const;
    std::chrono::milliseconds grace() const; ///< Zero = cannot be undone.
    QString commandLine() const; ///< The line of axessctl that does the same.

private:
    void layOut();
    QWidget *preview();
    QLabel *breakdown();
    QLayout *form();
    QLayout *buttons();
    void judge();
    bool isTyped() const;

    const LogOutPlan m_plan;
    const LogOutRung m_rung;
    const StoreAddress m_address;
    ReasonBox *m_reason;
    QCheckBox *m_atOnce;
    QLineEdit *m_typed = nullptr;
    QPushButton *m_confirm;
};

} // namespace Axess
