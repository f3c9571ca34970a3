// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/twinconnection_p.h"

using namespace Qt::StringLiterals;

// What a TwinConnection passes on to its leader as it is, and what it holds; users' generations.

namespace Axess {

template<typename Decide>
std::invoke_result_t<Decide> TwinConnection::held(const QString &document, Decide decide)
{
    const auto turn = begin();
    if (!turn)
        return std::unexpected(turn.error());
    // Others may still answer by the store that led before.
    if (turn->mode() == TwinMode::Strict && m_twin->isHeldStrictly(document))
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"Another store has just come to lead; try again in a moment"_s));
    auto done = decide();
    if (!done)
        return done;
    if (const auto acknowledged = this->acknowledged({}); !acknowledged)
        return std::unexpected(acknowledged.error());
    return done;
}

// What the store says holds if it leads when it has said it.
template<typename Ask> std::invoke_result_t<Ask> TwinConnection::answered(Ask ask)
{
    auto answer = ask();
    if (!answer)
        return answer;
    const auto leads = m_twin->confirm(*m_leader, m_deadline).and_then([&] { return m_twin->mayAnswer(); });
    if (!leads)
        return std::unexpected(leads.error());
    return answer;
}

Result<QList<SealedRow>> TwinConnection::load(std::span<const SessionId> ids)
{
    return answered([&] { return m_leader->load(ids); });
}

Result<QList<SealedRow>> TwinConnection::describe(std::span<const SessionId> ids)
{
    return answered([&] { return m_leader->describe(ids); });
}

Result<RowPage> TwinConnection::page(const PageRequest &request)
{
    return answered([&] { return m_leader->page(request); });
}

Result<UserSessions> TwinConnection::sessionsOf(const TenantId &tenant, const UserId &user,
                                                const QByteArray &cursor, int limit, const Horizon &horizon)
{
    return answered([&] { return m_leader->sessionsOf(tenant, user, cursor, limit, horizon); });
}

Result<UserPage> TwinConnection::users(const TenantId &tenant, const QByteArray &cursor, int limit)
{
    return answered([&] { return m_leader->users(tenant, cursor, limit); });
}

Result<TenantPage> TwinConnection::tenants(const QByteArray &cursor, int limit)
{
    return answered([&] { return m_leader->tenants(cursor, limit); });
}

Result<qint64> TwinConnection::countVanished(const Horizon &horizon, qint64 workBudget)
{
    return m_leader->countVanished(horizon, workBudget);
}

Result<std::optional<StoredDocument>> TwinConnection::document(const QString &name)
{
    const auto ask = [&] { return m_leader->document(name); };
    return m_twin->holds(name) ? answered(ask) : ask();
}

Result<quint64> TwinConnection::putDocument(const QString &name, const QByteArray &bytes,
                                            quint64 expectedRevision)
{
    const auto put = [&] { return m_leader->putDocument(name, bytes, expectedRevision); };
    return m_twin->holdsWrites(name) ? held(name, put) : put();
}

Result<void> TwinConnection::removeDocument(const QString &name, quint64 expectedRevision)
{
    const auto remove = [&] { return m_leader->removeDocument(name, expectedRevision); };
    return m_twin->holdsWrites(name) ? held(name, remove) : remove();
}

Result<DocumentPage> TwinConnection::documents(const QString &prefix, const QByteArray &cursor, int limit)
{
    return m_leader->documents(prefix, cursor, limit);
}

Result<void> TwinConnection::appendEvents(std::span<const Event> events)
{
    return held({}, [&] { return m_leader->appendEvents(events); });
}

Result<QList<Event>> TwinConnection::events(qint64 position, int limit)
{
    return m_leader->events(position, limit);
}

Result<QList<Event>> TwinConnection::eventsOf(const TenantId &tenant, const UserId &user, int limit)
{
    return m_leader->eventsOf(tenant, user, limit);
}

Result<qint64> TwinConnection::trimEvents(qint64 before, qint64 upTo, int limit)
{
    return m_leader->trimEvents(before, upTo, limit);
}

Result<qint64> TwinConnection::append(const QString &log, std::span<const QByteArray> entries)
{
    return m_leader->append(log, entries);
}

Result<QList<LogEntry>> TwinConnection::read(const QString &log, qint64 position, int limit)
{
    return m_leader->read(log, position, limit);
}

Result<quint64> TwinConnection::userGeneration(const TenantId &tenant, const UserId &user)
{
    return answered([&] { return m_leader->userGeneration(tenant, user); });
}

// A user without sessions stands in no list: nobody could catch up on it later.
template<typename Tell> Result<quint64> TwinConnection::follow(const Twin::Turn &turn, Tell tell)
{
    if (const auto acknowledged = this->acknowledged({}); !acknowledged)
        return std::unexpected(acknowledged.error());
    // By the mode of now: a migration may have begun meanwhile.
    if (turn.mode() == TwinMode::Alone && m_twin->mode() == TwinMode::Alone)
        return 0;
    return tell().transform_error(
        [](const Error &error) { return Error(ErrorCode::Unavailable, error.message(), Outcome::Unknown); });
}

Result<quint64> TwinConnection::raiseUser(const TenantId &tenant, const UserId &user)
{
    const auto turn = begin();
    if (!turn)
        return std::unexpected(turn.error());
    const auto generation = m_leader->raiseUser(tenant, user);
    if (!generation)
        return generation;
    const auto followed = follow(*turn, [&] { return m_twin->raise(tenant, user, m_deadline); });
    if (!followed)
        return std::unexpected(followed.error());
    return meet(tenant, user, *generation, *followed);
}

// Each counts for itself: of two numbers that were never given away in either store the higher one.
Result<quint64> TwinConnection::meet(const TenantId &tenant, const UserId &user, quint64 ours, quint64 theirs)
{
    if (theirs == 0 || ours == theirs)
        return ours;
    const auto met = ours < theirs ? m_leader->putUserGeneration(tenant, user, theirs)
                                   : m_twin->putGeneration(tenant, user, ours, m_deadline);
    if (!met)
        return std::unexpected(Error(ErrorCode::Unavailable, met.error().message(), Outcome::Unknown));
    return std::max(ours, theirs);
}

Result<void> TwinConnection::putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast)
{
    const auto turn = begin();
    if (!turn)
        return std::unexpected(turn.error());
    const auto put = m_leader->putUserGeneration(tenant, user, atLeast);
    if (!put)
        return put;
    const auto followed = follow(*turn, [&] {
        return m_twin->putGeneration(tenant, user, atLeast, m_deadline).transform([&] { return atLeast; });
    });
    return followed.transform([](quint64) { });
}

Result<std::unique_ptr<StorageConnection>> TwinFactory::connect(const Deadline &deadline)
{
    return m_leader->connect(deadline).transform(
        [&](std::unique_ptr<StorageConnection> leader) -> std::unique_ptr<StorageConnection> {
            return std::make_unique<TwinConnection>(std::move(leader), m_twin);
        });
}

} // namespace Axess
