// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionquery.h>

#include <QtWidgets/qwidget.h>

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace Axess {

class TenantBox;

/// What the sessions page looks for: a user or a session id, tenant, level, state.
class SessionFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit SessionFilterBar(QWidget *parent = nullptr);

    /// The filter, or why what was typed cannot be one.
    Result<SessionFilter> filter() const;
    /// What was typed is a whole session id.
    std::optional<SessionId> sessionId() const;
    void setUser(const UserId &user, const std::optional<TenantId> &tenant);
    void clear();
    void setTenants(const TenantPage &tenants);
    void focusSearch();

Q_SIGNALS:
    void searchRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    enum class Shape : quint8 { Unknown, OneRow, TwoRows };

    void fillChoices();
    void arrange(Shape shape);

    Shape m_shape = Shape::Unknown;
    QHBoxLayout *m_first;
    QHBoxLayout *m_second; ///< Empty while there is room for one row.

    QLineEdit *m_user;
    TenantBox *m_tenant;
    QComboBox *m_level;
    QComboBox *m_life;
    QPushButton *m_search;
    QPushButton *m_clear;
};

} // namespace Axess
