// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "auditlines_p.h"

#include "storeaudit_p.h"

#include <algorithm>
#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int entriesAtOnce = 500;
constexpr qint64 bytesAtOnce = 256 * 1024;

} // namespace

// The head's entry may stand there only, until the next one comes.
Result<QList<QByteArray>> StoreAuditLines::last()
{
    StoreCore &core = m_store->core();
    const auto head = AuditHead::read(core);
    if (!head)
        return std::unexpected(head.error());
    const auto log = AuditLog::read(core, head->behind);
    if (!log)
        return std::unexpected(log.error());
    QList<QByteArray> lines = log->lines;
    if (!head->line.code.isEmpty() && !lines.contains(head->line.bytes()))
        lines.append(head->line.bytes());
    std::ranges::reverse(lines);
    m_before = head->behind + 1;
    return lines;
}

// Positions rise from 1; where some are left out, a step back finds fewer.
Result<QList<QByteArray>> StoreAuditLines::next()
{
    if (!m_before) {
        auto lines = last();
        if (!lines || !lines->isEmpty())
            return lines;
    }
    while (*m_before > 1) {
        StoreCore &core = m_store->core();
        const qint64 from = std::max<qint64>(0, *m_before - 1 - entriesAtOnce);
        const auto some
            = core.storage().run(Verb::ReadLog, core.deadline(), [&](StorageConnection &connection) {
                  return connection.read(StoreAudit::Log.toString(), from, int(*m_before - 1 - from));
              });
        if (!some)
            return std::unexpected(some.error());
        QList<QByteArray> lines;
        for (auto entry = some->crbegin(); entry != some->crend(); ++entry) {
            if (entry->position < *m_before)
                lines.append(entry->bytes);
        }
        m_before = from + 1;
        if (!lines.isEmpty())
            return lines;
    }
    return QList<QByteArray>();
}

Result<void> FileAuditLines::open()
{
    auto file = AuditFile(m_path).open();
    if (!file)
        return std::unexpected(file.error());
    struct stat status = {};
    if (::fstat((*file)->value(), &status) != 0)
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"The audit file %1 cannot be read"_s.arg(m_path)));
    m_file = *std::move(file);
    m_end = status.st_size;
    return {};
}

// A last line without its end was cut off, or is being written.
Result<QList<QByteArray>> FileAuditLines::next()
{
    if (const auto opened = m_file ? Result<void>() : open(); !opened)
        return std::unexpected(opened.error());
    QList<QByteArray> lines;
    while (m_end > 0 && lines.isEmpty()) {
        const qint64 begin = std::max<qint64>(0, m_end - bytesAtOnce);
        QByteArray block(m_end - begin, Qt::Uninitialized);
        const auto read = ::pread(m_file->value(), block.data(), std::size_t(block.size()), begin);
        if (read != block.size())
            return std::unexpected(
                Error(ErrorCode::Unavailable, u"The audit file %1 cannot be read"_s.arg(m_path)));
        lines = (block + m_rest).split('\n');
        m_end = begin;
        if (m_isCutOff) {
            lines.removeLast();
            m_isCutOff = lines.isEmpty();
        }
        m_rest = begin > 0 && !lines.isEmpty() ? lines.takeFirst() : QByteArray();
        lines.removeAll(QByteArray());
        if (m_rest.size() > bytesAtOnce)
            return std::unexpected(
                Error(ErrorCode::Corrupt, u"The file %1 is no copy of an audit trail"_s.arg(m_path)));
    }
    std::ranges::reverse(lines);
    return lines;
}

} // namespace Axess
