// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/migrationwizard.h"

#include "migration/migrationquestions.h"
#include "migration/migrationtexts.h"
#include "migration/moveview.h"
#include "migration/preflight.h"
#include "migration/stepview.h"
#include "migration/storeband.h"
#include "migration/targetstep.h"
#include "widgets/findinglist.h"

#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qstackedwidget.h>

#include <algorithm>

// What happens in the wizard; how it is laid out stands in migrationlayout.cpp.

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TimeBetweenLooks = 3s;

} // namespace

void MigrationWizard::connectAll()
{
    m_ticks.setInterval(TimeBetweenLooks);
    connect(&m_ticks, &QTimer::timeout, this, &MigrationWizard::lookAgain);
    connect(m_where, &TargetStep::changed, this, &MigrationWizard::judge);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(line()); });
    connect(m_save, &QPushButton::clicked, this, &MigrationWizard::saveReport);
    connect(m_back, &QPushButton::clicked, this,
            [this] { goTo(m_stack->currentIndex() == Work ? Before : Where); });
    connect(m_again, &QPushButton::clicked, this, &MigrationWizard::lookBefore);
    connect(m_close, &QPushButton::clicked, this, &QWidget::close);
    connect(m_next, &QPushButton::clicked, this, &MigrationWizard::next);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_job)
            m_job->cancel();
    });
    connect(m_resume, &QPushButton::clicked, this, [this] {
        if (m_job)
            m_job->resume();
    });
    for (const StepButton &each : std::as_const(m_steps))
        connect(each.button, &QPushButton::clicked, this, [this, step = each.step] { wanted(step); });
}

// Nobody is asked while nobody looks.
void MigrationWizard::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    m_ticks.start();
    lookAgain();
}

void MigrationWizard::hideEvent(QHideEvent *event)
{
    m_ticks.stop();
    QDialog::hideEvent(event);
}

QString MigrationWizard::forbidden() const
{
    if (const QString refusal = m_console.gate().refusal(GatedAct::MoveSessions); !refusal.isEmpty())
        return refusal;
    const StoreCapabilities &can = m_console.capabilities();
    if (can.sealed && !can.hasKey)
        return tr("This window was opened without the root key, and both stores are opened by it. Open the "
                  "store with its root key file.");
    return {};
}

void MigrationWizard::goTo(Place place)
{
    m_stack->setCurrentIndex(place);
    if (place == Where) {
        m_latest.next(); // What is still looked at is no news any more.
        m_sight.reset();
        m_target->show(m_where->target());
    }
    if (place == Before)
        lookBefore();
    if (place == Work)
        lookAgain();
    judge();
}

void MigrationWizard::next()
{
    if (m_stack->currentIndex() == Where) {
        m_order = {};
        m_order.source = m_console.address();
        m_where->fill(m_order);
        m_state.reset();
        m_looker.reset();
        m_job.clear();
        m_step->show(nullptr);
        m_step->setAfterwards({});
        goTo(Before);
        return;
    }
    m_report.begin(m_order, Preflight(m_order, *m_sight).text(), m_console.now());
    if (!isLive()) {
        wanted(nextStep());
        return;
    }
    m_state = m_sight->live;
    if (m_state)
        m_move->show(m_order, *m_state);
    goTo(Work);
}

void MigrationWizard::lookBefore()
{
    m_sight.reset();
    m_findings->show({});
    m_beforeHeading->setText(tr("Looking at both stores…"));
    judge();
    m_console
        .lookAtLength(
            [order = m_order](const std::shared_ptr<SessionStore> &) { return lookAtMigration(order); })
        .then(this, [this, number = m_latest.next()](const MigrationSight &sight) {
            if (m_latest.is(number))
                tookSight(sight);
        });
}

void MigrationWizard::tookSight(const MigrationSight &sight)
{
    m_sight = sight;
    const Preflight preflight(m_order, sight);
    m_findings->show(preflight.lines());
    m_beforeHeading->setText(preflight.isStopped() ? tr("It cannot begin as it stands. Nothing was written.")
                                                   : tr("It can begin. Nothing was written so far."));
    judge();
}

// A complete copy is never made again.
MigrationStep MigrationWizard::nextStep() const
{
    const bool isComplete
        = m_sight && m_sight->plan && m_sight->plan->target == StoreCopyPlan::Target::Complete;
    return !isLive() && isComplete ? MigrationStep::Verify : MigrationStep::Run;
}

void MigrationWizard::wanted(MigrationStep step)
{
    const bool isFirst = !m_state || m_state->phase == MigrationPhase::NotBegun;
    const auto question = MigrationQuestions::of(m_order, step, isFirst);
    if (!question) {
        decide(step);
        return;
    }
    auto *dialog = new PlainKeyDialog(m_console, *question, m_order.line(step), this);
    connect(dialog, &KeyDialog::decided, this, [this, step] { decide(step); });
    dialog->open();
}

void MigrationWizard::decide(MigrationStep step)
{
    if (isBusy())
        return;
    const qint64 expected = m_sight && m_sight->plan ? m_sight->plan->sessions : 0;
    if (step != MigrationStep::Verify)
        m_step->setAfterwards({});
    Q_EMIT decided(m_order, step, expected);
}

void MigrationWizard::follow(MigrationJob *job)
{
    if (m_job)
        m_job->disconnect(this);
    m_job = job;
    m_order = job->order();
    m_target->show(m_order.target);
    connect(job, &DockJob::changed, this, &MigrationWizard::jobChanged);
    connect(job, &DockJob::finished, this, &MigrationWizard::jobFinished);
    // Who clears it from the dock has seen it.
    connect(job, &QObject::destroyed, this, &MigrationWizard::judge);
    goTo(Work);
    jobChanged();
}

void MigrationWizard::jobChanged()
{
    m_step->show(m_job);
    judge();
}

void MigrationWizard::jobFinished()
{
    m_report.add(*m_job, m_console.now());
    if (m_job->outcome().state)
        tookState(*m_job->outcome().state);
    if (!isLive() && m_job->step() == MigrationStep::Run && m_job->isDone())
        m_step->setAfterwards(MigrationTexts::afterCopy(m_order));
    jobChanged();
    lookAgain();
}

QStringList MigrationWizard::afterwards() const
{
    if (isLive())
        return m_state ? MigrationTexts::afterwards(m_order, m_state->phase) : QStringList();
    const bool isDone = m_job && m_job->step() == MigrationStep::Run && m_job->isDone();
    return isDone ? MigrationTexts::afterCopy(m_order) : QStringList();
}

// A store that does not answer is not asked a second time meanwhile.
void MigrationWizard::lookAgain()
{
    if (m_stack->currentIndex() != Work || !isLive() || m_isAsking || !isVisible())
        return;
    if (!m_looker) {
        const auto ends = m_order.ends();
        if (!ends)
            return;
        m_looker = std::make_shared<MoveLooker>(*ends);
    }
    m_isAsking = true;
    m_console
        .lookAtLength([looker = m_looker](const std::shared_ptr<SessionStore> &) { return looker->look(); })
        .then(this, [this, looker = m_looker](const Result<LiveMigrationState> &state) {
            m_isAsking = false;
            if (looker == m_looker)
                tookState(state);
        });
}

void MigrationWizard::tookState(const Result<LiveMigrationState> &state)
{
    if (state) {
        m_state = *state;
        m_move->show(m_order, *state);
    } else {
        m_move->showProblem(state.error());
    }
    judge();
}

QString MigrationWizard::line() const
{
    if (m_stack->currentIndex() == Work)
        return m_order.line(m_job ? m_job->step() : MigrationStep::Plan);
    MigrationOrder order;
    order.source = m_console.address();
    m_where->fill(order);
    return order.line(m_stack->currentIndex() == Before ? nextStep() : MigrationStep::Plan);
}

void MigrationWizard::judge()
{
    const int place = m_stack->currentIndex();
    const QString refusal = forbidden();
    if (place == Where)
        m_target->show(m_where->target());
    m_forbidden->setText(refusal);
    m_forbidden->setVisible(!refusal.isEmpty());
    m_again->setVisible(place == Before);
    m_again->setEnabled(m_sight.has_value());
    m_back->setVisible(place == Before || (place == Work && !isBusy()));
    m_copy->setEnabled(place != Where || m_where->problem().isEmpty());
    m_save->setVisible(place == Work && !m_report.isEmpty());
    m_stop->setVisible(place == Work && isBusy());
    m_stop->setEnabled(m_job && m_job->isCancellable());
    m_resume->setVisible(place == Work && m_job && !isLive() && m_job->isResumable());
    judgeNext(isBusy());
    m_move->setVisible(isLive());
    for (const StepButton &each : std::as_const(m_steps)) {
        const QString obstacle
            = m_state ? MoveView::obstacle(each.step, *m_state) : tr("The stores are being looked at.");
        const bool isOfCopy = each.step == MigrationStep::Verify;
        const bool isDone = m_job && m_job->hasEnded() && m_job->isDone();
        const bool belongs = m_state && MoveView::belongs(each.step, m_state->phase);
        each.button->setVisible(isLive() ? belongs : isOfCopy && isDone);
        each.button->setEnabled(refusal.isEmpty() && !isBusy() && (isLive() ? obstacle.isEmpty() : isDone));
        each.button->setToolTip(isLive() ? obstacle.toHtmlEscaped() : QString());
    }
}

void MigrationWizard::judgeNext(bool isBusy)
{
    const int place = m_stack->currentIndex();
    m_next->setVisible(place != Work);
    if (place == Where) {
        const QString refusal = forbidden();
        const QString problem = refusal.isEmpty() ? m_where->problem() : refusal;
        m_next->setText(tr("Look first"));
        m_next->setEnabled(problem.isEmpty() && !isBusy);
        m_next->setToolTip(problem.toHtmlEscaped());
    } else if (place == Before) {
        const bool isBegun
            = m_sight && m_sight->plan && m_sight->plan->target == StoreCopyPlan::Target::Begun;
        m_next->setText(isLive()                                  ? tr("Continue")
                            : nextStep() == MigrationStep::Verify ? tr("Compare")
                            : isBegun                             ? tr("Go on copying")
                                                                  : tr("Copy"));
        m_next->setEnabled(m_sight && !Preflight(m_order, *m_sight).isStopped() && !isBusy);
        m_next->setToolTip({});
    }
}

} // namespace Axess
