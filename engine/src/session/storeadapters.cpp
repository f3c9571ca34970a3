// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/store.h>

#include "rowview_p.h"
#include "sessionwriter_p.h"
#include "storecore_p.h"
#include "timedvalue_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qsizetype largestValue = 16 * 1024;
constexpr qsizetype longestName = 200;
// A thousand years; more is "for ever", and would overflow.
constexpr std::chrono::milliseconds longestValue = std::chrono::years(1000);
// A put depends on nothing that was read, so it may begin again.
constexpr int mostPuts = 8;

class DataStore final : public Store<SessionId, SessionData>
{
public:
    explicit DataStore(std::shared_ptr<SessionStore> store)
        : m_store(std::move(store))
    { }

    Result<std::optional<SessionData>> get(const SessionId &id) override
    {
        const auto found = m_store->find(id);
        if (!found)
            return std::unexpected(found.error());
        if (!*found || (*found)->life != Life::Live)
            return std::nullopt;
        if ((*found)->row.verification == Verification::NotVerified)
            return std::unexpected(notOpened());
        SessionRow row = (*found)->row;
        return upgradeData(row, m_store->core().options()).transform([&] { return std::optional(row.data); });
    }

    Result<void> put(const SessionId &id, const SessionData &data,
                     std::chrono::milliseconds timeToLive) override
    {
        if (timeToLive.count() != 0)
            return std::unexpected(
                Error(ErrorCode::InvalidArgument, u"A session's data lives as long as its session"_s));
        return SessionWriter(m_store->core()).replaceData(id, data);
    }

    Result<void> remove(const SessionId &id) override { return m_store->remove(id); }

private:
    Error notOpened() const
    {
        const StoreCapabilities capabilities = m_store->capabilities();
        if (capabilities.sealed && !capabilities.hasKey)
            return Error(ErrorCode::KeyMissing,
                         u"This store is sealed and was opened without its root key"_s);
        return Error(ErrorCode::Denied, u"The store's account may not read sessions' data"_s);
    }

    const std::shared_ptr<SessionStore> m_store;
};

/// Each value is a document.
class ValueStore final : public Store<QString, QByteArray>
{
public:
    explicit ValueStore(std::shared_ptr<SessionStore> store)
        : m_core(store->core())
        , m_store(std::move(store))
    { }

    Result<std::optional<QByteArray>> get(const QString &key) override
    {
        const auto name = nameOf(key);
        if (!name)
            return std::unexpected(name.error());
        const Deadline deadline = m_core.deadline();
        const auto document = m_core.documents().read(*name, deadline);
        if (!document)
            return std::unexpected(document.error());
        // What a store says whose sessions move without this program is old.
        if (const auto leads = m_core.control().fresh(deadline); !leads)
            return std::unexpected(leads.error());
        if (!*document)
            return std::nullopt;
        auto value = TimedValue::fromBytes((*document)->content);
        if (!value)
            return std::unexpected(value.error().within(u"Value \"%1\""_s.arg(key)));
        if (value->hasEnded(m_core.time().now()))
            return std::nullopt;
        return std::move(value->bytes);
    }

    Result<void> put(const QString &key, const QByteArray &value,
                     std::chrono::milliseconds timeToLive) override
    {
        const auto name = nameOf(key);
        if (!name)
            return std::unexpected(name.error());
        if (value.size() > largestValue || timeToLive.count() < 0)
            return std::unexpected(
                Error(ErrorCode::InvalidArgument,
                      u"A value takes at most 16 KiB, and its time to live is not negative"_s));
        const bool isForEver = timeToLive.count() == 0 || timeToLive > longestValue;
        const qint64 until = isForEver ? 0 : m_core.time().now() + timeToLive.count();
        const auto content = TimedValue {until, value}.encoded();
        if (!content)
            return std::unexpected(content.error());
        const Deadline deadline = m_core.deadline();
        return m_core.confirmed(deadline, [&] { return putNamed(*name, *content, deadline); });
    }

    Result<void> remove(const QString &key) override
    {
        const auto name = nameOf(key);
        if (!name)
            return std::unexpected(name.error());
        const Deadline deadline = m_core.deadline();
        return m_core.confirmed(deadline, [&] { return removeNamed(*name, deadline); });
    }

private:
    Result<void> putNamed(const QString &name, const QByteArray &content, const Deadline &deadline)
    {
        // Of one store: the sessions may be handed over to another one in between.
        StoreSide &side = m_core.side();
        for (int attempts = 1;; ++attempts) {
            const auto before = readDocument(side.storage, name, deadline);
            if (!before)
                return std::unexpected(before.error());
            const auto put = side.documents.write(name, content, *before ? (*before)->revision : 0, deadline);
            if (put)
                return {};
            if (put.error().code() != ErrorCode::Conflict || attempts == mostPuts)
                return std::unexpected(put.error());
        }
    }

    Result<void> removeNamed(const QString &name, const Deadline &deadline)
    {
        StoreSide &side = m_core.side();
        for (int attempts = 1;; ++attempts) {
            const auto before = readDocument(side.storage, name, deadline);
            if (!before || !*before)
                return before.transform([](const auto &) { });
            const auto removed = removeDocument(side.storage, name, (*before)->revision, deadline);
            if (removed || removed.error().code() != ErrorCode::Conflict || attempts == mostPuts)
                return removed;
        }
    }

    static Result<QString> nameOf(const QString &key)
    {
        const QByteArray utf8 = key.toUtf8();
        if (utf8.isEmpty() || utf8.size() > longestName || utf8.contains('\0') || !key.isValidUtf16())
            return std::unexpected(Error(ErrorCode::InvalidArgument,
                                         u"A value's key has 1 to 200 bytes of UTF-8 without NUL"_s));
        return DocumentName::ValuePrefix.toString() + key;
    }

    StoreCore &m_core;
    const std::shared_ptr<SessionStore> m_store;
};

} // namespace

std::unique_ptr<Store<SessionId, SessionData>> sessionDataStore(std::shared_ptr<SessionStore> store)
{
    return std::make_unique<DataStore>(std::move(store));
}

std::unique_ptr<Store<QString, QByteArray>> valueStore(std::shared_ptr<SessionStore> store)
{
    return std::make_unique<ValueStore>(std::move(store));
}

} // namespace Axess
