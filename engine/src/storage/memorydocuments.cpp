// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/memoryconnection_p.h"

#include <axess/callrules.h>

#include <algorithm>
#include <iterator>
#include <mutex>

using namespace Qt::StringLiterals;

// What a store keeps beside sessions: documents, events, logs, generations, and itself.

namespace Axess {

namespace {

constexpr int SchemaVersion = 1;

std::unexpected<Error> movedOn(const QString &name)
{
    return std::unexpected(
        Error(ErrorCode::Conflict, u"The document %1 is of another revision than expected."_s.arg(name)));
}

} // namespace

Result<std::optional<StoredDocument>> MemoryConnection::document(const QString &name)
{
    return readable(CallRules::checkName(name)).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        const auto found = m_store->documents().find(name.toUtf8());
        return found == m_store->documents().end() ? std::nullopt : std::optional(found->second);
    });
}

Result<quint64> MemoryConnection::putDocument(const QString &name, const QByteArray &bytes,
                                              quint64 expectedRevision)
{
    return writable(CallRules::checkName(name)).and_then([&]() -> Result<quint64> {
        const std::unique_lock lock(m_store->mutex());
        const auto standing = m_store->documents().find(name.toUtf8());
        const quint64 revision = standing == m_store->documents().end() ? 0 : standing->second.revision;
        if (revision != expectedRevision)
            return movedOn(name);
        m_store->documents()[name.toUtf8()] = {name, revision + 1, bytes};
        return revision + 1;
    });
}

Result<void> MemoryConnection::removeDocument(const QString &name, quint64 expectedRevision)
{
    return writable(CallRules::checkName(name)).and_then([&]() -> Result<void> {
        const std::unique_lock lock(m_store->mutex());
        const auto standing = m_store->documents().find(name.toUtf8());
        if (standing == m_store->documents().end())
            return {};
        if (standing->second.revision != expectedRevision)
            return movedOn(name);
        m_store->documents().erase(standing);
        return {};
    });
}

Result<DocumentPage> MemoryConnection::documents(const QString &prefix, const QByteArray &cursor, int limit)
{
    const Cursor list = Cursor::ofDocuments(prefix);
    const auto from = list.name(cursor);
    if (!from)
        return std::unexpected(from.error());
    return readable(CallRules::checkLimit(limit)).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        const MemoryStore::Documents &documents = m_store->documents();
        const QByteArray start = prefix.toUtf8();
        DocumentPage page;
        auto at = *from ? documents.upper_bound(**from) : documents.lower_bound(start);
        for (; at != documents.end() && at->first.startsWith(start); ++at) {
            if (page.documents.size() == limit) {
                page.next = list.at(page.documents.constLast().name.toUtf8());
                break;
            }
            page.documents.append(at->second);
        }
        return page;
    });
}

Result<void> MemoryConnection::appendEvents(std::span<const Event> events)
{
    return writable(CallRules::check(events)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        for (const Event &event : events)
            m_store->note(event);
    });
}

Result<QList<Event>> MemoryConnection::events(qint64 position, int limit)
{
    return readable(CallRules::checkLimit(limit)).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        return m_store->events().behind(position, limit);
    });
}

Result<QList<Event>> MemoryConnection::eventsOf(const TenantId &tenant, const UserId &user, int limit)
{
    const auto rules = CallRules::checkNamed(user).and_then([&] { return CallRules::checkLimit(limit); });
    return readable(rules).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        const MemoryUser *known = m_store->user(tenant, user);
        return known ? m_store->events().newestOf(*known, limit) : QList<Event>();
    });
}

Result<qint64> MemoryConnection::trimEvents(qint64 before, qint64 upTo, int limit)
{
    return writable(CallRules::checkLimit(limit)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        return m_store->trimEvents(before, upTo, limit);
    });
}

Result<qint64> MemoryConnection::append(const QString &log, std::span<const QByteArray> entries)
{
    const auto rules = CallRules::checkName(log).and_then(
        [&] { return CallRules::checkEntries(qsizetype(entries.size())); });
    return writable(rules).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        QList<QByteArray> &written = m_store->logs()[log];
        std::ranges::copy(entries, std::back_inserter(written));
        return qint64(written.size());
    });
}

Result<QList<LogEntry>> MemoryConnection::read(const QString &log, qint64 position, int limit)
{
    const auto rules = CallRules::checkName(log).and_then([&] { return CallRules::checkLimit(limit); });
    return readable(rules).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        const QList<QByteArray> written = m_store->logs().value(log);
        QList<LogEntry> entries;
        for (qint64 at = std::max<qint64>(position, 0); at < written.size() && entries.size() < limit; ++at)
            entries.append({at + 1, written[at]});
        return entries;
    });
}

Result<quint64> MemoryConnection::userGeneration(const TenantId &tenant, const UserId &user)
{
    return readable(CallRules::checkNamed(user)).transform([&] {
        const std::shared_lock lock(m_store->mutex());
        return m_store->generation(tenant, user);
    });
}

Result<quint64> MemoryConnection::raiseUser(const TenantId &tenant, const UserId &user)
{
    return writable(CallRules::checkNamed(user)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        return m_store->raise(tenant, user, m_store->generation(tenant, user) + 1);
    });
}

Result<void> MemoryConnection::putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast)
{
    return writable(CallRules::checkNamed(user)).transform([&] {
        const std::unique_lock lock(m_store->mutex());
        m_store->raise(tenant, user, atLeast);
    });
}

// Who is in the process may do all.
Result<AccountRights> MemoryConnection::rights()
{
    return readable().transform([] { return AccountRights {true, true, true, true, true, true}; });
}

Result<QList<Fact>> MemoryConnection::inspect()
{
    return readable().transform([&] {
        const std::shared_lock lock(m_store->mutex());
        return QList<Fact> {
            {u"backend"_s, u"memory"_s},
            {u"sessions"_s, QString::number(m_store->rowCount())},
            {u"events"_s, QString::number(m_store->events().count())},
            {u"documents"_s, QString::number(m_store->documents().size())},
            {u"tombstones"_s, QString::number(m_store->tombstones().size())},
        };
    });
}

Result<qint64> MemoryConnection::ping()
{
    return readable().transform([&] { return m_clock->now(); });
}

Result<void> MemoryConnection::initSchema()
{
    return writable();
}

Result<SchemaState> MemoryConnection::schema()
{
    return readable().transform([] {
        return SchemaState {
            .exists = true, .written = SchemaVersion, .readableFrom = SchemaVersion, .mine = SchemaVersion};
    });
}

Result<void> MemoryConnection::upgradeSchema()
{
    return writable();
}

} // namespace Axess
