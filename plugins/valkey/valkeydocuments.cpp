// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeydocuments.h"

#include "valkeyerrors.h"
#include "valkeyorders.h"
#include "valkeyrow.h"

#include <QtCore/qendian.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr auto Confirmed = ValkeyNet::Durability::Confirmed;

Error movedOn(const QString &name)
{
    return Error(ErrorCode::Conflict, u"The document %1 is of another revision than expected."_s.arg(name));
}

Result<quint64> numberOf(const Result<ValkeyReply> &reply)
{
    if (!reply)
        return std::unexpected(reply.error());
    return reply->view().isInteger() ? quint64(reply->view().integer()) : reply->view().bytes().toULongLong();
}

} // namespace

ValkeyCommand ValkeyDocuments::onDocument(const ValkeyScript &script, const QByteArray &name) const
{
    const ValkeyKey key = m_net.keys().document(name);
    const QByteArray names[] {key.name, m_net.keys().documentIndex(ValkeyKeys::documentBucket(name)).name};
    ValkeyCommand command(script, key.slot, names);
    command << name;
    return command;
}

Result<std::vector<std::optional<StoredDocument>>> ValkeyDocuments::documents(
    std::span<const QByteArray> names)
{
    if (names.empty())
        return {};
    ValkeyCommands commands;
    for (const QByteArray &name : names) {
        const ValkeyKey key = m_net.keys().document(name);
        commands.emplace_back("GET", key.slot);
        commands.back() << key.name;
    }
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    std::vector<std::optional<StoredDocument>> found;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const QByteArrayView bytes = (*replies)[i]->bytes();
        if ((*replies)[i]->isNull())
            found.emplace_back();
        else if (bytes.size() < 8)
            return std::unexpected(ValkeyErrors::damaged());
        else
            found.emplace_back(StoredDocument {QString::fromUtf8(names[i]),
                                               qFromBigEndian<quint64>(bytes.data()),
                                               bytes.sliced(8).toByteArray()});
    }
    return found;
}

Result<std::optional<StoredDocument>> ValkeyDocuments::document(const QString &name)
{
    const QByteArray utf8 = name.toUtf8();
    return documents(std::span(&utf8, 1)).transform([](const auto &found) { return found.front(); });
}

Result<quint64> ValkeyDocuments::put(const QString &name, const QByteArray &bytes, quint64 expectedRevision)
{
    ValkeyCommand command = onDocument(m_net.scripts().putDocument, name.toUtf8());
    command << ValkeyRow::number(expectedRevision) << ValkeyRow::number(expectedRevision + 1) << bytes;
    return m_net.ask(command, Confirmed).and_then([&](const ValkeyReply &reply) -> Result<quint64> {
        if (reply.view().integer() == 0)
            return std::unexpected(movedOn(name));
        return expectedRevision + 1;
    });
}

Result<void> ValkeyDocuments::remove(const QString &name, quint64 expectedRevision)
{
    ValkeyCommand command = onDocument(m_net.scripts().removeDocument, name.toUtf8());
    command << ValkeyRow::number(expectedRevision);
    return m_net.ask(command, Confirmed).and_then([&](const ValkeyReply &reply) -> Result<void> {
        if (reply.view().integer() == 0)
            return std::unexpected(movedOn(name));
        return {};
    });
}

Result<DocumentPage> ValkeyDocuments::page(const QString &prefix, const std::optional<QByteArray> &from,
                                           int limit)
{
    std::vector<ValkeyKey> keys;
    for (int bucket = 0; bucket < ValkeyKeys::DocumentBuckets; ++bucket)
        keys.push_back(m_net.keys().documentIndex(bucket));
    const QByteArray begin = prefix.toUtf8();
    // No byte of UTF-8 is 0xff.
    ValkeyMerge walk(m_net,
                     ValkeyByName(std::move(keys), from ? '(' + *from : '[' + begin, '(' + begin + '\xff'),
                     ValkeyKeys::DocumentBuckets, std::optional<QByteArray>(), std::size_t(limit));
    DocumentPage page;
    const auto wanted = std::size_t(limit) + 1;
    for (;;) {
        const auto names = walk.next(wanted);
        if (!names)
            return std::unexpected(names.error());
        const auto found = documents(*names);
        if (!found)
            return std::unexpected(found.error());
        for (const auto &document : *found) {
            if (!document)
                continue; // It went in between.
            if (page.documents.size() == limit) {
                page.next = Cursor::ofDocuments(prefix).at(page.documents.constLast().name.toUtf8());
                return page;
            }
            page.documents.append(*document);
        }
        if (names->size() < wanted)
            return page;
    }
}

Result<qint64> ValkeyDocuments::append(const QString &log, std::span<const QByteArray> entries)
{
    const ValkeyKey key = m_net.keys().log(log.toUtf8());
    ValkeyCommand command(entries.empty() ? "LLEN" : "RPUSH", key.slot,
                          entries.empty() ? ValkeyCommand::Kind::Reads : ValkeyCommand::Kind::Writes);
    command << key.name;
    for (const QByteArray &entry : entries)
        command << entry;
    return m_net.ask(command, Confirmed).transform([](const ValkeyReply &reply) {
        return reply.view().integer();
    });
}

Result<QList<LogEntry>> ValkeyDocuments::read(const QString &log, qint64 position, int limit)
{
    const ValkeyKey key = m_net.keys().log(log.toUtf8());
    const qint64 from = std::max<qint64>(position, 0);
    ValkeyCommand command("LRANGE", key.slot);
    command << key.name << from << from + limit - 1;
    return m_net.ask(command).transform([&](const ValkeyReply &reply) {
        QList<LogEntry> entries;
        for (int i = 0; i < reply.view().size(); ++i)
            entries.append({from + i + 1, reply[i].copy()});
        return entries;
    });
}

Result<quint64> ValkeyDocuments::generation(const TenantId &tenant, const UserId &user)
{
    const ValkeyUserKeys keys = m_net.keys().user(tenant, user);
    ValkeyCommand command("GET", keys.slot);
    command << keys.generation;
    return numberOf(m_net.ask(command));
}

Result<quint64> ValkeyDocuments::raise(const TenantId &tenant, const UserId &user)
{
    const ValkeyUserKeys keys = m_net.keys().user(tenant, user);
    ValkeyCommand command("INCR", keys.slot, ValkeyCommand::Kind::Writes);
    command << keys.generation;
    const auto raised = numberOf(m_net.ask(command, Confirmed));
    if (raised)
        m_net.endings().note({{}, ValkeyEndings::Kind::Final, atLeast(keys, *raised), {}});
    return raised;
}

ValkeyCommand ValkeyDocuments::atLeast(const ValkeyUserKeys &keys, quint64 generation) const
{
    ValkeyCommand command(m_net.scripts().generation, keys.slot, std::span(&keys.generation, 1));
    command << QByteArray::number(generation);
    return command;
}

Result<void> ValkeyDocuments::putGeneration(const TenantId &tenant, const UserId &user, quint64 generation)
{
    return m_net.ask(atLeast(m_net.keys().user(tenant, user), generation), Confirmed)
        .transform([](const ValkeyReply &) { });
}

} // namespace Axess
