// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/axessctlline.h"

#include "export/copyforms.h"

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// An option and its value in one argument: a value may begin with a minus.
QString option(const QString &name, const QString &value)
{
    return u"--%1=%2"_s.arg(name, value);
}

} // namespace

AxessctlLine::AxessctlLine(const StoreAddress &address)
{
    const Result<StoreUrl> url = StoreUrl::parse(address.url);
    m_store.append(option(u"store"_s, url ? url->displayText() : QString()));
    if (!address.rootKeyFile.isEmpty())
        m_store.append(option(u"root-key-file"_s, address.rootKeyFile));
}

QStringList AxessctlLine::revoke(const QList<SessionId> &ids, const QString &reason,
                                 std::chrono::milliseconds grace) const
{
    QStringList line = m_store;
    line << u"session"_s << u"revoke"_s;
    for (const SessionId &id : ids)
        line.append(id.text());
    line << option(u"reason"_s, reason) << option(u"grace"_s, duration(grace));
    return line;
}

QStringList AxessctlLine::revokeSet(const QString &file, const BulkRevocation &what) const
{
    QStringList line = m_store;
    line << u"revoke"_s << option(u"ids-from"_s, file) << option(u"reason"_s, what.reason);
    if (!what.ticket.isEmpty())
        line.append(option(u"ticket"_s, what.ticket));
    line.append(option(u"grace"_s, duration(what.grace)));
    if (what.canary > 0)
        line.append(option(u"canary"_s, QString::number(what.canary)));
    if (what.sessionsPerSecond > 0)
        line.append(option(u"rate"_s, QString::number(what.sessionsPerSecond)));
    line.append(u"--yes"_s);
    return line;
}

QStringList AxessctlLine::raiseEpoch(const std::optional<TenantId> &tenant, const QString &reason) const
{
    QStringList line = m_store;
    line << u"epoch"_s << u"raise"_s << (tenant ? option(u"tenant"_s, tenant->text()) : u"--store-wide"_s)
         << option(u"reason"_s, reason) << u"--yes"_s;
    return line;
}

QString AxessctlLine::shell(const QStringList &arguments)
{
    QStringList parts {u"axessctl"_s};
    for (const QString &argument : arguments)
        parts.append(CopyForms::shellWord(argument));
    return parts.join(u' ');
}

QString AxessctlLine::duration(std::chrono::milliseconds time)
{
    const qint64 seconds = std::chrono::ceil<std::chrono::seconds>(time).count();
    return seconds == 0 ? u"0"_s : u"%1s"_s.arg(seconds);
}

} // namespace Axess
