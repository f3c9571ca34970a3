// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/storejob.h"
#include "keys/keyorders.h"
#include "keys/keywork.h"

#include <QtWidgets/qwidget.h>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QRadioButton;
class QSpinBox;

namespace Axess {

class Chip;
class FindingList;

/// What is decided before a rotation: for what, how, how fast; and what stands in its way.
class RotationPlan : public QWidget
{
    Q_OBJECT

public:
    /// A store of `production` wants its name typed.
    RotationPlan(const KeySight &sight, const QString &storeName, bool production, QWidget *parent = nullptr);

    RotationOrder order() const;
    QString problem() const; ///< Why it cannot begin; empty = it can.
    void tellTrial(const QString &text);

Q_SIGNALS:
    void changed();

private:
    QList<QString> preflight() const;
    void layOut(const QString &storeName, bool production);

    const KeySight m_sight;
    QComboBox *m_purpose;
    QRadioButton *m_whole;
    QRadioButton *m_lazy;
    QSpinBox *m_rate;
    QCheckBox *m_left;
    QLineEdit *m_reason;
    FindingList *m_findings;
    QLabel *m_trial;
    QLabel *m_typedLabel;
    QLineEdit *m_typed;
    QString m_typedName;
};

/// How far a rotation is: its phases, who knows the new key, and what came of it.
class RotationView : public QWidget
{
    Q_OBJECT

public:
    explicit RotationView(QWidget *parent = nullptr);

    void show(const StoreJob &job, const QString &notice);
    void showInstances(const QList<InstanceInfo> &instances, quint32 key);

private:
    void showPhases(const JobInfo &job);

    struct Line
    {
        Chip *chip;
        QLabel *name;
        QLabel *sentence;
    };

    QLabel *m_title;
    QLabel *m_state;
    QList<Line> m_phases;
    QProgressBar *m_bar;
    QLabel *m_instances;
    QLabel *m_result;
};

} // namespace Axess
