// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/rotationwizard.h"

#include "keys/keytexts.h"
#include "keys/rotationviews.h"

#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qstackedwidget.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

RotationWizard::RotationWizard(Console &console, const KeySight &sight, QWidget *parent)
    : QDialog(parent)
    , m_console(console)
    , m_stack(new QStackedWidget(this))
    , m_plan(new RotationPlan(sight, console.shortName(), console.environment() == Environment::Production,
                              this))
    , m_view(new RotationView(this))
    , m_copy(new QPushButton(tr("Copy as axessctl"), this))
    , m_tryOut(new QPushButton(tr("&Try it out"), this))
    , m_pause(new QPushButton(tr("&Pause"), this))
    , m_resume(new QPushButton(tr("&Go on"), this))
    , m_cancelJob(new QPushButton(tr("&End the rotation"), this))
    , m_close(new QPushButton(tr("Close"), this))
    , m_act(new QPushButton(tr("Rotate"), this))
{
    setObjectName(u"rotationWizard"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Rotate a key - %1").arg(console.markedName()));
    m_stack->addWidget(m_plan);
    m_stack->addWidget(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(14);
    column->addWidget(m_stack, 1);
    column->addLayout(buttons());
    // Sentences that wrap would move the limit while the window stands.
    column->setSizeConstraint(QLayout::SetNoConstraint);
    setMinimumSize(fontMetrics().averageCharWidth() * 104, fontMetrics().height() * 27);
    m_ticks.setInterval(2s);
    connect(&m_ticks, &QTimer::timeout, this, &RotationWizard::askInstances);
    connect(m_plan, &RotationPlan::changed, this, &RotationWizard::judge);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(line()); });
    connect(m_tryOut, &QPushButton::clicked, this, [this] {
        RotationOrder trial = order();
        trial.isDryRun = true;
        trial.isLazy = trial.isLeft = false;
        Q_EMIT decided(trial);
    });
    connect(m_act, &QPushButton::clicked, this, [this] { Q_EMIT decided(order()); });
    connect(m_close, &QPushButton::clicked, this, &QWidget::close);
    const auto steers = [this](QPushButton *button, void (StoreJob::*verb)()) {
        connect(button, &QPushButton::clicked, this, [this, verb] {
            if (m_job)
                (m_job->*verb)();
        });
    };
    steers(m_pause, &StoreJob::pause);
    steers(m_resume, &StoreJob::resume);
    steers(m_cancelJob, &StoreJob::cancel);
    judge();
}

QLayout *RotationWizard::buttons()
{
    m_copy->setObjectName(u"rotationCopyLine"_s);
    m_copy->setToolTip(tr("Copies the command line that does the same"));
    m_tryOut->setObjectName(u"rotationTry"_s);
    m_tryOut->setToolTip(tr("Opens and counts every session, and writes nothing"));
    m_pause->setObjectName(u"rotationPause"_s);
    m_resume->setObjectName(u"rotationResume"_s);
    m_cancelJob->setObjectName(u"rotationCancel"_s);
    m_cancelJob->setToolTip(
        tr("Every session stays readable. What was done stays done; a later rotation goes "
           "on from there."));
    m_close->setObjectName(u"rotationClose"_s);
    m_act->setObjectName(u"rotationAct"_s);
    auto *row = new QHBoxLayout;
    row->addWidget(m_copy);
    row->addStretch();
    for (QPushButton *button : {m_tryOut, m_cancelJob, m_pause, m_resume, m_close, m_act}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    m_copy->setAutoDefault(false);
    m_close->setDefault(true);
    return row;
}

RotationOrder RotationWizard::order() const
{
    return m_plan->order();
}

QString RotationWizard::line() const
{
    return m_job ? m_job->order().line : order().line(m_console.address());
}

void RotationWizard::follow(StoreJob *job, const std::optional<RotationOrder> &asked)
{
    m_job = job;
    m_asked = asked;
    connect(job, &DockJob::changed, this, &RotationWizard::fill);
    // Who clears it from the dock has seen it.
    connect(job, &QObject::destroyed, this, &QWidget::close);
    m_stack->setCurrentWidget(m_view);
    m_ticks.start();
    askInstances();
    fill();
}

void RotationWizard::followTrial(StoreJob *job)
{
    m_trial = job;
    connect(job, &DockJob::changed, this, &RotationWizard::fill);
    fill();
}

void RotationWizard::fill()
{
    if (m_job) {
        const JobInfo &job = m_job->job();
        const bool isAnother = m_asked && m_job->standsInStore() && !m_asked->isAskedBy(job.request);
        m_view->show(*m_job,
                     isAnother ? tr("it stood there already: what was chosen here does not count")
                               : QString());
    } else if (m_trial) {
        QStringList parts {m_trial->stateText(), m_trial->progressText(), m_trial->problemText(),
                           m_trial->resultText()};
        parts.removeAll(QString());
        m_plan->tellTrial(tr("Trial: %1").arg(parts.join(u" · "_s)));
    }
    judge();
}

// Nobody is asked any more once it has ended.
void RotationWizard::askInstances()
{
    if (!m_job || m_job->hasEnded()) {
        m_ticks.stop();
        return;
    }
    // A store that does not answer is not asked a second time meanwhile.
    if (std::exchange(m_isAsking, true))
        return;
    m_console.instances().then(this, [this](const Result<QList<InstanceInfo>> &instances) {
        m_isAsking = false;
        const auto progress = m_job ? RotationProgress::of(m_job->job()) : std::nullopt;
        if (instances && progress && !m_job->hasEnded())
            m_view->showInstances(*instances, progress->key);
    });
}

void RotationWizard::judge()
{
    const bool plans = !m_job;
    m_tryOut->setVisible(plans);
    m_act->setVisible(plans);
    for (QPushButton *button : {m_pause, m_resume, m_cancelJob})
        button->setVisible(!plans);
    const QString refusal = m_console.gate().refusal(GatedAct::TurnKeys);
    const QString problem = refusal.isEmpty() ? m_plan->problem() : refusal;
    m_act->setEnabled(problem.isEmpty());
    m_act->setToolTip(problem.toHtmlEscaped());
    m_tryOut->setEnabled(refusal.isEmpty() && (!m_trial || m_trial->hasEnded()));
    m_pause->setEnabled(m_job && m_job->isPausable());
    m_resume->setEnabled(m_job && m_job->isResumable());
    m_cancelJob->setEnabled(m_job && m_job->isCancellable());
}

} // namespace Axess
