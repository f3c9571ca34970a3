// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "migration/migrationjob.h"
#include "migration/migrationreport.h"
#include "migration/migrationsight.h"

#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>
#include <QtWidgets/qdialog.h>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace Axess {

class FindingList;
class MoveView;
class StepView;
class StoreBand;
class TargetStep;

/// Sessions to another store: where to, what stands in the way, and then how far it is and what comes next.
///
/// Not modal. Closing it hides it; what is under way goes on, and what was stopped can be gone on with from
/// any console, since all of it stands in the two stores.
class MigrationWizard : public QDialog
{
    Q_OBJECT

public:
    MigrationWizard(Console &console, const QList<StoreAddress> &known, QWidget *parent = nullptr);

    /// Shows how far that one is, from now on.
    void follow(MigrationJob *job);
    MigrationJob *followed() const { return m_job; }
    const MigrationOrder &order() const { return m_order; }
    const std::optional<LiveMigrationState> &state() const { return m_state; }

Q_SIGNALS:
    void decided(const Axess::MigrationOrder &order, Axess::MigrationStep step, qint64 expected);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    enum Place { Where, Before, Work };

    struct StepButton
    {
        QPushButton *button;
        MigrationStep step;
    };

    QWidget *whereStep(const QList<StoreAddress> &known);
    QWidget *beforeStep();
    QWidget *workStep();
    QLayout *stepButtons();
    QLayout *buttons();
    void connectAll();
    void goTo(Place place);
    void next();
    void lookBefore();
    void tookSight(const MigrationSight &sight);
    void wanted(MigrationStep step); ///< Asks first, where it should be.
    void decide(MigrationStep step);
    void jobChanged();
    void jobFinished();
    void lookAgain();
    void tookState(const Result<LiveMigrationState> &state);
    void judge();
    void judgeNext(bool isBusy);
    void saveReport();
    void writeReport(const QString &path);
    QString forbidden() const; ///< Why nothing can be moved from this window; empty = it can.
    QStringList afterwards() const;
    MigrationStep nextStep() const;
    QString line() const;
    bool isLive() const { return m_order.way == MigrationWay::Live; }
    bool isBusy() const { return m_job && !m_job->hasEnded(); }

    Console &m_console;
    MigrationOrder m_order;
    std::optional<MigrationSight> m_sight;
    std::optional<LiveMigrationState> m_state;
    std::shared_ptr<MoveLooker> m_looker;
    MigrationReport m_report;
    QPointer<MigrationJob> m_job;
    QTimer m_ticks;
    Latest m_latest;
    bool m_isAsking = false;
    StoreBand *m_source;
    StoreBand *m_target;
    QStackedWidget *m_stack;
    TargetStep *m_where = nullptr;
    QLabel *m_forbidden = nullptr;
    QLabel *m_beforeHeading = nullptr;
    FindingList *m_findings = nullptr;
    MoveView *m_move = nullptr;
    StepView *m_step = nullptr;
    QList<StepButton> m_steps;
    QLabel *m_saved;
    QPushButton *m_copy;
    QPushButton *m_save;
    QPushButton *m_back;
    QPushButton *m_again;
    QPushButton *m_stop;
    QPushButton *m_resume;
    QPushButton *m_close;
    QPushButton *m_next;
};

} // namespace Axess
