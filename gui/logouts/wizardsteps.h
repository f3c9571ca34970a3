// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logouts/logoutset.h"

#include <QtWidgets/qwidget.h>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QRadioButton;
class QSpinBox;

namespace Axess {

class ReasonBox;

/// Whose sessions, and in which way.
class ScopeStep : public QWidget
{
    Q_OBJECT

public:
    /// `title` says whose; without `hasKey` no epoch can be raised.
    ScopeStep(const LogOutTarget &target, const QString &title, bool hasKey, QWidget *parent = nullptr);

    LogOutWay way() const;
    std::chrono::seconds idleFor() const; ///< Only those who were not seen for so long; 0 = all.

private:
    void addIdle(QFormLayout *form);

    QRadioButton *m_oneByOne;
    QRadioButton *m_epoch;
    QComboBox *m_idle;
};

/// How many there are, exactly.
class CountStep : public QWidget
{
    Q_OBJECT

public:
    explicit CountStep(QWidget *parent = nullptr);

    void showCounting(qint64 counted);
    void showSet(const LogOutSet &set, LogOutWay way);
    void showProblem(const QString &sentence);
    QString headline() const;

private:
    QLabel *m_headline;
    QLabel *m_sentence;
    QProgressBar *m_busy;
    QLabel *m_facts;
};

/// What it does and does not do, and how fast.
class OptionsStep : public QWidget
{
    Q_OBJECT

public:
    explicit OptionsStep(QWidget *parent = nullptr);

    void show(LogOutWay way, qint64 sessions, bool standsInStore);
    int rate() const; ///< Sessions a second.
    int canary() const; ///< 0 = none.

private:
    void estimate();

    QLabel *m_does;
    QLabel *m_doesNot;
    QWidget *m_choices;
    QSpinBox *m_rate;
    QSpinBox *m_canary;
    QLabel *m_estimate;
    qint64 m_sessions = 0;
};

/// Why, and the name that is typed.
class ConfirmStep : public QWidget
{
    Q_OBJECT

public:
    explicit ConfirmStep(QWidget *parent = nullptr);

    void show(const QString &summary, const QString &typedName, const LogOutRung &rung);
    QString reason() const;
    QString ticket() const;
    bool isAtOnce() const;
    QString problem() const; ///< What is missing; empty = nothing.

Q_SIGNALS:
    void changed();

private:
    void tellUndo();

    LogOutRung m_rung;
    QString m_typedName;
    QLabel *m_summary;
    ReasonBox *m_reason;
    QLineEdit *m_ticket;
    QLabel *m_typedLabel;
    QLineEdit *m_typed;
    QCheckBox *m_atOnce;
    QLabel *m_undo;
};

} // namespace Axess
