// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qdialog.h>

class QLineEdit;

namespace Axess {

/// Asks where in the list to go: to a session, or to a time.
class GoToDialog : public QDialog
{
    Q_OBJECT

public:
    explicit GoToDialog(QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const QString &place);

private:
    QLineEdit *m_place;
};

} // namespace Axess
