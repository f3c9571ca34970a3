// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dialogs/logoutflow.h"

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
    connect(&m_strip, &MessageStrip::actionTriggered, this, [this] {
        if (m_stripIsMine)
            undo();
    });
}

void LogOutFlow::ask(const QList<ListedSession> &sessions)
{
    if (sessions.isEmpty() || m_busy)
        return;
    confirm({.sessions = sessions, .user = {}, .now = m_console.now()});
}

void LogOutFlow::askAllOf(const UserId &user, const TenantId &tenant)
{
    if (user.isEmpty() || m_busy)
        return;
    m_busy = true;
    m_console.sessionsOf(user, tenant).then(this, [this, user](const Result<QList<ListedSession>> &sessions) {
        m_busy = false;
        if (!sessions) {
            m_strip.show(Texts::problem(sessions.error()), Tone::Danger, sessions.error().message());
            return;
        }
        if (sessions->isEmpty()) {
            m_strip.show(tr("%1 has no live session.").arg(user.text()), Tone::Info);
            return;
        }
        confirm({.scope = LogOutScope::User, .sessions = *sessions, .user = user, .now = m_console.now()});
    });
}

void LogOutFlow::confirm(const LogOutPlan &plan)
{
    const Environment environment = m_console.address().environment;
    const LogOutRung rung = plan.rung(environment);
    if (rung.question == LogOutQuestion::None) {
        act(plan.ids(), tr("Logged out while developing"), rung.grace);
        return;
    }
    auto *dialog = new LogOutDialog(plan, environment, m_console.address(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, ids = plan.ids()] { act(ids, dialog->reason(), dialog->grace()); });
    dialog->open();
}

void LogOutFlow::act(const QList<SessionId> &ids, const QString &reason, std::chrono::milliseconds grace)
{
    forgetUndo();
    m_busy = true;
    m_strip.show(tr("Logging out %n session(s)…", nullptr, int(ids.size())), Tone::Info);
    m_console.logOut(ids, reason, grace).then(this, [this](const ActReport &report) { tellEnded(report); });
}

void LogOutFlow::tellEnded(const ActReport &report)
{
    m_busy = false;
    if (report.error) {
        m_strip.show(tr("Not logged out. %1").arg(Texts::problem(*report.error)), Tone::Danger,
                     report.error->message());
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
                  tr("%n verified by reading again", nullptr, int(report.verified.size()))});
    const bool doubtful = !store.unknown.isEmpty() || report.verified.size() < store.done.size();
    m_strip.show(text,
                 !report.contradicted.isEmpty() ? Tone::Danger
                     : doubtful                 ? Tone::Attention
                                                : Tone::Good);
    m_stripIsMine = true;
    Q_EMIT ended(store.done);
    if (store.done.isEmpty() || store.graceUntil <= m_console.now())
        return;
    m_last = store;
    m_ticks.start();
    countDown();
    Q_EMIT undoChanged();
}

void LogOutFlow::countDown()
{
    const qint64 left = m_last.graceUntil - m_console.now();
    if (left <= 0) {
        if (m_stripIsMine)
            m_strip.offer({});
        forgetUndo();
        return;
    }
    if (m_stripIsMine)
        m_strip.offer(tr("Undo (%1 s)").arg((left + 999) / 1000));
}

void LogOutFlow::forgetUndo()
{
    m_ticks.stop();
    m_last = {};
    m_stripIsMine = false;
    Q_EMIT undoChanged();
}

bool LogOutFlow::canUndo() const
{
    return !m_busy && !m_last.done.isEmpty();
}

void LogOutFlow::undo()
{
    if (!canUndo())
        return;
    const RevokeReport last = m_last;
    forgetUndo();
    m_busy = true;
    m_strip.show(tr("Undoing %n log-out(s)…", nullptr, int(last.done.size())), Tone::Info);
    m_console.undo(last.done, last.mark).then(this, [this](const ActReport &report) {
        tellRestored(report);
    });
}

void LogOutFlow::tellRestored(const ActReport &report)
{
    m_busy = false;
    if (report.error) {
        m_strip.show(tr("Not undone. %1").arg(Texts::problem(*report.error)), Tone::Danger,
                     report.error->message());
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
