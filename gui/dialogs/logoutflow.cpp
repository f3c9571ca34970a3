// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dialogs/logoutflow.h"

#include "app/errordetail.h"
#include "app/texts.h"
#include "dialogs/logoutdialog.h"
#include "widgets/messagestrip.h"

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString joined(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

QString counted(qsizetype count, QString (*sentence)(int))
{
    return count == 0 ? QString() : sentence(int(count));
}

} // namespace

LogOutFlow::LogOutFlow(Console &console, MessageStrip &strip, QWidget *window)
    : QObject(window)
    , m_console(console)
    , m_strip(strip)
    , m_window(window)
{
    m_ticks.setInterval(250ms);
    connect(&m_ticks, &QTimer::timeout, this, &LogOutFlow::countDown);
    connect(&m_strip, &MessageStrip::replaced, this, [this] { m_stripIsMine = false; });
    connect(&m_strip, &MessageStrip::actionTriggered, this, [this] {
        if (m_stripIsMine)
            stripTriggered();
    });
}

void LogOutFlow::ask(const QList<ListedSession> &sessions)
{
    if (sessions.isEmpty() || m_busy)
        return;
    const LogOutPlan plan {.sessions = sessions, .user = {}, .now = m_console.now()};
    if (plan.rung(m_console.environment()).question == LogOutQuestion::Wizard) {
        Q_EMIT wizardWanted(plan.ids());
        return;
    }
    confirm(plan);
}

void LogOutFlow::askAllOf(const UserId &user, const TenantId &tenant)
{
    if (user.isEmpty() || m_busy)
        return;
    m_busy = true;
    m_console.sessionsOf(user, tenant)
        .then(this, [this, user, tenant](const Result<QList<ListedSession>> &sessions) {
            m_busy = false;
            if (!sessions) {
                m_strip.show(Texts::problem(sessions.error()), Tone::Danger, errorDetail(sessions.error()));
                return;
            }
            if (sessions->isEmpty()) {
                m_strip.show(tr("%1 has no live session.").arg(user.text()), Tone::Info);
                return;
            }
            // The list ends there: whether there are more, only a search can tell.
            if (sessions->size() >= LogOutLadder::MostInAPreview) {
                SessionSearch all;
                all.user = user;
                all.tenant = tenant;
                all.state = SearchState::Active;
                Q_EMIT bulkWanted(BulkScope::of(all, m_console.now(), {}));
                return;
            }
            confirm(
                {.scope = LogOutScope::User, .sessions = *sessions, .user = user, .now = m_console.now()});
        });
}

void LogOutFlow::confirm(const LogOutPlan &plan)
{
    const LogOutRung rung = plan.rung(m_console.environment());
    if (refuses(rung.act))
        return;
    if (rung.question == LogOutQuestion::None) {
        forgetUndo();
        act({plan.ids(), tr("Logged out while developing"), rung.grace});
        return;
    }
    auto *dialog = new LogOutDialog(plan, m_console.environment(), m_console.address(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, ids = plan.ids()] {
        forgetUndo();
        act({ids, dialog->reason(), dialog->grace()});
    });
    dialog->open();
}

bool LogOutFlow::refuses(GatedAct act)
{
    if (m_console.gate().allows(act))
        return false;
    m_strip.show(m_console.gate().refusal(act), Tone::Attention);
    return true;
}

void LogOutFlow::act(const Order &order)
{
    m_busy = true;
    m_current = order;
    m_strip.show(tr("Logging out %n session(s)…", nullptr, int(order.ids.size())), Tone::Info);
    m_console.logOut(order.ids, order.reason, order.grace).then(this, [this](const ActReport &report) {
        tellEnded(report);
    });
}

void LogOutFlow::stripTriggered()
{
    if (m_retry.ids.isEmpty())
        undo();
    else
        retry();
}

void LogOutFlow::retry()
{
    if (m_busy || m_retry.ids.isEmpty())
        return;
    act(Order(m_retry));
}

void LogOutFlow::tellEnded(const ActReport &report)
{
    m_busy = false;
    if (report.error) {
        const QString problem = Texts::problem(*report.error);
        m_strip.show(report.error->outcome() == Outcome::Unknown ? problem
                                                                 : tr("Not logged out. %1").arg(problem),
                     Tone::Danger, errorDetail(*report.error));
        return;
    }
    const RevokeReport &store = report.store;
    const QString text
        = joined({tr("%n session(s) requested", nullptr, int(report.requested)),
                  tr("%n logged out", nullptr, int(store.done.size())),
                  counted(store.gone.size(), [](int n) { return tr("%n had ended already", nullptr, n); }),
                  counted(store.unknown.size(),
                          [](int n) { return tr("%n without an answer: try again", nullptr, n); }),
                  counted(report.contradicted.size(),
                          [](int n) { return tr("%n still live when read again", nullptr, n); }),
                  tr("%n verified by reading again", nullptr, int(report.verified.size())),
                  tr("%1 s").arg(QLocale().toString(double(report.milliseconds) / 1000, 'f', 1)),
                  report.auditEntry == 0 ? QString() : tr("audit entry %1").arg(report.auditEntry)});
    const bool doubtful = !store.unknown.isEmpty() || report.verified.size() < store.done.size();
    m_strip.show(text,
                 !report.contradicted.isEmpty() ? Tone::Danger
                     : doubtful                 ? Tone::Attention
                                                : Tone::Good);
    m_stripIsMine = true;
    m_retry = m_current;
    m_retry.ids = store.unknown + report.contradicted;
    if (!m_retry.ids.isEmpty())
        m_strip.offer(tr("Try %n again", nullptr, int(m_retry.ids.size())));
    Q_EMIT ended(report.verified);
    if (!store.done.isEmpty() && store.graceUntil > m_console.now())
        m_undoable.append(store);
    if (m_undoable.isEmpty())
        return;
    m_ticks.start();
    countDown();
    Q_EMIT undoChanged();
}

void LogOutFlow::countDown()
{
    m_undoable.removeIf([now = m_console.now()](const RevokeReport &act) { return act.graceUntil <= now; });
    if (m_undoable.isEmpty()) {
        m_ticks.stop();
        if (m_stripIsMine && m_retry.ids.isEmpty())
            m_strip.offer({});
        Q_EMIT undoChanged();
        return;
    }
    const qint64 left = m_undoable.constFirst().graceUntil - m_console.now();
    if (m_stripIsMine && m_retry.ids.isEmpty())
        m_strip.offer(tr("Undo (%1 s)").arg((left + 999) / 1000));
}

void LogOutFlow::forgetUndo()
{
    m_ticks.stop();
    m_undoable.clear();
    m_retry = {};
    m_stripIsMine = false;
    Q_EMIT undoChanged();
}

bool LogOutFlow::canUndo() const
{
    return !m_busy && !m_undoable.isEmpty();
}

void LogOutFlow::undo()
{
    if (!canUndo())
        return;
    const QList<RevokeReport> acts = m_undoable;
    forgetUndo();
    m_busy = true;
    qsizetype sessions = 0;
    for (const RevokeReport &act : acts)
        sessions += act.done.size();
    m_strip.show(tr("Undoing %n log-out(s)…", nullptr, int(sessions)), Tone::Info);
    m_console.undo(acts).then(this, [this](const ActReport &report) { tellRestored(report); });
}

void LogOutFlow::tellRestored(const ActReport &report)
{
    m_busy = false;
    if (report.error) {
        m_strip.show(tr("Not undone. %1").arg(Texts::problem(*report.error)), Tone::Danger,
                     errorDetail(*report.error));
        return;
    }
    const RevokeReport &store = report.store;
    const QString text
        = joined({tr("%n log-out(s) undone", nullptr, int(store.done.size())),
                  counted(store.gone.size(),
                          [](int n) { return tr("%n could not be undone: ended meanwhile", nullptr, n); }),
                  counted(store.unknown.size(), [](int n) { return tr("%n without an answer", nullptr, n); }),
                  tr("%n verified by reading again", nullptr, int(report.verified.size()))});
    const bool clean = report.verified.size() == report.requested;
    m_strip.show(text, clean ? Tone::Good : Tone::Attention);
    Q_EMIT restored(store.done);
}

} // namespace Axess
