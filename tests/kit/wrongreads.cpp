// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "wrongconnection.h"

#include "wrongways.h"

#include <axess/clock.h>

#include <QtCore/QCoreApplication>

#include <cstdlib>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;

// Wrong in what is read and listed, in time, and in how calls end.

namespace {

using Outcomes = Result<QList<WriteOutcome>>;
using Statuses = Result<QList<WriteStatus>>;

// Asks its own clock what has expired.
class ServerClock final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes update(std::span<const RowUpdate> updates, const Horizon &horizon) override
    {
        return inner().update(updates, atServerTime(horizon));
    }
    Statuses touch(std::span<const Touch> touches, const Horizon &horizon) override
    {
        return inner().touch(touches, atServerTime(horizon));
    }
    Result<QList<RemovedRow>> removeExpired(const Horizon &horizon, int limit) override
    {
        return inner().removeExpired(atServerTime(horizon), limit);
    }

private:
    static Horizon atServerTime(Horizon horizon)
    {
        horizon.now = SystemClock().now();
        return horizon;
    }
};

class IgnoredEpochs final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes update(std::span<const RowUpdate> updates, const Horizon &horizon) override
    {
        return inner().update(updates, onlyTime(horizon));
    }
    Statuses revoke(std::span<const Revocation> revocations, const Horizon &horizon) override
    {
        return inner().revoke(revocations, onlyTime(horizon));
    }
    Result<UserSessions> sessionsOf(const TenantId &tenant, const UserId &user, const QByteArray &cursor,
                                    int limit, const Horizon &horizon) override
    {
        return inner().sessionsOf(tenant, user, cursor, limit, onlyTime(horizon));
    }
    Result<QList<RemovedRow>> removeExpired(const Horizon &horizon, int limit) override
    {
        return inner().removeExpired(onlyTime(horizon), limit);
    }

private:
    static Horizon onlyTime(const Horizon &horizon)
    {
        return {.now = horizon.now, .store = {}, .tenants = {}};
    }
};

// Sweeps what has a minute to live.
class EarlySweep final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Result<QList<RemovedRow>> removeExpired(const Horizon &horizon, int limit) override
    {
        Horizon early = horizon;
        early.now += 60'000;
        return inner().removeExpired(early, limit);
    }
};

// Who signed in is not entered into the user's list.
class LostRegistryEntry final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Result<UserSessions> sessionsOf(const TenantId &tenant, const UserId &user, const QByteArray &cursor,
                                    int limit, const Horizon &horizon) override
    {
        return inner().sessionsOf(tenant, user, cursor, limit, horizon).transform([](UserSessions sessions) {
            sessions.rows.removeIf([](const SealedRow &row) { return row.revision > 1; });
            return sessions;
        });
    }
};

class UnboundedList final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Result<RowPage> page(const PageRequest &request) override
    {
        PageRequest all = request;
        all.limit = PageRequest::MaximumRows;
        all.workBudget = 1'000'000;
        return inner().page(all);
    }
};

// A cursor that it does not know is the beginning.
class TrustingCursor final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Result<RowPage> page(const PageRequest &request) override
    {
        const auto asked = inner().page(request);
        if (asked || asked.error().code() != ErrorCode::InvalidArgument || request.cursor.isEmpty())
            return asked;
        PageRequest again = request;
        again.cursor.clear();
        return inner().page(again);
    }
};

// What fails is an empty list.
class EmptyInsteadOfError final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Result<QList<SealedRow>> load(std::span<const SessionId> ids) override
    {
        return inner().load(ids).value_or(QList<SealedRow>());
    }
    Result<RowPage> page(const PageRequest &request) override
    {
        return inner().page(request).value_or(RowPage());
    }
};

// Keeps payloads as text.
class MangledPayload final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Result<QList<SealedRow>> load(std::span<const SessionId> ids) override
    {
        return inner().load(ids).transform([](QList<SealedRow> rows) {
            for (SealedRow &row : rows)
                row.payload = QString::fromUtf8(row.payload).toUtf8();
            return rows;
        });
    }
};

class CaseInsensitiveNames final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes create(std::span<const NewRow> rows, const Horizon &horizon) override
    {
        QList<NewRow> changed(rows.begin(), rows.end());
        for (NewRow &entry : changed)
            entry.row.user = UserId::fromText(entry.row.user.text().toLower()).value_or(entry.row.user);
        return inner().create(changed, horizon);
    }
};

// Takes its time, whatever the deadline.
class IgnoredDeadline final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    void setDeadline(const Deadline &) override { inner().setDeadline(Deadline::in(std::chrono::hours(1))); }
};

// Says of what it has done that it has not.
class LyingOutcome final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    void setDeadline(const Deadline &deadline) override
    {
        m_isShort = deadline.remaining() < std::chrono::milliseconds(10);
        inner().setDeadline(m_isShort ? Deadline::in(std::chrono::seconds(10)) : deadline);
    }
    Outcomes create(std::span<const NewRow> rows, const Horizon &horizon) override
    {
        auto created = inner().create(rows, horizon);
        if (m_isShort)
            return std::unexpected(Error(ErrorCode::Unavailable, u"Too late."_s));
        return created;
    }

private:
    bool m_isShort = false;
};

class Plain final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
};

class Crash final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Statuses touch(std::span<const Touch>, const Horizon &) override { std::abort(); }
};

class CrashAtTheEnd final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    ~CrashAtTheEnd() override
    {
        const bool isOfACase = QCoreApplication::arguments().contains(u"--run-topic"_s);
        static const bool isArmed = isOfACase && std::atexit([] { std::abort(); }) == 0;
        Q_UNUSED(isArmed)
    }
};

class Unreadable final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Result<RowPage> page(const PageRequest &) override
    {
        return std::unexpected(Error(ErrorCode::Denied, u"Nobody may look."_s));
    }
};

class Hang final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Statuses touch(std::span<const Touch>, const Horizon &) override
    {
        for (;;)
            std::this_thread::sleep_for(std::chrono::seconds(1));
    }
};

const WayTable &allWays()
{
    static const WayTable ways = [] {
        WayTable all = wrongWrites();
        all.insert(wrongReads());
        return all;
    }();
    return ways;
}

} // namespace

WayTable wrongReads()
{
    return {
        {u"server-clock"_s, madeWrong<ServerClock>},
        {u"ignored-epochs"_s, madeWrong<IgnoredEpochs>},
        {u"early-sweep"_s, madeWrong<EarlySweep>},
        {u"lost-registry-entry"_s, madeWrong<LostRegistryEntry>},
        {u"unbounded-list"_s, madeWrong<UnboundedList>},
        {u"trusting-cursor"_s, madeWrong<TrustingCursor>},
        {u"empty-instead-of-error"_s, madeWrong<EmptyInsteadOfError>},
        {u"mangled-payload"_s, madeWrong<MangledPayload>},
        {u"case-insensitive-names"_s, madeWrong<CaseInsensitiveNames>},
        {u"ignored-deadline"_s, madeWrong<IgnoredDeadline>},
        {u"lying-outcome"_s, madeWrong<LyingOutcome>},
        {u"writes-when-reading"_s, madeWrong<Plain>}, // The factory's doing.
        {u"crash"_s, madeWrong<Crash>},
        {u"crash-at-the-end"_s, madeWrong<CrashAtTheEnd>},
        {u"unreadable"_s, madeWrong<Unreadable>},
        {u"hang"_s, madeWrong<Hang>},
    };
}

QStringList wrongWays()
{
    return allWays().keys();
}

std::unique_ptr<StorageConnection> makeWrong(const QString &way,
                                             std::unique_ptr<StorageConnection> connection)
{
    return allWays().value(way)(std::move(connection));
}
