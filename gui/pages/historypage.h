// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/eventmodel.h"
#include "pages/page.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace Axess {

class ListTable;
class StatePanel;
class TenantBox;

/// Why was somebody logged out: the last events of one user, in words.
class HistoryPage : public Page
{
    Q_OBJECT

public:
    static constexpr int Events = 200;

    explicit HistoryPage(Console &console, QWidget *parent = nullptr);

    void refresh() override;
    bool isSettled() const override { return !m_reading; }
    void setTenants(const TenantPage &tenants) override;
    void showUser(const UserId &user, const TenantId &tenant);
    EventModel &model() { return *m_model; }

private:
    QLayout *searchRow();
    void show(const Result<QList<Event>> &events);
    void nothingAsked();
    QString answer(const QList<Event> &events) const;

    EventModel *m_model;
    QLineEdit *m_user;
    TenantBox *m_tenant;
    QPushButton *m_show;
    QToolButton *m_sessions;
    QLabel *m_answer; ///< Why the last session ended.
    QStackedWidget *m_stack;
    ListTable *m_table;
    StatePanel *m_state;
    Latest m_latest;
    bool m_reading = false;
};

} // namespace Axess
