// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "copysteps_p.h"

// The application's own values, which a copy brings along.

using namespace Qt::StringLiterals;

namespace Axess {

Result<void> CopySteps::values(CopyPlace &place, int rows)
{
    const auto page
        = m_source.storage().run(Verb::Documents, m_source.deadline(), [&](StorageConnection &connection) {
              return connection.documents(DocumentName::ValuePrefix.toString(), place.cursor, rows);
          });
    if (!page)
        return std::unexpected(page.error());
    QList<Value> differing;
    for (const StoredDocument &document : page->documents) {
        if (const auto examined = examine(document, differing); !examined)
            return examined;
    }
    if (const auto written = write(differing); !written)
        return written;
    m_step.counts[u"values"_s] += page->documents.size();
    place.cursor = page->next;
    if (place.cursor.isEmpty())
        place.go(CopyPhase::StaleValues);
    return {};
}

// What was removed in the source since an earlier run copied it: a password for one time would be good again.
Result<void> CopySteps::staleValues(CopyPlace &place, int rows)
{
    const auto page
        = m_target.storage().run(Verb::Documents, m_target.deadline(), [&](StorageConnection &connection) {
              return connection.documents(DocumentName::ValuePrefix.toString(), place.cursor, rows);
          });
    if (!page)
        return std::unexpected(page.error());
    QList<StoredDocument> stale;
    for (const StoredDocument &document : page->documents) {
        const auto standing = readDocument(m_source.storage(), document.name, m_source.deadline());
        if (!standing)
            return std::unexpected(standing.error());
        if (!*standing)
            stale.append(document);
    }
    if (const auto asked = stale.isEmpty() ? Result<void>() : mayWrite(); !asked)
        return asked;
    for (const StoredDocument &document : std::as_const(stale)) {
        const auto removed
            = removeDocument(m_target.storage(), document.name, document.revision, m_target.deadline());
        if (!removed)
            return removed;
    }
    place.cursor = page->next;
    if (place.cursor.isEmpty())
        place.go(CopyPhase::Events);
    return {};
}

Result<void> CopySteps::examine(const StoredDocument &document, QList<Value> &differing)
{
    // Sealed documents are bound to their store and are sealed anew.
    const auto content = m_source.documents().content(document, m_source.deadline());
    if (!content)
        return std::unexpected(content.error());
    const auto standing = m_target.documents().read(document.name, m_target.deadline());
    if (!standing)
        return std::unexpected(standing.error());
    if (!*standing || (*standing)->content != *content)
        differing.append({document.name, *content, *standing ? (*standing)->revision : 0});
    return {};
}

Result<void> CopySteps::write(const QList<Value> &differing)
{
    if (const auto asked = differing.isEmpty() ? Result<void>() : mayWrite(); !asked)
        return asked;
    for (const Value &value : differing) {
        const auto written
            = m_target.documents().write(value.name, value.content, value.revision, m_target.deadline());
        if (!written)
            return std::unexpected(written.error());
    }
    return {};
}

} // namespace Axess
