// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storeaudit_p.h"

#include <axess/logging.h>

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qset.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int entriesAtOnce = 500;

Result<qint64> appendLine(StorageAccess &storage, const Deadline &deadline, const QByteArray &line)
{
    return storage.run(Verb::AppendLog, deadline, [&](StorageConnection &connection) {
        return connection.append(StoreAudit::Log.toString(), std::span(&line, 1));
    });
}

} // namespace

Result<AuditHead> AuditHead::read(StoreCore &core)
{
    return read(core.storage(), core.options().callDeadline);
}

Result<AuditHead> AuditHead::read(StorageAccess &storage, std::chrono::milliseconds callTime)
{
    const auto stored = readDocument(storage, DocumentName::AuditHead.toString(), Deadline::in(callTime));
    if (!stored)
        return std::unexpected(stored.error());
    AuditHead head;
    head.revision = *stored ? (*stored)->revision : 0;
    const QJsonObject object = *stored ? QJsonDocument::fromJson((*stored)->bytes).object() : QJsonObject();
    head.behind = object.value(u"behind"_s).toInteger();
    if (const auto line = AuditLine::parse(object.value(u"line"_s).toString().toUtf8())) {
        head.line = *line;
        return head;
    }
    // There is none yet, or it was removed or altered: the chain goes on behind what the log has.
    return AuditLog::read(storage, 0, callTime).transform([&](const AuditLog &log) {
        head.behind = 0;
        for (const QByteArray &bytes : log.lines) {
            const auto line = AuditLine::parse(bytes);
            head.line = line ? *line : head.line;
        }
        return head;
    });
}

QByteArray AuditHead::bytes() const
{
    return QJsonDocument(QJsonObject {{u"line"_s, QString::fromUtf8(line.bytes())}, {u"behind"_s, behind}})
        .toJson(QJsonDocument::Compact);
}

Result<AuditLog> AuditLog::read(StoreCore &core, qint64 position, const GoOn &goOn)
{
    return read(core.storage(), position, core.options().callDeadline, goOn);
}

Result<AuditLog> AuditLog::read(StorageAccess &storage, qint64 position, std::chrono::milliseconds callTime,
                                const GoOn &goOn)
{
    AuditLog log;
    log.last = position;
    QSet<QByteArray> seen;
    for (;;) {
        const auto some
            = storage.run(Verb::ReadLog, Deadline::in(callTime), [&](StorageConnection &connection) {
                  return connection.read(StoreAudit::Log.toString(), log.last, entriesAtOnce);
              });
        if (!some)
            return std::unexpected(some.error());
        for (const LogEntry &entry : *some) {
            // Two who found one missing have both appended it.
            if (const auto before = seen.size(); seen.insert(entry.bytes), seen.size() > before)
                log.lines.append(entry.bytes);
            log.last = entry.position;
        }
        if (some->size() < entriesAtOnce)
            return log;
        if (goOn && !goOn(log.lines.size())) {
            log.isWhole = false;
            return log;
        }
    }
}

Result<qint64> StoreAudit::settle(StorageAccess &storage, const AuditHead &head)
{
    if (head.line.code.isEmpty())
        return 0;
    const auto log = AuditLog::read(storage, head.behind, m_core.options().callDeadline);
    if (!log)
        return std::unexpected(log.error());
    if (log->lines.contains(head.line.bytes()))
        return log->last;
    return appendLine(storage, m_core.deadline(), head.line.bytes());
}

// Kept from the moment that it stands in the head.
Result<AuditLine> StoreAudit::chained(AuditEntry entry)
{
    const Deadline deadline = m_core.deadline();
    const auto ring = m_core.ring().current();
    for (;;) {
        // One store for all of it: revisions and positions are its own.
        StoreSide &side = m_core.side();
        StorageAccess &storage = side.storage;
        const auto head = AuditHead::read(storage, m_core.options().callDeadline);
        const auto behind = head.and_then([&](const AuditHead &known) { return settle(storage, known); });
        if (!behind)
            return std::unexpected(behind.error());
        entry.number = head->line.entry.number + 1;
        entry.at = m_core.time().now();
        const auto line = AuditLine::make(entry, head->line.code, ring.get());
        if (!line)
            return line;
        const AuditHead next {*line, *behind, 0};
        const auto put = putDocument(storage, DocumentName::AuditHead.toString(), next.bytes(),
                                     head->revision, deadline);
        if (put)
            return line;
        const bool hasMoved = &side != &m_core.side() && put.error().outcome() == Outcome::NotApplied;
        if ((put.error().code() != ErrorCode::Conflict && !hasMoved) || deadline.hasPassed())
            return std::unexpected(put.error());
    }
}

Result<quint64> StoreAudit::record(AuditEntry entry)
{
    const std::scoped_lock lock(m_mutex);
    entry.by = m_options.by;
    const auto file
        = m_options.file.isEmpty() ? Result<std::unique_ptr<FileDescriptor>>(nullptr) : m_file.lock();
    if (!file && m_options.policy == AuditPolicy::Require)
        return std::unexpected(file.error());
    const auto line = chained(entry);
    if (!line)
        return std::unexpected(line.error());
    if (const auto appended = appendLine(m_core.storage(), m_core.deadline(), line->bytes()); !appended)
        qCWarning(storeLog, "An audit entry stands in its head only, until the next one comes: %ls",
                  qUtf16Printable(appended.error().message()));
    const auto copied = !file ? Result<void>(std::unexpected(file.error()))
        : *file               ? m_file.append(**file, line->bytes())
                              : Result<void>();
    if (!copied && m_options.policy == AuditPolicy::Require)
        return std::unexpected(copied.error());
    if (!copied)
        qCWarning(storeLog, "An audit entry is in the store only. %ls",
                  qUtf16Printable(copied.error().message()));
    return line->entry.number;
}

Result<quint64> StoreAudit::intend(const AuditAct &act)
{
    AuditEntry entry;
    entry.act = act.act;
    entry.what = act.what;
    entry.reason = act.reason;
    const auto number = record(entry);
    if (number)
        return number;
    if (m_options.policy == AuditPolicy::Require)
        return std::unexpected(number.error().within(u"Nothing was done, since it cannot be recorded"_s));
    qCWarning(storeLog, "“%ls” is not in the audit trail: %ls", qUtf16Printable(act.act),
              qUtf16Printable(number.error().message()));
    return 0;
}

void StoreAudit::conclude(quint64 intent, const AuditAct &act, const std::optional<Error> &failure)
{
    AuditEntry entry;
    entry.phase = failure ? AuditPhase::Failed : AuditPhase::Done;
    entry.intent = intent;
    entry.act = act.act;
    entry.what = act.what;
    if (failure)
        entry.result = errorCodeName(failure->code()) + u": "_s + failure->message();
    if (const auto number = record(entry); !number)
        qCWarning(storeLog, "What became of “%ls” is not in the audit trail: %ls", qUtf16Printable(act.act),
                  qUtf16Printable(number.error().message()));
}

} // namespace Axess
