// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migration/migrationorder.h"

#include <QtWidgets/qwidget.h>

class QComboBox;
class QLineEdit;
class QRadioButton;
class QSpinBox;

namespace Axess {

/// Where sessions go, and what applications do meanwhile.
class TargetStep : public QWidget
{
    Q_OBJECT

public:
    /// `known`: stores to choose from; what is typed counts just as well.
    explicit TargetStep(const QList<StoreAddress> &known, QWidget *parent = nullptr);

    /// Fills in all but the source.
    void fill(MigrationOrder &order) const;
    StoreAddress target() const;
    QString problem() const; ///< Why it cannot go on; empty = it can.

Q_SIGNALS:
    void changed();

private:
    void layOut();
    void followTarget();

    const QList<StoreAddress> m_known;
    QComboBox *m_target;
    QLineEdit *m_password;
    QComboBox *m_environment;
    QRadioButton *m_standstill;
    QRadioButton *m_live;
    QSpinBox *m_rate;
    QLineEdit *m_reason;
    bool m_isMarkChosen = false;
};

} // namespace Axess
