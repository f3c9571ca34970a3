// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qwidget.h>

namespace Axess {

/// What stands above a dock: its name, and the button that closes it.
class DockTitle : public QWidget
{
    Q_OBJECT

public:
    /// What closing is called; `shortcut` is named where it can be seen.
    DockTitle(const QString &title, const QString &closing, const QString &shortcut, QWidget *parent);

Q_SIGNALS:
    void closed();
};

} // namespace Axess
