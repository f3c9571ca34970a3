// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qtoolbutton.h>

class QMenu;

namespace Axess {

/// The button beside the search line: saved views, and what was searched before.
class SearchMenu : public QToolButton
{
    Q_OBJECT

public:
    explicit SearchMenu(QWidget *parent = nullptr);

    /// Asks for a name and keeps the search under it. Does nothing for an empty one.
    void askToSave(const QString &text);

Q_SIGNALS:
    void chosen(const QString &text);
    void saveWanted();

private:
    void fill();
    void fillViews();

    QMenu *m_menu;
};

} // namespace Axess
