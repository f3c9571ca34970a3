// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qframe.h>

class QButtonGroup;
class QVBoxLayout;

namespace Axess {

/// The column of page buttons at the left. Arrow keys move between them, Ctrl and a digit chooses.
class NavigationRail : public QFrame
{
    Q_OBJECT

public:
    explicit NavigationRail(QWidget *parent = nullptr);

    void addPage(const QString &icon, const QString &title);
    void choose(int page);
    int chosen() const;

Q_SIGNALS:
    void pageChosen(int page);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_column;
    QButtonGroup *m_buttons;
};

} // namespace Axess
