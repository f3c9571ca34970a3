// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/logoutwizard.h"

#include "app/person.h"
#include "app/texts.h"
#include "app/timetexts.h"
#include "logouts/holdbutton.h"
#include "logouts/setfile.h"
#include "logouts/wizardsteps.h"

#include <QtCore/qlocale.h>
#include <QtCore/qtimezone.h>
#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qstackedwidget.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

LogOutWizard::LogOutWizard(Console &console, const LogOutTarget &target, QWidget *parent)
    : QDialog(parent)
    , m_console(console)
    , m_target(target)
    , m_heading(new QLabel(this))
    , m_steps(new QStackedWidget(this))
    , m_scope(new ScopeStep(target, title(), !console.capabilities().sealed || console.capabilities().hasKey,
                            this))
    , m_counting(new CountStep(this))
    , m_options(new OptionsStep(this))
    , m_confirm(new ConfirmStep(this))
    , m_copy(new QPushButton(tr("Copy as axessctl"), this))
    , m_back(new QPushButton(tr("Back"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_next(new QPushButton(tr("Continue"), this))
    , m_act(new HoldButton([&console] { return console.now(); }, this))
{
    setObjectName(u"logOutWizard"_s);
    setWindowTitle(tr("Log out many - %1").arg(console.shortName()));
    layOut();
    m_ticks.setInterval(100ms);
    connect(&m_ticks, &QTimer::timeout, this, [this] { m_counting->showCounting(*m_counted); });
    connect(m_confirm, &ConfirmStep::changed, this, &LogOutWizard::judge);
    connect(m_copy, &QPushButton::clicked, this, &LogOutWizard::copyLine);
    connect(m_back, &QPushButton::clicked, this, &LogOutWizard::goBack);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_next, &QPushButton::clicked, this, &LogOutWizard::goOn);
    connect(m_act, &HoldButton::held, this, &LogOutWizard::decide);
    turnTo(Scope);
}

LogOutWizard::~LogOutWizard()
{
    m_stop.request_stop();
    SetFile::remove(m_fileUnderWay);
    if (!m_isDecided)
        dropSet();
}

void LogOutWizard::dropSet()
{
    // A line that was copied names the file.
    if (!m_wasCopied)
        SetFile::remove(m_setFile);
    m_setFile.clear();
    m_wasCopied = false;
}

void LogOutWizard::layOut()
{
    m_heading->setForegroundRole(QPalette::PlaceholderText);
    m_heading->setObjectName(u"wizardHeading"_s);
    for (QWidget *step : {static_cast<QWidget *>(m_scope), static_cast<QWidget *>(m_counting),
                          static_cast<QWidget *>(m_options), static_cast<QWidget *>(m_confirm)})
        m_steps->addWidget(step);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(14);
    column->addWidget(m_heading);
    column->addWidget(m_steps, 1);
    column->addLayout(buttons());
    // Sentences that wrap would move the limit while the window stands.
    column->setSizeConstraint(QLayout::SetNoConstraint);
    setMinimumSize(fontMetrics().averageCharWidth() * 92, fontMetrics().height() * 27);
}

QLayout *LogOutWizard::buttons()
{
    m_copy->setObjectName(u"wizardCopyLine"_s);
    m_copy->setToolTip(tr("Copies the command line that does the same"));
    m_back->setObjectName(u"wizardBack"_s);
    m_cancel->setObjectName(u"wizardCancel"_s);
    m_next->setObjectName(u"wizardNext"_s);
    m_act->setObjectName(u"wizardAct"_s);
    m_act->setProperty("tone", u"danger"_s);
    for (QPushButton *button : {m_copy, m_back, m_next, static_cast<QPushButton *>(m_act)})
        button->setAutoDefault(false);
    m_cancel->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_copy);
    row->addStretch();
    row->addWidget(m_back);
    row->addWidget(m_cancel);
    row->addWidget(m_next);
    row->addWidget(m_act);
    return row;
}

QString LogOutWizard::title() const
{
    switch (m_target.scope) {
    case LogOutScope::Chosen:
        return tr("%n chosen session(s)", nullptr, int(m_target.ids.size()));
    case LogOutScope::User:
    case LogOutScope::Matching:
        return tr("All that match “%1”").arg(m_target.plan.search().text());
    case LogOutScope::Tenant:
        return tr("Everybody of tenant %1").arg(Texts::tenantName(m_target.tenant.value_or(TenantId())));
    case LogOutScope::Everybody:
        return tr("Everybody of the store %1").arg(m_console.shortName());
    }
    return {};
}

void LogOutWizard::turnTo(Step step)
{
    m_step = step;
    const QString names[] {tr("Whose"), tr("How many"), tr("How"), tr("Why")};
    m_heading->setText(
        tr("Step %1 of %2: %3").arg(int(step) + 1).arg(int(std::size(names))).arg(names[step]));
    m_steps->setCurrentIndex(step);
    if (step == Count && !m_isCounted)
        count();
    if (step == Options) {
        const StoreCapabilities &can = m_console.capabilities();
        m_options->show(m_scope->way(), m_set.ids.size(), !can.sealed || can.hasKey);
    }
    if (step == Confirm)
        m_confirm->show(summary(), typedName(), rung());
    judge();
}

QString LogOutWizard::summary() const
{
    if (m_scope->way() == LogOutWay::Epoch)
        return tr("%1: log out everybody, about %n session(s) now", nullptr, int(m_set.ids.size()))
            .arg(title());
    return tr("%1: log out %n session(s)", nullptr, int(m_set.ids.size())).arg(whose());
}

QString LogOutWizard::whose() const
{
    if (idleFor() == 0s)
        return title();
    return tr("%1 not seen for %2", "whose, how long")
        .arg(title(), TimeTexts::duration(std::chrono::milliseconds(idleFor()).count()));
}

std::chrono::seconds LogOutWizard::idleFor() const
{
    return m_scope->way() == LogOutWay::OneByOne ? m_scope->idleFor() : 0s;
}

void LogOutWizard::goOn()
{
    turnTo(Step(m_step + 1));
}

// Another scope is another set.
void LogOutWizard::goBack()
{
    if (m_step == Count) {
        m_stop.request_stop();
        m_count.next();
        m_ticks.stop();
        m_isCounting = false;
        m_isCounted = false;
    }
    turnTo(Step(m_step - 1));
}

void LogOutWizard::count()
{
    m_isCounting = true;
    m_stop = std::stop_source();
    m_counted = std::make_shared<std::atomic<qint64>>(0);
    m_counting->showCounting(0);
    m_ticks.start();
    LogOutTarget target = m_target;
    const qint64 now = m_console.now();
    if (const auto idle = idleFor(); idle > 0s) {
        SessionSearch search = target.plan.search();
        search.seen = {.kind = SearchTime::Kind::Beyond, .span = idle, .from = {}, .until = {}};
        target.plan = search.planned(now, QTimeZone::systemTimeZone());
    }
    const quint64 question = m_count.next();
    m_console
        .lookAtLength([target, stop = m_stop.get_token(),
                       counter = m_counted](const std::shared_ptr<SessionStore> &store) {
            return freeze(*store, target, stop, *counter);
        })
        .then(this, [this, question](const Result<LogOutSet> &set) {
            if (m_count.is(question))
                counted(set, question);
        });
}

void LogOutWizard::counted(const Result<LogOutSet> &set, quint64 question)
{
    m_ticks.stop();
    m_isCounting = false;
    m_set = set.value_or(LogOutSet());
    m_isCounted = set.has_value();
    if (!set) {
        m_counting->showProblem(Texts::problem(set.error()));
        judge();
        return;
    }
    m_counting->showSet(m_set, m_scope->way());
    dropSet();
    judge();
    if (!m_set.ids.isEmpty() && m_scope->way() == LogOutWay::OneByOne)
        keepSet(question);
}

// Whoever sees last that nobody waits for it takes it away: the worker, the answer, or the end of all this.
void LogOutWizard::keepSet(quint64 question)
{
    const QString path = SetFile::pathFor(m_console.now(), m_set.ids.constFirst());
    m_fileUnderWay = path;
    m_console
        .lookAtLength(
            [path, ids = m_set.ids, stop = m_stop.get_token()](const std::shared_ptr<SessionStore> &) {
                const auto written = SetFile::write(path, ids);
                if (stop.stop_requested())
                    SetFile::remove(path);
                return written;
            })
        .then(this, [this, path, question](const Result<void> &written) {
            if (!m_count.is(question)) {
                SetFile::remove(path);
                return;
            }
            m_fileUnderWay.clear();
            m_setFile = written ? path : QString();
            m_copy->setToolTip(written ? tr("Copies the command line that does the same")
                                       : written.error().message().toHtmlEscaped());
            judge();
        });
}

void LogOutWizard::judge()
{
    const bool byEpoch = m_scope->way() == LogOutWay::Epoch;
    const bool hasSet = m_isCounted && (byEpoch || (m_set.isWhole && !m_set.ids.isEmpty()));
    const bool isLast = m_step == Confirm;
    m_copy->setVisible(isLast);
    m_copy->setEnabled(byEpoch || !m_setFile.isEmpty());
    m_back->setEnabled(m_step != Scope);
    m_next->setVisible(!isLast);
    m_next->setEnabled(m_step == Scope || (hasSet && !isLast));
    m_act->setVisible(isLast);
    if (!isLast)
        return;
    const QString refusal = m_console.gate().refusal(rung().act);
    const QString problem = refusal.isEmpty() ? m_confirm->problem() : refusal;
    const QString text
        = byEpoch ? tr("Log out everybody") : tr("Log out %n session(s)", nullptr, int(m_set.ids.size()));
    if (m_act->isDown())
        return;
    m_act->set(text, rung().hold);
    m_act->setEnabled(problem.isEmpty());
    m_act->setToolTip(problem.toHtmlEscaped());
}

LogOutRung LogOutWizard::rung() const
{
    // Who ended while it was counted makes it no smaller an act.
    const qint64 sessions = std::max(m_set.ids.size(), m_target.ids.size());
    return LogOutLadder::rung({m_target.scope, sessions, m_scope->way()}, m_console.environment());
}

QString LogOutWizard::typedName() const
{
    const QString store = m_console.shortName();
    if (rung().typing != LogOutTyping::TenantAtStore || !m_target.tenant || m_target.tenant->isEmpty())
        return store;
    return u"%1@%2"_s.arg(m_target.tenant->text(), store);
}

BulkOrder LogOutWizard::order() const
{
    const LogOutRung usual = rung();
    const LogOutRung asked = m_confirm->isAtOnce() ? LogOutLadder::compromised(usual) : usual;
    const bool byEpoch = m_scope->way() == LogOutWay::Epoch;
    BulkOrder order;
    order.title = whose();
    order.scope = m_target.scope;
    order.way = m_scope->way();
    order.reason = m_confirm->reason();
    order.ticket = m_confirm->ticket();
    order.by = personHere();
    order.grace = asked.grace;
    order.countdown = asked.countdown;
    if (byEpoch) {
        if (m_target.scope == LogOutScope::Tenant)
            order.tenant = m_target.tenant;
        return order;
    }
    order.ids = m_set.ids;
    order.setFile = m_setFile;
    order.keepsFile = m_wasCopied;
    order.rate = m_options->rate();
    order.canary = m_options->canary();
    return order;
}

void LogOutWizard::copyLine()
{
    m_wasCopied = true;
    QGuiApplication::clipboard()->setText(AxessctlLine::shell(order().arguments(m_console.address())));
}

void LogOutWizard::decide()
{
    if (!m_confirm->problem().isEmpty())
        return;
    m_isDecided = true;
    Q_EMIT decided(order());
    accept();
}

} // namespace Axess
