// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/jobtexts.h"

#include "app/timetexts.h"

#include <QtCore/qlocale.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QString number(qint64 value)
{
    return QLocale().toString(value);
}

// The undo's own count of who was gone also holds who had ended before.
qint64 notUndone(const BulkLogOut &job)
{
    const auto &counts = job.job().counts;
    const auto restored = counts.constFind(u"undo.restored"_s);
    return restored == counts.constEnd() ? 0 : counts.value(u"done"_s) - *restored;
}

} // namespace

QString JobTexts::state(const BulkLogOut &job)
{
    switch (job.state()) {
    case BulkLogOut::State::CountingDown:
        return tr("Sends in %n s", nullptr, int(job.untilSent().count()));
    case BulkLogOut::State::Running:
        return job.trouble() ? tr("Waits for the store") : tr("Running");
    case BulkLogOut::State::Paused:
        return job.wasSent() ? tr("Paused") : tr("Not sent");
    case BulkLogOut::State::Ending:
        return tr("Stopping");
    case BulkLogOut::State::Done:
        return job.failed() > 0 ? tr("Done, not all") : tr("Done");
    case BulkLogOut::State::Failed:
        return tr("Failed");
    case BulkLogOut::State::Cancelled:
        return tr("Cancelled");
    case BulkLogOut::State::Undoing:
        return tr("Undoing");
    case BulkLogOut::State::Undone:
        return tr("Undone");
    }
    return {};
}

Tone JobTexts::tone(const BulkLogOut &job)
{
    switch (job.state()) {
    case BulkLogOut::State::CountingDown:
    case BulkLogOut::State::Paused:
        return Tone::Attention;
    case BulkLogOut::State::Running:
    case BulkLogOut::State::Ending:
    case BulkLogOut::State::Undoing:
        return job.trouble() ? Tone::Attention : Tone::Info;
    case BulkLogOut::State::Done:
    case BulkLogOut::State::Undone:
        return job.failed() > 0 || notUndone(job) > 0 ? Tone::Attention : Tone::Good;
    case BulkLogOut::State::Failed:
        return Tone::Danger;
    case BulkLogOut::State::Cancelled:
        break;
    }
    return Tone::Neutral;
}

QString JobTexts::progress(const BulkLogOut &job)
{
    if (job.order().way == LogOutWay::Epoch)
        return job.state() == BulkLogOut::State::Done ? tr("everybody") : QString();
    const qint64 done = job.job().counts.value(u"done"_s) + job.job().counts.value(u"gone"_s);
    return tr("%1 of %2").arg(number(done), number(job.order().ids.size()));
}

QString JobTexts::rate(const BulkLogOut &job)
{
    const double rate = job.job().rowsPerSecond();
    return job.state() == BulkLogOut::State::Running && rate > 0 ? tr("%1/s").arg(number(qRound64(rate)))
                                                                 : QString();
}

QString JobTexts::timeLeft(const BulkLogOut &job)
{
    const auto left = job.job().timeLeft();
    return job.state() == BulkLogOut::State::Running && left ? TimeTexts::duration(left->count()) : QString();
}

QString JobTexts::result(const BulkLogOut &job)
{
    const auto &counts = job.job().counts;
    QStringList parts;
    if (job.state() == BulkLogOut::State::Cancelled && counts.isEmpty())
        return tr("Nobody was logged out");
    if (job.order().way == LogOutWay::Epoch) {
        if (job.outcome().epoch)
            parts.append(tr("Everybody was logged out"));
    } else if (counts.contains(u"requested"_s)) {
        parts = {tr("%1 requested").arg(number(counts.value(u"requested"_s))),
                 tr("%1 logged out").arg(number(counts.value(u"done"_s))),
                 tr("%1 had ended already").arg(number(counts.value(u"gone"_s))),
                 tr("%1 failed").arg(number(job.failed())),
                 tr("%1 verified by reading again").arg(number(counts.value(u"verified"_s))),
                 tr("%1 s").arg(QLocale().toString(double(job.job().activeMilliseconds) / 1000, 'f', 1))};
    }
    if (counts.contains(u"undo.restored"_s))
        parts.append(tr("%1 undone").arg(number(counts.value(u"undo.restored"_s))));
    if (const qint64 left = notUndone(job); left > 0)
        parts.append(tr("%1 could not be undone").arg(number(left)));
    if (job.outcome().auditEntry > 0)
        parts.append(tr("audit entry %1").arg(job.outcome().auditEntry));
    return parts.join(u" · "_s);
}

QString JobTexts::problem(const BulkLogOut &job)
{
    if (job.error())
        return Texts::problem(*job.error());
    return job.trouble() ? Texts::problem(*job.trouble()) : QString();
}

QString BulkLogOut::title() const
{
    return tr("Log-out: %1").arg(m_order.title);
}

QString BulkLogOut::stateText() const
{
    return JobTexts::state(*this);
}

Tone BulkLogOut::tone() const
{
    return JobTexts::tone(*this);
}

QString BulkLogOut::progressText() const
{
    return JobTexts::progress(*this);
}

QString BulkLogOut::rateText() const
{
    return JobTexts::rate(*this);
}

QString BulkLogOut::timeLeftText() const
{
    return JobTexts::timeLeft(*this);
}

QString BulkLogOut::resultText() const
{
    return JobTexts::result(*this);
}

QString BulkLogOut::problemText() const
{
    return JobTexts::problem(*this);
}

} // namespace Axess
