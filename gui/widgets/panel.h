// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qframe.h>

class QBoxLayout;

namespace Axess {

/// A titled field on the window's ground: things that belong together.
class Panel : public QFrame
{
    Q_OBJECT

public:
    explicit Panel(const QString &title, QWidget *parent = nullptr);

    QBoxLayout *body() const { return m_body; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QBoxLayout *m_body;
};

} // namespace Axess
