// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "connection.h"
#include "keys.h"

#include <axess/callrules.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using enum Transaction::Direction;

// What a store keeps beside sessions: documents, events, logs, generations, and itself.

namespace {

constexpr int SchemaVersion = 1;
const QByteArray Schema = QByteArrayLiteral("schema");

// A document is its revision and its bytes.
StoredDocument documentOf(const QByteArray &name, const QByteArray &value)
{
    return {QString::fromUtf8(name), quint64(Keys::numberOf(value)), value.sliced(8)};
}

std::unexpected<Error> movedOn(const QString &name)
{
    return std::unexpected(
        Error(ErrorCode::Conflict, u"The document %1 is of another revision than expected."_s.arg(name)));
}

quint64 revisionOf(Transaction &transaction, const QString &name)
{
    const auto value = transaction.get(Table::Documents, name.toUtf8());
    return value ? quint64(Keys::numberOf(*value)) : 0;
}

void setGeneration(Transaction &transaction, const TenantId &tenant, const UserId &user, quint64 value)
{
    transaction.put(Table::Generations, Keys::user(tenant, user), Keys::number(qint64(value)));
}

// Work that answers a Result of its own.
template<typename T> Result<T> flat(const Result<Result<T>> &nested)
{
    return nested.and_then([](const Result<T> &inner) { return inner; });
}

} // namespace

Result<std::optional<StoredDocument>> LmdbConnection::document(const QString &name)
{
    return reading(CallRules::checkName(name), [&](Transaction &transaction) {
        const auto value = transaction.get(Table::Documents, name.toUtf8());
        return value ? std::optional(documentOf(name.toUtf8(), *value)) : std::nullopt;
    });
}

Result<quint64> LmdbConnection::putDocument(const QString &name, const QByteArray &bytes,
                                            quint64 expectedRevision)
{
    return flat(writing(CallRules::checkName(name), [&](Transaction &transaction) -> Result<quint64> {
        if (revisionOf(transaction, name) != expectedRevision)
            return movedOn(name);
        transaction.put(Table::Documents, name.toUtf8(), Keys::number(qint64(expectedRevision + 1)) + bytes);
        return expectedRevision + 1;
    }));
}

Result<void> LmdbConnection::removeDocument(const QString &name, quint64 expectedRevision)
{
    return flat(writing(CallRules::checkName(name),
                        [&](Transaction &transaction) -> Result<bool> {
                            const quint64 revision = revisionOf(transaction, name);
                            if (revision != 0 && revision != expectedRevision)
                                return movedOn(name);
                            transaction.erase(Table::Documents, name.toUtf8());
                            return true;
                        }))
        .transform([](bool) {});
}

Result<DocumentPage> LmdbConnection::documents(const QString &prefix, const QByteArray &cursor, int limit)
{
    const Cursor list = Cursor::ofDocuments(prefix);
    const auto from = list.name(cursor);
    if (!from)
        return std::unexpected(from.error());
    return reading(CallRules::checkLimit(limit), [&](Transaction &transaction) {
        DocumentPage page;
        const QByteArray start = *from ? **from + '\0' : prefix.toUtf8();
        transaction.walk(Table::Documents, start, prefix.toUtf8(), Up,
                         [&](const QByteArray &name, const QByteArray &value) {
                             if (page.documents.size() == limit) {
                                 page.next = list.at(page.documents.constLast().name.toUtf8());
                                 return false;
                             }
                             page.documents.append(documentOf(name, value));
                             return true;
                         });
        return page;
    });
}

Result<void> LmdbConnection::appendEvents(std::span<const Event> events)
{
    return writing(CallRules::check(events),
                   [&](Transaction &transaction) {
                       Sessions sessions(transaction);
                       for (const Event &event : events)
                           sessions.note(event);
                       return true;
                   })
        .transform([](bool) {});
}

Result<QList<Event>> LmdbConnection::events(qint64 position, int limit)
{
    return reading(CallRules::checkLimit(limit), [&](Transaction &transaction) {
        QList<Event> found;
        transaction.walk(Table::Events, Keys::number(position) + '\0', {}, Up,
                         [&](const QByteArray &, const QByteArray &value) {
                             if (const auto event = Keys::eventOf(value))
                                 found.append(*event);
                             else
                                 transaction.damage();
                             return found.size() < limit;
                         });
        return found;
    });
}

Result<QList<Event>> LmdbConnection::eventsOf(const TenantId &tenant, const UserId &user, int limit)
{
    const auto rules = CallRules::checkNamed(user).and_then([&] { return CallRules::checkLimit(limit); });
    return reading(rules, [&](Transaction &transaction) {
        QList<Event> found;
        const QByteArray prefix = Keys::user(tenant, user);
        transaction.walk(Table::Histories, Keys::above(prefix), prefix, Down,
                         [&](const QByteArray &key, const QByteArray &) {
                             const auto value = transaction.get(Table::Events, key.last(8));
                             if (const auto event = value ? Keys::eventOf(*value) : std::nullopt)
                                 found.append(*event);
                             else
                                 transaction.damage();
                             return found.size() < limit;
                         });
        return found;
    });
}

Result<qint64> LmdbConnection::trimEvents(qint64 before, qint64 upTo, int limit)
{
    return writing(CallRules::checkLimit(limit), [&](Transaction &transaction) {
        QList<Event> old;
        transaction.walk(Table::Events, {}, {}, Up, [&](const QByteArray &key, const QByteArray &value) {
            if (Keys::numberOf(key) > upTo)
                return false;
            const auto event = Keys::eventOf(value);
            if (event && event->at < before)
                old.append(*event);
            return old.size() < limit;
        });
        for (const Event &event : std::as_const(old)) {
            const QByteArray position = Keys::number(event.position);
            transaction.erase(Table::Events, position);
            if (!event.user.isEmpty())
                transaction.erase(Table::Histories, Keys::user(event.tenant, event.user) + position);
        }
        return qint64(old.size());
    });
}

Result<qint64> LmdbConnection::append(const QString &log, std::span<const QByteArray> entries)
{
    const auto rules = CallRules::checkName(log).and_then(
        [&] { return CallRules::checkEntries(qsizetype(entries.size())); });
    return writing(rules, [&](Transaction &transaction) {
        const QByteArray name = Keys::name(log.toUtf8());
        qint64 last = 0;
        transaction.walk(Table::Logs, Keys::above(name), name, Down,
                         [&](const QByteArray &key, const QByteArray &) {
                             last = Keys::numberOf(key, name.size());
                             return false;
                         });
        for (const QByteArray &entry : entries)
            transaction.put(Table::Logs, name + Keys::number(++last), entry);
        return last;
    });
}

Result<QList<LogEntry>> LmdbConnection::read(const QString &log, qint64 position, int limit)
{
    const auto rules = CallRules::checkName(log).and_then([&] { return CallRules::checkLimit(limit); });
    return reading(rules, [&](Transaction &transaction) {
        QList<LogEntry> entries;
        const QByteArray name = Keys::name(log.toUtf8());
        transaction.walk(Table::Logs, name + Keys::number(position) + '\0', name, Up,
                         [&](const QByteArray &key, const QByteArray &value) {
                             entries.append({Keys::numberOf(key, name.size()), value});
                             return entries.size() < limit;
                         });
        return entries;
    });
}

Result<quint64> LmdbConnection::userGeneration(const TenantId &tenant, const UserId &user)
{
    return reading(CallRules::checkNamed(user),
                   [&](Transaction &transaction) { return Sessions(transaction).generation(tenant, user); });
}

Result<quint64> LmdbConnection::raiseUser(const TenantId &tenant, const UserId &user)
{
    return writing(CallRules::checkNamed(user), [&](Transaction &transaction) {
        const quint64 generation = Sessions(transaction).generation(tenant, user) + 1;
        setGeneration(transaction, tenant, user, generation);
        return generation;
    });
}

Result<void> LmdbConnection::putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast)
{
    return writing(CallRules::checkNamed(user),
                   [&](Transaction &transaction) {
                       if (Sessions(transaction).generation(tenant, user) < atLeast)
                           setGeneration(transaction, tenant, user, atLeast);
                       return true;
                   })
        .transform([](bool) {});
}

Result<QList<Fact>> LmdbConnection::inspect()
{
    return reading({}, [&](Transaction &transaction) {
        return QList<Fact> {{u"backend"_s, u"x-lmdb"_s},
                            {u"version"_s, QString::fromLatin1(::mdb_version(nullptr, nullptr, nullptr))},
                            {u"sessions"_s, QString::number(transaction.count(Table::Sessions))},
                            {u"events"_s, QString::number(transaction.count(Table::Events))},
                            {u"documents"_s, QString::number(transaction.count(Table::Documents))},
                            {u"tombstones"_s, QString::number(transaction.count(Table::Tombstones))}};
    });
}

// The file has no clock but this machine's.
Result<qint64> LmdbConnection::ping()
{
    return reading({}, [](Transaction &) { return SystemClock().now(); });
}

Result<void> LmdbConnection::initSchema()
{
    if (const auto made = makeTables(); !made)
        return made;
    return writing({},
                   [](Transaction &transaction) {
                       if (!transaction.has(Table::Facts, Schema))
                           transaction.put(Table::Facts, Schema, Keys::number(SchemaVersion));
                       return true;
                   })
        .transform([](bool) {});
}

Result<SchemaState> LmdbConnection::schema()
{
    const auto hasTables = m_environment->hasTables();
    if (!hasTables)
        return std::unexpected(hasTables.error());
    if (!*hasTables)
        return SchemaState {.exists = false, .written = 0, .readableFrom = 0, .mine = SchemaVersion};
    return reading({}, [](Transaction &transaction) {
        const auto written = transaction.get(Table::Facts, Schema);
        const int version = written ? int(Keys::numberOf(*written)) : 0;
        return SchemaState {.exists = written.has_value(),
                            .written = version,
                            .readableFrom = version,
                            .mine = SchemaVersion};
    });
}

// There is no older one yet.
Result<void> LmdbConnection::upgradeSchema()
{
    return initSchema();
}
