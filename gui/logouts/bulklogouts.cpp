// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/bulklogouts.h"

#include "logouts/jobtexts.h"
#include "logouts/logoutwizard.h"
#include "logouts/resultdialog.h"
#include "logouts/setfile.h"
#include "widgets/messagestrip.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qtimezone.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

SearchPlan planOf(const std::optional<TenantId> &tenant, qint64 now)
{
    SessionSearch search;
    search.tenant = tenant;
    search.state = SearchState::Active;
    return search.planned(now, QTimeZone::systemTimeZone());
}

} // namespace

BulkLogOuts::BulkLogOuts(Console &console, MessageStrip &strip, QWidget *window)
    : QObject(window)
    , m_console(console)
    , m_strip(strip)
    , m_window(window)
{
    connect(&m_strip, &MessageStrip::replaced, this, [this] { m_told = nullptr; });
    connect(&m_strip, &MessageStrip::actionTriggered, this, [this] {
        if (!m_told)
            return;
        if (m_told->state() == BulkLogOut::State::CountingDown)
            m_told->cancel();
        else
            showDetails(m_told);
    });
}

BulkLogOut *BulkLogOuts::logOut(int row) const
{
    return qobject_cast<BulkLogOut *>(m_jobs.job(row));
}

void BulkLogOuts::askChosen(const QList<SessionId> &ids)
{
    ask({.scope = LogOutScope::Chosen, .ids = ids, .plan = {}, .tenant = {}});
}

void BulkLogOuts::askMatching(const BulkScope &scope)
{
    const LogOutTarget target {.scope = LogOutScope::Matching,
                               .ids = {},
                               .plan = scope.plan(QTimeZone::systemTimeZone()),
                               .tenant = scope.tenant};
    // Who is not active cannot be logged out, so it leaves nobody out: that is everybody, however it was
    // chosen.
    SessionSearch rest = target.plan.search();
    if (rest.state == SearchState::Active)
        rest.state = SearchState::Any;
    if (rest.text().isEmpty())
        return askEverybody();
    ask(target);
}

void BulkLogOuts::askTenant(const TenantId &tenant)
{
    ask({.scope = LogOutScope::Tenant, .ids = {}, .plan = planOf(tenant, m_console.now()), .tenant = tenant});
}

void BulkLogOuts::askEverybody()
{
    ask({.scope = LogOutScope::Everybody, .ids = {}, .plan = planOf({}, m_console.now()), .tenant = {}});
}

void BulkLogOuts::ask(const LogOutTarget &target)
{
    if (refuses(target.scope == LogOutScope::Everybody ? GatedAct::LogOutEverybody : GatedAct::LogOutMany))
        return;
    auto *wizard = new LogOutWizard(m_console, target, m_window);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(wizard, &LogOutWizard::decided, this, &BulkLogOuts::start);
    wizard->open();
}

bool BulkLogOuts::refuses(GatedAct act)
{
    if (m_console.gate().allows(act))
        return false;
    m_strip.show(m_console.gate().refusal(act), Tone::Attention);
    return true;
}

void BulkLogOuts::start(const BulkOrder &order)
{
    auto *job = new BulkLogOut(m_console, order, this);
    m_jobs.add(job);
    m_strip.show(order.title, Tone::Info);
    m_told = job;
    connect(job, &BulkLogOut::changed, this, [this, job] {
        if (m_told == job)
            tell(job);
    });
    connect(job, &BulkLogOut::finished, this, [this, job] { finished(job); });
    connect(job, &BulkLogOut::undone, this, &BulkLogOuts::someEnded);
    Q_EMIT started();
    job->start();
}

// The strip is spoken by others as well: it is said anew only when the state is another.
void BulkLogOuts::tell(BulkLogOut *job)
{
    const BulkOrder &order = job->order();
    switch (job->state()) {
    case BulkLogOut::State::CountingDown:
        m_strip.setText(tr("%1: sends in %2 s").arg(order.title).arg(job->untilSent().count()));
        break;
    case BulkLogOut::State::Paused:
        if (!job->wasSent()) {
            m_strip.setText(tr("%1: not sent, since this computer slept while it counted down. Go on, which "
                               "counts down anew, or cancel in Jobs (Ctrl+J).")
                                .arg(order.title));
            break;
        }
        m_strip.setText(tr("%1: paused after %2. Look, then go on or cancel in Jobs (Ctrl+J).")
                            .arg(order.title, JobTexts::progress(*job)));
        break;
    default:
        m_strip.setText(u"%1: %2"_s.arg(order.title, JobTexts::state(*job)));
        break;
    }
    if (!job->hasEnded() || job->state() == BulkLogOut::State::Undone)
        m_strip.offer(job->state() == BulkLogOut::State::CountingDown ? tr("Call it off") : QString());
}

void BulkLogOuts::finished(BulkLogOut *job)
{
    const BulkOrder &order = job->order();
    const QString problem = JobTexts::problem(*job);
    const bool isClean = job->state() == BulkLogOut::State::Done && job->failed() == 0;
    const QStringList parts {order.title, JobTexts::state(*job), problem, JobTexts::result(*job)};
    // What counts down is called off there, and cannot wait; what has ended stands in Jobs.
    if (m_told && m_told != job && m_told->state() == BulkLogOut::State::CountingDown)
        return conclude(job, isClean);
    m_strip.show(parts.filter(QRegularExpression(u"."_s)).join(u" · "_s),
                 isClean                                            ? Tone::Good
                     : job->state() == BulkLogOut::State::Cancelled ? Tone::Info
                     : job->state() == BulkLogOut::State::Failed    ? Tone::Danger
                                                                    : Tone::Attention,
                 job->error() ? job->error()->message() : QString());
    m_strip.offer(tr("Details…"));
    m_told = job;
    conclude(job, isClean);
}

void BulkLogOuts::conclude(BulkLogOut *job, bool isClean)
{
    const BulkOrder &order = job->order();
    // Nothing of what was called off is to come.
    if ((isClean || job->state() == BulkLogOut::State::Cancelled) && !order.keepsFile)
        SetFile::remove(order.setFile);
    // Where some of the set live on or were ended by others, only the store can say which.
    if (isClean && order.way == LogOutWay::OneByOne && job->job().counts.value(u"gone"_s) == 0)
        Q_EMIT ended(QSet<SessionId>(order.ids.cbegin(), order.ids.cend()));
    else if (job->state() != BulkLogOut::State::Cancelled || !job->job().counts.isEmpty())
        Q_EMIT someEnded();
}

void BulkLogOuts::showDetails(BulkLogOut *job)
{
    auto *dialog = new ResultDialog(*job, m_window);
    connect(dialog, &ResultDialog::retryWanted, this, &BulkLogOuts::start);
    dialog->show();
}

} // namespace Axess
