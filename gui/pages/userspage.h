// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/usermodel.h"
#include "pages/page.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace Axess {

class ListTable;
class StatePanel;
class TenantBox;

/// The users of a tenant, and the ways from one to sessions, history and log-out.
class UsersPage : public Page
{
    Q_OBJECT

public:
    explicit UsersPage(Console &console, QWidget *parent = nullptr);

    void refresh() override;
    bool isSettled() const override;
    void setTenants(const TenantPage &tenants) override;
    void setActionsEnabled(bool enabled); ///< While the store does not answer nobody can be logged out.
    UserModel &model() { return *m_model; }

private:
    QLayout *toolRow();
    QToolButton *tool(const QString &icon, const QString &text, const QString &name);
    void modelChanged();
    void showState();
    void selectionChanged();
    std::optional<UserSummary> current() const;

    UserModel *m_model;
    TenantBox *m_tenant;
    QToolButton *m_sessions = nullptr;
    QToolButton *m_history = nullptr;
    QToolButton *m_logOut = nullptr;
    QStackedWidget *m_stack;
    ListTable *m_table;
    StatePanel *m_state;
    QLabel *m_footer;
    bool m_actionsEnabled = true;
};

} // namespace Axess
