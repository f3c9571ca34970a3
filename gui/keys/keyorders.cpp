// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/keyorders.h"

#include "app/texts.h"
#include "logouts/axessctlline.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qtimezone.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// An option and its value in one argument: a value may begin with a minus.
QString option(QLatin1StringView name, const QString &value)
{
    return u"--%1=%2"_s.arg(name, value);
}

QString purposeOf(const JobRequest &request)
{
    return request.parameters.value(u"purpose"_s).toString(u"envelope"_s);
}

} // namespace

JobRequest RotationOrder::request() const
{
    JobRequest request;
    request.kind = RotationProgress::Kind.toString();
    request.mode = isDryRun ? JobMode::DryRun : JobMode::Act;
    request.rowsPerSecond = rate;
    request.parameters.insert(u"purpose"_s, purpose);
    if (isLazy)
        request.parameters.insert(u"lazy"_s, true);
    request.reason = reason;
    request.by = by;
    return request;
}

Result<JobInfo> RotationOrder::submit(const std::shared_ptr<SessionStore> &store) const
{
    Jobs jobs(store);
    const auto all = jobs.list();
    if (!all)
        return std::unexpected(all.error());
    const JobRequest wanted = request();
    for (const JobInfo &job : *all) {
        if (job.hasEnded() || job.request.kind != wanted.kind || job.request.mode != wanted.mode
            || purposeOf(job.request) != purpose)
            continue;
        if (!isFresh)
            return job;
        // One that has ended meanwhile is as good.
        (void)jobs.cancel(job.id);
    }
    return jobs.submit(wanted);
}

bool RotationOrder::isAskedBy(const JobRequest &request) const
{
    const JobRequest mine = this->request();
    return request.mode == mine.mode && request.parameters == mine.parameters
        && request.rowsPerSecond == mine.rowsPerSecond && request.by == mine.by
        && request.reason == mine.reason;
}

QString RotationOrder::line(const StoreAddress &address) const
{
    QStringList command {u"key"_s, u"rotate"_s, option("purpose"_L1, purpose)};
    if (isLazy)
        command.append(u"--lazy"_s);
    if (isDryRun)
        command.append(u"--dry-run"_s);
    if (isLeft)
        command.append(u"--submit"_s);
    if (rate > 0)
        command.append(option("rate"_L1, QString::number(rate)));
    if (!reason.isEmpty())
        command.append(option("reason"_L1, reason));
    return AxessctlLine::shell(AxessctlLine(address).with(command));
}

// An intruder must not come back by an undo, nor by a forged session that claims to begin later.
BulkRevocation CompromiseOrder::revocation() const
{
    BulkRevocation what;
    what.scope = before ? RevokeScope::Matching : RevokeScope::Everybody;
    what.filter.created.until = before;
    what.reason = reason;
    what.ticket = ticket;
    what.grace = std::chrono::milliseconds(0);
    what.by = by;
    return what;
}

RotationOrder CompromiseOrder::rotation() const
{
    RotationOrder order;
    order.isFresh = true;
    order.reason = reason;
    order.by = by;
    return order;
}

// First the key, so that nothing new is sealed under it; then who is logged out is chosen.
Result<CompromiseReport> CompromiseOrder::carryOut(const std::shared_ptr<SessionStore> &store) const
{
    return Keys(store).compromise(key).transform([&](const KeyChange &change) {
        CompromiseReport report {change, {}, {}};
        if (revokes)
            report.revocation = RevokeSessions(store).submit(revocation());
        if (rotates)
            report.rotation = rotation().submit(store);
        return report;
    });
}

QString CompromiseOrder::line(const StoreAddress &address) const
{
    QStringList command {u"key"_s, u"compromise"_s, Texts::keyId(key)};
    if (revokes) {
        const QString time = before
            ? QDateTime::fromMSecsSinceEpoch(*before, QTimeZone::UTC).toString(Qt::ISODateWithMs)
            : u"now"_s;
        command << option("revoke-created-before"_L1, time) << option("reason"_L1, reason);
        if (!ticket.isEmpty())
            command.append(option("ticket"_L1, ticket));
        command.append(u"--yes"_s);
    }
    QStringList lines {AxessctlLine::shell(AxessctlLine(address).with(command))};
    if (rotates)
        lines.append(rotation().line(address));
    return lines.join(u'\n');
}

QString KeyLine::shell(const QStringList &command) const
{
    return AxessctlLine::shell(AxessctlLine(m_address).with(command));
}

QString KeyLine::add(const QString &purpose) const
{
    return shell({u"key"_s, u"add"_s, option("purpose"_L1, purpose)});
}

QString KeyLine::activate(quint32 key) const
{
    return shell({u"key"_s, u"activate"_s, Texts::keyId(key)});
}

QString KeyLine::retire(quint32 key) const
{
    return shell({u"key"_s, u"retire"_s, Texts::keyId(key)});
}

QString KeyLine::verify() const
{
    return shell({u"key"_s, u"verify"_s});
}

QString KeyLine::addRootKey(const QString &file) const
{
    return shell({u"root-key"_s, u"change"_s, option("new-root-key-file"_L1, file)});
}

QString KeyLine::finishRootKey(const QString &file) const
{
    StoreAddress address = m_address;
    address.rootKeyFile = file;
    return AxessctlLine::shell(AxessctlLine(address).with({u"root-key"_s, u"change"_s, u"--finish"_s}));
}

} // namespace Axess
