// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "documentbox_p.h"

#include "crypto/document_p.h"
#include "ringkeeper_p.h"
#include "storeidentity_p.h"
#include "storage/storageaccess_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

bool DocumentName::isSealed(QStringView name)
{
    return name == Control || name == ServerHistory || name.startsWith(JobPrefix)
        || name.startsWith(JobSetPrefix) || name.startsWith(ValuePrefix);
}

Result<std::optional<StoredDocument>> readDocument(StorageAccess &storage, const QString &name,
                                                   const Deadline &deadline)
{
    return storage.run(Verb::Document, deadline,
                       [&](StorageConnection &connection) { return connection.document(name); });
}

Result<quint64> putDocument(StorageAccess &storage, const QString &name, const QByteArray &bytes,
                            quint64 expectedRevision, const Deadline &deadline)
{
    return storage.run(Verb::PutDocument, deadline, [&](StorageConnection &connection) {
        return connection.putDocument(name, bytes, expectedRevision);
    });
}

Result<void> removeDocument(StorageAccess &storage, const QString &name, quint64 expectedRevision,
                            const Deadline &deadline)
{
    return storage.run(Verb::RemoveDocument, deadline, [&](StorageConnection &connection) {
        return connection.removeDocument(name, expectedRevision);
    });
}

Result<std::optional<DocumentBox::Document>> DocumentBox::read(const QString &name, const Deadline &deadline)
{
    const auto stored = readDocument(m_storage, name, deadline);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return std::nullopt;
    auto opened = content(**stored, deadline);
    if (!opened)
        return std::unexpected(opened.error().within(u"Document \"%1\""_s.arg(name)));
    return Document {(*stored)->revision, std::move(*opened)};
}

Result<bool> DocumentBox::isThere(const QString &name, const Deadline &deadline)
{
    return readDocument(m_storage, name, deadline).transform([](const std::optional<StoredDocument> &stored) {
        return stored.has_value();
    });
}

const QByteArray &DocumentBox::identity() const
{
    return m_ring.identity();
}

Result<void> DocumentBox::checkIdentity(const Deadline &deadline)
{
    const auto stored = readDocument(m_storage, DocumentName::Identity.toString(), deadline);
    if (!stored)
        return std::unexpected(stored.error());
    if (*stored) {
        const auto identity = StoreIdentity::fromBytes((*stored)->bytes);
        if (!identity)
            return std::unexpected(identity.error());
        if (identity->id == m_ring.identity())
            return {};
    }
    return std::unexpected(
        Error(ErrorCode::Unavailable,
              u"The store was emptied or replaced: what it says of itself is gone. Bring it back; or, to "
              "give its sessions up, initialise it and start this program again"_s));
}

Result<QByteArray> DocumentBox::content(const StoredDocument &document, const Deadline &deadline)
{
    if (m_ring.kind() == RingKind::NotSealed)
        return document.bytes;
    const QByteArray utf8 = document.name.toUtf8();
    const DocumentPlace place {m_ring.identity(), utf8, document.revision};
    auto ring = m_ring.ring();
    // The ring is followed by what this document says; so it may be the ring at hand that is old.
    const bool isClear = m_ring.isMixedAllowed() && !looksSealedDocument(document.bytes);
    if (ring && isClear && !(*ring)->opensClear())
        ring = m_ring.reread(deadline);
    if (!ring)
        return std::unexpected(ring.error());
    if (isClear && (*ring)->opensClear())
        return document.bytes;
    auto opened = openDocument(**ring, place, document.bytes);
    if (opened || opened.error().code() != ErrorCode::KeyMissing)
        return opened;
    const auto newer = m_ring.reread(deadline);
    return newer ? openDocument(**newer, place, document.bytes) : std::unexpected(newer.error());
}

Result<quint64> DocumentBox::write(const QString &name, const QByteArray &content, quint64 expectedRevision,
                                   const Deadline &deadline)
{
    if (m_ring.kind() == RingKind::NotSealed)
        return putDocument(m_storage, name, content, expectedRevision, deadline);
    // While a store is converted the ring at hand may be from before: nobody could read what it writes.
    const auto ring = m_ring.isMixedAllowed() ? m_ring.reread(deadline) : m_ring.ring();
    if (!ring)
        return std::unexpected(ring.error());
    if (!(*ring)->seals())
        return putDocument(m_storage, name, content, expectedRevision, deadline);
    const QByteArray utf8 = name.toUtf8();
    const auto sealed = sealDocument(**ring, DocumentPlace {m_ring.identity(), utf8, expectedRevision + 1},
                                     content, m_random);
    if (!sealed)
        return std::unexpected(sealed.error());
    return putDocument(m_storage, name, *sealed, expectedRevision, deadline);
}

} // namespace Axess
