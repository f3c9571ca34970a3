// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operatorlog/logreading.h"

#include <QtCore/qtimer.h>
#include <QtWidgets/qwidget.h>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace Axess {

/// Which acts of the operator log are asked for.
class LogFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit LogFilterBar(QWidget *parent = nullptr);

    LogPlace place() const;
    AuditFilter filter(qint64 now) const;
    void reset(); ///< Lets all pass; the place stays.
    bool isEmpty() const; ///< All pass.
    /// The options of `axessctl audit list` that ask for the same.
    QStringList options() const;

Q_SIGNALS:
    void changed();

private:
    QComboBox *combo(const QString &name, const QString &accessibleName);
    QLineEdit *edit(const QString &name, const QString &placeholder);
    void fillActs();
    void fillTimes();

    QTimer m_pause; ///< Since the last letter. Before those who start it.
    QComboBox *m_place;
    QLineEdit *m_text;
    QLineEdit *m_person;
    QComboBox *m_act;
    QComboBox *m_time; ///< Its data are hours; 0 = any time.
    QCheckBox *m_ended;
};

} // namespace Axess
