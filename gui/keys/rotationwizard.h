// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/storejob.h"
#include "keys/keyorders.h"
#include "keys/keywork.h"

#include <QtCore/qpointer.h>
#include <QtWidgets/qdialog.h>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace Axess {

class RotationPlan;
class RotationView;

/// From the wish for a new key to its retired predecessor: what will happen, a trial, and then how far it is.
///
/// Not modal. Closing it ends nothing; opened again while a rotation stands in the store it shows that one.
class RotationWizard : public QDialog
{
    Q_OBJECT

public:
    RotationWizard(Console &console, const KeySight &sight, QWidget *parent = nullptr);

    /// Shows how far that one is, from now on.
    void follow(StoreJob *job, const std::optional<RotationOrder> &asked = {});
    /// Says what a trial finds, where it is decided.
    void followTrial(StoreJob *job);
    StoreJob *followed() const { return m_job; }
    RotationOrder order() const;

Q_SIGNALS:
    void decided(const Axess::RotationOrder &order); ///< Also a trial's, which writes nothing.

private:
    QLayout *buttons();
    void judge();
    void fill();
    void askInstances();
    QString line() const;

    Console &m_console;
    QPointer<StoreJob> m_job;
    QPointer<StoreJob> m_trial;
    QTimer m_ticks;
    std::optional<RotationOrder> m_asked; ///< Of what is followed, where it was decided here.
    bool m_isAsking = false;
    QStackedWidget *m_stack;
    RotationPlan *m_plan;
    RotationView *m_view;
    QPushButton *m_copy;
    QPushButton *m_tryOut;
    QPushButton *m_pause;
    QPushButton *m_resume;
    QPushButton *m_cancelJob;
    QPushButton *m_close;
    QPushButton *m_act;
};

} // namespace Axess
