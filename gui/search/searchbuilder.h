// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionsearch.h>

#include <QtWidgets/qcombobox.h>

namespace Axess {

class TenantBox;

/// Fields of a search as choices, for people who do not type them. In step with the text, which decides.
class SearchBuilder : public QWidget
{
    Q_OBJECT

public:
    explicit SearchBuilder(QWidget *parent = nullptr);

    void show(const SessionSearch &search);
    void setTenants(const TenantPage &tenants);
    void showAll(bool all); ///< Else only what is used most: there is no room.

Q_SIGNALS:
    /// The field's word is to be `value`, as it stands in a text; empty = the field is not to be said.
    void chosen(const QString &field, const QString &value);

private:
    QComboBox *box(const QString &field, const QString &name, const QString &any);

    TenantBox *m_tenant;
    QComboBox *m_state;
    QComboBox *m_level;
    QComboBox *m_seen;
};

/// The text with one field's word replaced, added or taken out; the others stay as they were typed.
QString withWord(const QString &text, const QString &field, const QString &value);

} // namespace Axess
