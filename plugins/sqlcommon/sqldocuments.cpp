// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqldocuments.h"

#include <axess/cursor.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

std::unexpected<Error> movedOn(const QString &name)
{
    return std::unexpected(
        Error(ErrorCode::Conflict, u"The document %1 is of another revision than expected."_s.arg(name)));
}

StoredDocument readDocument(const SqlStatement &row)
{
    return {row.text(0), quint64(row.integer(1)), row.bytes(2)};
}

} // namespace

Result<std::optional<StoredDocument>> SqlDocuments::document(const QString &name)
{
    std::optional<StoredDocument> found;
    const auto read = m_link.query(u"SELECT name, revision, bytes FROM axess_document WHERE name = ?"_s,
                                   SqlValues {name}, [&](const SqlStatement &row) -> Result<void> {
                                       found = readDocument(row);
                                       return {};
                                   });
    if (!read)
        return std::unexpected(read.error());
    return found;
}

Result<quint64> SqlDocuments::put(const QString &name, const QByteArray &bytes, quint64 expectedRevision)
{
    const auto changed = expectedRevision == 0
        ? m_link.change(m_link.texts().insertDocument, SqlValues {name, SqlBytes {bytes}})
        : m_link.change(u"UPDATE axess_document SET revision = revision + 1, bytes = ?"
                        " WHERE name = ? AND revision = ?"_s,
                        SqlValues {SqlBytes {bytes}, name, qint64(expectedRevision)});
    if (!changed)
        return std::unexpected(changed.error());
    if (*changed == 0)
        return movedOn(name);
    return expectedRevision + 1;
}

Result<void> SqlDocuments::remove(const QString &name, quint64 expectedRevision)
{
    const auto changed = m_link.change(u"DELETE FROM axess_document WHERE name = ? AND revision = ?"_s,
                                       SqlValues {name, qint64(expectedRevision)});
    if (!changed)
        return std::unexpected(changed.error());
    if (*changed > 0)
        return {};
    const auto standing
        = m_link.number(u"SELECT revision FROM axess_document WHERE name = ?"_s, SqlValues {name});
    if (!standing)
        return std::unexpected(standing.error());
    if (standing->has_value())
        return movedOn(name);
    return {};
}

Result<DocumentPage> SqlDocuments::list(const QString &prefix, const QByteArray &cursor, int limit)
{
    const Cursor list = Cursor::ofDocuments(prefix);
    const auto behind = list.name(cursor);
    if (!behind)
        return std::unexpected(behind.error());
    DocumentPage page;
    // No name holds a NUL, and not every database takes one.
    if (prefix.contains(QChar(u'\0')))
        return page;
    const QString start = *behind ? u"name > ?"_s : u"name >= ?"_s;
    const QByteArray from = behind->value_or(prefix.toUtf8());
    const auto read = m_link.query(
        u"SELECT name, revision, bytes FROM axess_document WHERE %1 ORDER BY name LIMIT ?"_s.arg(start),
        SqlValues {SqlText {from}, qint64(limit) + 1}, [&](const SqlStatement &row) -> Result<void> {
            const StoredDocument document = readDocument(row);
            if (!document.name.startsWith(prefix))
                return {};
            if (page.documents.size() == limit)
                page.next = list.at(page.documents.constLast().name.toUtf8());
            else
                page.documents.append(document);
            return {};
        });
    if (!read)
        return std::unexpected(read.error());
    return page;
}

Result<qint64> SqlDocuments::append(const QString &log, std::span<const QByteArray> entries)
{
    const SqlTexts &texts = m_link.texts();
    if (const auto locked = m_link.later(texts.lockLogs); !locked)
        return std::unexpected(locked.error());
    const auto appended = m_link.each(texts.insertLogEntry, entries.size(), [&](size_t i, SqlValues &values) {
        values = {log, SqlBytes {entries[i]}, log};
    });
    if (!appended)
        return std::unexpected(appended.error());
    return m_link.number(u"SELECT MAX(position) FROM axess_audit WHERE log = ?"_s, SqlValues {log})
        .transform([](std::optional<qint64> position) { return position.value_or(0); });
}

Result<QList<LogEntry>> SqlDocuments::read(const QString &log, qint64 position, int limit)
{
    QList<LogEntry> entries;
    const auto read = m_link.query(
        u"SELECT position, bytes FROM axess_audit WHERE log = ? AND position > ? ORDER BY position LIMIT ?"_s,
        SqlValues {log, position, qint64(limit)}, [&](const SqlStatement &row) -> Result<void> {
            entries.append({row.integer(0), row.bytes(1)});
            return {};
        });
    if (!read)
        return std::unexpected(read.error());
    return entries;
}

Result<quint64> SqlDocuments::generation(const TenantId &tenant, const UserId &user)
{
    return m_link
        .number(m_link.texts().userGeneration, SqlValues {SqlText {tenant.utf8()}, SqlText {user.utf8()}})
        .transform([](std::optional<qint64> generation) { return quint64(generation.value_or(0)); });
}

Result<quint64> SqlDocuments::raise(const TenantId &tenant, const UserId &user)
{
    return m_link.change(m_link.texts().raiseUser, SqlValues {SqlText {tenant.utf8()}, SqlText {user.utf8()}})
        .and_then([&](qint64) { return generation(tenant, user); });
}

Result<void> SqlDocuments::putGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast)
{
    return m_link
        .change(m_link.texts().putGeneration,
                SqlValues {SqlText {tenant.utf8()}, SqlText {user.utf8()}, qint64(atLeast)})
        .transform([](qint64) { });
}

} // namespace Axess
