// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "frozenset_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Stored since 0.1: format · length of the name before · that name · ids of 16 bytes.
constexpr char Format = 1;

Error incomplete(const QString &name)
{
    return Error(ErrorCode::Corrupt,
                 u"A part of the job's set, \"%1\", is not there or was altered; nothing was done with it. "
                 "Cancel the job and choose anew"_s.arg(name));
}

} // namespace

QByteArray encodePart(const SetPart &part)
{
    QByteArray bytes;
    bytes.reserve(2 + part.before.size() + part.ids.size() * SessionId::Size);
    bytes.append(Format).append(char(part.before.size())).append(part.before);
    for (const SessionId &id : part.ids)
        bytes.append(id.view());
    return bytes;
}

Result<SetPart> decodePart(const QByteArray &bytes)
{
    const qsizetype head = bytes.size() < 2 ? 0 : 2 + qsizetype(quint8(bytes[1]));
    if (head == 0 || bytes[0] != Format || head > bytes.size() || (bytes.size() - head) % SessionId::Size != 0
        || (bytes.size() - head) / SessionId::Size > SetPart::MostIds)
        return std::unexpected(Error(ErrorCode::Corrupt, u"The document is no part of a set"_s));
    SetPart part;
    part.before = bytes.mid(2, head - 2);
    for (qsizetype at = head; at < bytes.size(); at += SessionId::Size)
        part.ids.append(*SessionId::fromBytes(QByteArrayView(bytes).sliced(at, SessionId::Size)));
    return part;
}

Result<QByteArray> FrozenSet::addAll(std::span<const SessionId> ids)
{
    QByteArray last;
    for (std::size_t begin = 0; begin < ids.size(); begin += SetPart::MostIds) {
        const auto some = ids.subspan(begin, std::min<std::size_t>(SetPart::MostIds, ids.size() - begin));
        const auto name = add({last, QList<SessionId>(some.begin(), some.end())});
        if (!name)
            return name;
        last = *name;
    }
    return last;
}

QString StoredSet::documentOf(const QByteArray &name) const
{
    return u"%1%2/%3"_s.arg(DocumentName::JobSetPrefix, m_job, QString::fromLatin1(name));
}

// Under a name that nobody had: a late write of one who lost the job changes nothing of another's.
Result<QByteArray> StoredSet::add(const SetPart &part)
{
    const auto random = m_core.randomName();
    if (!random)
        return random;
    const QByteArray name = random->toHex();
    return m_core.documents()
        .write(documentOf(name), encodePart(part), 0, m_core.deadline())
        .transform([&](quint64) { return name; });
}

Result<SetPart> StoredSet::part(const QByteArray &name) const
{
    const auto document = m_core.documents().read(documentOf(name), m_core.deadline());
    if (!document)
        return std::unexpected(document.error());
    if (!*document)
        return std::unexpected(incomplete(documentOf(name)));
    return decodePart((*document)->content);
}

Result<void> StoredSet::remove(StoreCore &core, const QString &job)
{
    const QString prefix = u"%1%2/"_s.arg(DocumentName::JobSetPrefix, job);
    const Deadline deadline = core.deadline();
    for (;;) {
        const auto page = core.storage().run(Verb::Documents, deadline, [&](StorageConnection &connection) {
            return connection.documents(prefix, {}, 20);
        });
        if (!page)
            return std::unexpected(page.error());
        for (const StoredDocument &document : page->documents) {
            const auto removed = removeDocument(core.storage(), document.name, document.revision, deadline);
            if (!removed)
                return removed;
        }
        if (page->documents.isEmpty())
            return {};
    }
}

Result<QByteArray> LocalSet::add(const SetPart &part)
{
    const QByteArray name = QByteArray::number(qsizetype(m_parts.size()));
    m_parts.emplace(name, part);
    return name;
}

Result<SetPart> LocalSet::part(const QByteArray &name) const
{
    const auto found = m_parts.find(name);
    return found == m_parts.end() ? Result<SetPart>(std::unexpected(incomplete(QString::fromLatin1(name))))
                                  : Result<SetPart>(found->second);
}

} // namespace Axess
