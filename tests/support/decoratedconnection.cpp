// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "decoratedconnection.h"

using namespace Axess;

DecoratedConnection::DecoratedConnection(std::unique_ptr<StorageConnection> inner)
    : m_inner(std::move(inner))
{ }

DecoratedConnection::~DecoratedConnection() = default;

Result<void> DecoratedConnection::before(QStringView, Effect)
{
    return {};
}

Result<void> DecoratedConnection::after(QStringView, Effect)
{
    return {};
}

template<typename Call>
std::invoke_result_t<Call> DecoratedConnection::around(QStringView verb, Effect effect, Call call)
{
    if (const auto allowed = before(verb, effect); !allowed)
        return std::unexpected(allowed.error());
    auto answer = call();
    if (const auto kept = after(verb, effect); !kept)
        return std::unexpected(kept.error());
    return answer;
}

void DecoratedConnection::setDeadline(const Deadline &deadline)
{
    m_inner->setDeadline(deadline);
}

bool DecoratedConnection::detachFromThread()
{
    return m_inner->detachFromThread();
}

bool DecoratedConnection::attachToThread()
{
    return m_inner->attachToThread();
}

void DecoratedConnection::interrupt()
{
    m_inner->interrupt();
}

bool DecoratedConnection::isBroken() const
{
    return m_inner->isBroken();
}

qint64 DecoratedConnection::roundTrips() const
{
    return m_inner->roundTrips();
}

Result<QList<WriteOutcome>> DecoratedConnection::create(std::span<const NewRow> rows, const Horizon &horizon)
{
    return around(u"create", Effect::Write, [&] { return m_inner->create(rows, horizon); });
}

Result<QList<SealedRow>> DecoratedConnection::load(std::span<const SessionId> ids)
{
    return around(u"load", Effect::Read, [&] { return m_inner->load(ids); });
}

Result<QList<SealedRow>> DecoratedConnection::describe(std::span<const SessionId> ids)
{
    return around(u"load", Effect::Read, [&] { return m_inner->describe(ids); });
}

Result<QList<SealedRow>> DecoratedConnection::settle(std::span<const LostWrite> writes,
                                                     const Horizon &horizon)
{
    return around(u"load", Effect::Read, [&] { return m_inner->settle(writes, horizon); });
}

Result<QList<WriteOutcome>> DecoratedConnection::update(std::span<const RowUpdate> updates,
                                                        const Horizon &horizon)
{
    return around(u"update", Effect::Write, [&] { return m_inner->update(updates, horizon); });
}

Result<QList<WriteStatus>> DecoratedConnection::touch(std::span<const Touch> touches, const Horizon &horizon)
{
    return around(u"touch", Effect::Write, [&] { return m_inner->touch(touches, horizon); });
}

Result<QList<WriteStatus>> DecoratedConnection::reseal(std::span<const Reseal> reseals)
{
    return around(u"reseal", Effect::Write, [&] { return m_inner->reseal(reseals); });
}

Result<QList<WriteStatus>> DecoratedConnection::revoke(std::span<const Revocation> revocations,
                                                       const Horizon &horizon)
{
    return around(u"revoke", Effect::Write, [&] { return m_inner->revoke(revocations, horizon); });
}

Result<QList<WriteStatus>> DecoratedConnection::restore(std::span<const SessionId> ids,
                                                        const QByteArray &mark, const Horizon &horizon)
{
    return around(u"restore", Effect::Write, [&] { return m_inner->restore(ids, mark, horizon); });
}

Result<QList<RemovedRow>> DecoratedConnection::remove(std::span<const Removal> removals)
{
    return around(u"remove", Effect::Write, [&] { return m_inner->remove(removals); });
}

Result<QList<RemovedRow>> DecoratedConnection::removeExpired(const Horizon &horizon, int limit)
{
    return around(u"removeExpired", Effect::Write, [&] { return m_inner->removeExpired(horizon, limit); });
}

Result<RowPage> DecoratedConnection::page(const PageRequest &request)
{
    return around(u"page", Effect::Read, [&] { return m_inner->page(request); });
}

Result<UserSessions> DecoratedConnection::sessionsOf(const TenantId &tenant, const UserId &user,
                                                     const QByteArray &cursor, int limit,
                                                     const Horizon &horizon)
{
    return around(u"sessionsOf", Effect::Read,
                  [&] { return m_inner->sessionsOf(tenant, user, cursor, limit, horizon); });
}

Result<UserPage> DecoratedConnection::users(const TenantId &tenant, const QByteArray &cursor, int limit)
{
    return around(u"users", Effect::Read, [&] { return m_inner->users(tenant, cursor, limit); });
}

Result<TenantPage> DecoratedConnection::tenants(const QByteArray &cursor, int limit)
{
    return around(u"tenants", Effect::Read, [&] { return m_inner->tenants(cursor, limit); });
}

Result<QHash<quint32, qint64>> DecoratedConnection::countByKey()
{
    return around(u"countByKey", Effect::Read, [&] { return m_inner->countByKey(); });
}

Result<qint64> DecoratedConnection::countVanished(const Horizon &horizon, qint64 workBudget)
{
    return around(u"countVanished", Effect::Read,
                  [&] { return m_inner->countVanished(horizon, workBudget); });
}

Result<std::optional<StoredDocument>> DecoratedConnection::document(const QString &name)
{
    return around(u"document", Effect::Read, [&] { return m_inner->document(name); });
}

Result<quint64> DecoratedConnection::putDocument(const QString &name, const QByteArray &bytes,
                                                 quint64 expectedRevision)
{
    return around(u"putDocument", Effect::Write,
                  [&] { return m_inner->putDocument(name, bytes, expectedRevision); });
}

Result<void> DecoratedConnection::removeDocument(const QString &name, quint64 expectedRevision)
{
    return around(u"removeDocument", Effect::Write,
                  [&] { return m_inner->removeDocument(name, expectedRevision); });
}

Result<DocumentPage> DecoratedConnection::documents(const QString &prefix, const QByteArray &cursor,
                                                    int limit)
{
    return around(u"documents", Effect::Read, [&] { return m_inner->documents(prefix, cursor, limit); });
}

Result<void> DecoratedConnection::appendEvents(std::span<const Event> events)
{
    return around(u"appendEvents", Effect::Write, [&] { return m_inner->appendEvents(events); });
}

Result<QList<Event>> DecoratedConnection::events(qint64 position, int limit)
{
    return around(u"events", Effect::Read, [&] { return m_inner->events(position, limit); });
}

Result<QList<Event>> DecoratedConnection::eventsOf(const TenantId &tenant, const UserId &user, int limit)
{
    return around(u"eventsOf", Effect::Read, [&] { return m_inner->eventsOf(tenant, user, limit); });
}

Result<qint64> DecoratedConnection::trimEvents(qint64 before, qint64 upTo, int limit)
{
    return around(u"trimEvents", Effect::Write, [&] { return m_inner->trimEvents(before, upTo, limit); });
}

Result<qint64> DecoratedConnection::append(const QString &log, std::span<const QByteArray> entries)
{
    return around(u"append", Effect::Write, [&] { return m_inner->append(log, entries); });
}

Result<QList<LogEntry>> DecoratedConnection::read(const QString &log, qint64 position, int limit)
{
    return around(u"read", Effect::Read, [&] { return m_inner->read(log, position, limit); });
}

Result<quint64> DecoratedConnection::userGeneration(const TenantId &tenant, const UserId &user)
{
    return around(u"userGeneration", Effect::Read, [&] { return m_inner->userGeneration(tenant, user); });
}

Result<quint64> DecoratedConnection::raiseUser(const TenantId &tenant, const UserId &user)
{
    return around(u"raiseUser", Effect::Write, [&] { return m_inner->raiseUser(tenant, user); });
}

Result<void> DecoratedConnection::putUserGeneration(const TenantId &tenant, const UserId &user,
                                                    quint64 atLeast)
{
    return around(u"putUserGeneration", Effect::Write,
                  [&] { return m_inner->putUserGeneration(tenant, user, atLeast); });
}

Result<QList<InstallStatus>> DecoratedConnection::install(std::span<const SealedRow> rows)
{
    return around(u"install", Effect::Write, [&] { return m_inner->install(rows); });
}

Result<void> DecoratedConnection::bury(std::span<const SessionId> ids, qint64 until)
{
    return around(u"bury", Effect::Write, [&] { return m_inner->bury(ids, until); });
}

Result<QList<Fact>> DecoratedConnection::inspect()
{
    return around(u"inspect", Effect::Read, [&] { return m_inner->inspect(); });
}

Result<QList<Fact>> DecoratedConnection::vitals()
{
    return around(u"vitals", Effect::Read, [&] { return m_inner->vitals(); });
}

Result<AccountRights> DecoratedConnection::rights()
{
    return around(u"rights", Effect::Read, [&] { return m_inner->rights(); });
}

Result<VerifyStep> DecoratedConnection::verify(const VerifyRequest &request)
{
    const Effect effect = request.mode == VerifyMode::Repair ? Effect::Write : Effect::Read;
    return around(u"verify", effect, [&] { return m_inner->verify(request); });
}

Result<qint64> DecoratedConnection::ping()
{
    return around(u"ping", Effect::Read, [&] { return m_inner->ping(); });
}

Result<void> DecoratedConnection::initSchema()
{
    return around(u"initSchema", Effect::Write, [&] { return m_inner->initSchema(); });
}

Result<SchemaState> DecoratedConnection::schema()
{
    return around(u"schema", Effect::Read, [&] { return m_inner->schema(); });
}

Result<void> DecoratedConnection::upgradeSchema()
{
    return around(u"upgradeSchema", Effect::Write, [&] { return m_inner->upgradeSchema(); });
}
