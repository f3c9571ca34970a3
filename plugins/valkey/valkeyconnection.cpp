// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyconnection.h"

#include "valkeydocuments.h"
#include "valkeyends.h"
#include "valkeyevents.h"
#include "valkeyinspection.h"
#include "valkeylists.h"
#include "valkeyschema.h"
#include "valkeysessions.h"
#include "valkeysweep.h"
#include "valkeyverify.h"

#include <axess/callrules.h>

using namespace Qt::StringLiterals;

namespace Axess {

Result<std::unique_ptr<StorageConnection>> ValkeyConnection::open(std::shared_ptr<const ValkeySetup> setup,
                                                                  const Deadline &deadline)
{
    auto net = ValkeyNet::open(std::move(setup), deadline);
    if (!net)
        return std::unexpected(net.error());
    if (const auto checked = ValkeyInspection(**net).check(); !checked)
        return std::unexpected(checked.error().withOutcome(Outcome::NotApplied));
    return std::unique_ptr<StorageConnection>(new ValkeyConnection(std::move(*net)));
}

Result<void> ValkeyConnection::readable(const Result<void> &rules) const
{
    if (!rules)
        return rules;
    if (m_net->deadline().hasPassed())
        return std::unexpected(Error(ErrorCode::Unavailable, u"The call's time was up before it began."_s));
    if (m_net->isBroken())
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"The connection to the Valkey server is lost."_s));
    return {};
}

Result<void> ValkeyConnection::writable(const Result<void> &rules) const
{
    if (m_net->options().access == AccessMode::ReadOnly)
        return std::unexpected(Error(ErrorCode::Denied, u"The store was opened for reading only."_s));
    if (const auto ready = readable(rules); !ready || m_net->lacking().isEmpty())
        return ready;
    // What was lacking when the connection was made may have been granted since.
    if (const auto checked = ValkeyInspection(*m_net).checkRights(); !checked)
        return std::unexpected(checked.error().withOutcome(Outcome::NotApplied));
    if (m_net->lacking().isEmpty())
        return {};
    return std::unexpected(
        Error(ErrorCode::Denied,
              u"The Valkey user has no right to call %1, so nothing is written: half of it would be."_s.arg(
                  QString::fromLatin1(m_net->lacking().join(", ")))));
}

// --- sessions

Result<QList<WriteOutcome>> ValkeyConnection::create(std::span<const NewRow> rows, const Horizon &horizon)
{
    return writable(CallRules::check(rows)).and_then([&] {
        return ValkeySessions(*m_net, horizon).create(rows);
    });
}

Result<QList<SealedRow>> ValkeyConnection::load(std::span<const SessionId> ids)
{
    return readable(CallRules::check(ids)).and_then([&] { return ValkeySessions::load(*m_net, ids); });
}

Result<QList<SealedRow>> ValkeyConnection::settle(std::span<const LostWrite> writes, const Horizon &horizon)
{
    return writable(CallRules::check(writes)).and_then([&] {
        return ValkeySessions(*m_net, horizon).settle(writes);
    });
}

Result<QList<WriteOutcome>> ValkeyConnection::update(std::span<const RowUpdate> updates,
                                                     const Horizon &horizon)
{
    return writable(CallRules::check(updates)).and_then([&] {
        return ValkeySessions(*m_net, horizon).update(updates);
    });
}

Result<QList<WriteStatus>> ValkeyConnection::touch(std::span<const Touch> touches, const Horizon &horizon)
{
    return writable(CallRules::check(touches)).and_then([&] {
        return ValkeySessions(*m_net, horizon).touch(touches);
    });
}

Result<QList<WriteStatus>> ValkeyConnection::reseal(std::span<const Reseal> reseals)
{
    return writable(CallRules::check(reseals)).and_then([&] {
        return ValkeySessions::reseal(*m_net, reseals);
    });
}

Result<QList<WriteStatus>> ValkeyConnection::revoke(std::span<const Revocation> revocations,
                                                    const Horizon &horizon)
{
    return writable(CallRules::check(revocations)).and_then([&] {
        return ValkeyEnds(*m_net).revoke(revocations, horizon);
    });
}

Result<QList<WriteStatus>> ValkeyConnection::restore(std::span<const SessionId> ids, const QByteArray &mark,
                                                     const Horizon &horizon)
{
    const auto rules = CallRules::check(ids).and_then([&] { return CallRules::checkMark(mark); });
    return writable(rules).and_then([&] { return ValkeyEnds(*m_net).restore(ids, mark, horizon); });
}

Result<QList<RemovedRow>> ValkeyConnection::remove(std::span<const Removal> removals)
{
    return writable(CallRules::check(removals)).and_then([&] { return ValkeyEnds(*m_net).remove(removals); });
}

Result<QList<RemovedRow>> ValkeyConnection::removeExpired(const Horizon &horizon, int limit)
{
    return writable(CallRules::checkLimit(limit)).and_then([&] {
        return ValkeySweep(*m_net, horizon, limit).run();
    });
}

// --- lists

Result<RowPage> ValkeyConnection::page(const PageRequest &request)
{
    const auto from = Cursor::ofPage(request).place(request.cursor);
    if (!from)
        return std::unexpected(from.error());
    return readable(CallRules::check(request)).and_then([&] {
        return ValkeyLists(*m_net).page(request, *from);
    });
}

Result<UserSessions> ValkeyConnection::sessionsOf(const TenantId &tenant, const UserId &user,
                                                  const QByteArray &cursor, int limit, const Horizon &horizon)
{
    const auto from = Cursor::ofUserSessions(tenant, user).place(cursor);
    if (!from)
        return std::unexpected(from.error());
    const auto rules = CallRules::checkNamed(user).and_then([&] { return CallRules::checkLimit(limit); });
    return readable(rules).and_then(
        [&] { return ValkeyLists(*m_net).sessionsOf(tenant, user, *from, limit, horizon); });
}

Result<UserPage> ValkeyConnection::users(const TenantId &tenant, const QByteArray &cursor, int limit)
{
    const auto from = Cursor::ofUsers(tenant).name(cursor);
    if (!from)
        return std::unexpected(from.error());
    return readable(CallRules::checkLimit(limit)).and_then([&] {
        return ValkeyLists(*m_net).users(tenant, *from, limit);
    });
}

Result<TenantPage> ValkeyConnection::tenants(const QByteArray &cursor, int limit)
{
    const auto from = Cursor::ofTenants().name(cursor);
    if (!from)
        return std::unexpected(from.error());
    return readable(CallRules::checkLimit(limit)).and_then([&] {
        return ValkeyLists(*m_net).tenants(*from, limit);
    });
}

Result<QHash<quint32, qint64>> ValkeyConnection::countByKey()
{
    return readable().and_then([&] { return ValkeyLists(*m_net).countByKey(); });
}

Result<qint64> ValkeyConnection::countVanished(const Horizon &horizon, qint64 workBudget)
{
    return readable().and_then([&] { return ValkeyLists(*m_net).countVanished(horizon, workBudget); });
}

// --- documents

Result<std::optional<StoredDocument>> ValkeyConnection::document(const QString &name)
{
    return readable(CallRules::checkName(name)).and_then([&] {
        return ValkeyDocuments(*m_net).document(name);
    });
}

Result<quint64> ValkeyConnection::putDocument(const QString &name, const QByteArray &bytes,
                                              quint64 expectedRevision)
{
    return writable(CallRules::checkName(name))
        .and_then([&] { return name == "ring"_L1 ? ValkeyInspection(*m_net).checkPolicy() : Result<void>(); })
        .and_then([&] { return ValkeyDocuments(*m_net).put(name, bytes, expectedRevision); });
}

Result<void> ValkeyConnection::removeDocument(const QString &name, quint64 expectedRevision)
{
    return writable(CallRules::checkName(name)).and_then([&] {
        return ValkeyDocuments(*m_net).remove(name, expectedRevision);
    });
}

Result<DocumentPage> ValkeyConnection::documents(const QString &prefix, const QByteArray &cursor, int limit)
{
    const auto from = Cursor::ofDocuments(prefix).name(cursor);
    if (!from)
        return std::unexpected(from.error());
    return readable(CallRules::checkLimit(limit)).and_then([&] {
        return ValkeyDocuments(*m_net).page(prefix, *from, limit);
    });
}

// --- events and logs

Result<void> ValkeyConnection::appendEvents(std::span<const Event> events)
{
    return writable(CallRules::check(events)).and_then([&] { return ValkeyEvents(*m_net).append(events); });
}

Result<QList<Event>> ValkeyConnection::events(qint64 position, int limit)
{
    return readable(CallRules::checkLimit(limit)).and_then([&] {
        return ValkeyEvents(*m_net).behind(position, limit);
    });
}

Result<QList<Event>> ValkeyConnection::eventsOf(const TenantId &tenant, const UserId &user, int limit)
{
    const auto rules = CallRules::checkNamed(user).and_then([&] { return CallRules::checkLimit(limit); });
    return readable(rules).and_then([&] { return ValkeyEvents(*m_net).newestOf(tenant, user, limit); });
}

Result<qint64> ValkeyConnection::trimEvents(qint64 before, qint64 upTo, int limit)
{
    return writable(CallRules::checkLimit(limit)).and_then([&] {
        return ValkeyEvents(*m_net).trim(before, upTo, limit);
    });
}

Result<void> ValkeyConnection::ring()
{
    return readable().and_then([&] { return ValkeyEvents(*m_net).ring(); });
}

Result<bool> ValkeyConnection::listen()
{
    return readable().and_then([&] { return ValkeyEvents(*m_net).listen(); });
}

Result<qint64> ValkeyConnection::append(const QString &log, std::span<const QByteArray> entries)
{
    const auto rules = CallRules::checkName(log).and_then(
        [&] { return CallRules::checkEntries(qsizetype(entries.size())); });
    return writable(rules).and_then([&] { return ValkeyDocuments(*m_net).append(log, entries); });
}

Result<QList<LogEntry>> ValkeyConnection::read(const QString &log, qint64 position, int limit)
{
    const auto rules = CallRules::checkName(log).and_then([&] { return CallRules::checkLimit(limit); });
    return readable(rules).and_then([&] { return ValkeyDocuments(*m_net).read(log, position, limit); });
}

// --- users' generations

Result<quint64> ValkeyConnection::userGeneration(const TenantId &tenant, const UserId &user)
{
    return readable(CallRules::checkNamed(user)).and_then([&] {
        return ValkeyDocuments(*m_net).generation(tenant, user);
    });
}

Result<quint64> ValkeyConnection::raiseUser(const TenantId &tenant, const UserId &user)
{
    return writable(CallRules::checkNamed(user)).and_then([&] {
        return ValkeyDocuments(*m_net).raise(tenant, user);
    });
}

Result<void> ValkeyConnection::putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast)
{
    return writable(CallRules::checkNamed(user)).and_then([&] {
        return ValkeyDocuments(*m_net).putGeneration(tenant, user, atLeast);
    });
}

// --- migration's follower, and the store itself

Result<QList<InstallStatus>> ValkeyConnection::install(std::span<const SealedRow> rows)
{
    return writable(CallRules::check(rows)).and_then([&] { return ValkeyEnds(*m_net).install(rows); });
}

Result<void> ValkeyConnection::bury(std::span<const SessionId> ids, qint64 until)
{
    return writable(CallRules::check(ids)).and_then([&] { return ValkeyEnds(*m_net).bury(ids, until); });
}

Result<AccountRights> ValkeyConnection::rights()
{
    return readable().and_then([&] { return ValkeyInspection(*m_net).rights(); });
}

Result<QList<Fact>> ValkeyConnection::inspect()
{
    return readable().and_then([&] { return ValkeyInspection(*m_net).facts(); });
}

Result<QList<Fact>> ValkeyConnection::vitals()
{
    return readable().and_then([&] { return ValkeyInspection(*m_net).vitals(); });
}

Result<VerifyStep> ValkeyConnection::verify(const VerifyRequest &request)
{
    const auto rules = CallRules::check(request);
    const auto may = request.mode == VerifyMode::Repair ? writable(rules) : readable(rules);
    return may.and_then([&] { return ValkeyVerify(*m_net, request).run(); });
}

Result<qint64> ValkeyConnection::ping()
{
    return readable().and_then([&] { return ValkeyInspection(*m_net).time(); });
}

Result<void> ValkeyConnection::initSchema()
{
    return writable().and_then([&] { return ValkeySchema(*m_net).create(); });
}

Result<SchemaState> ValkeyConnection::schema()
{
    return readable().and_then([&] { return ValkeySchema(*m_net).state(); });
}

Result<void> ValkeyConnection::upgradeSchema()
{
    return writable().and_then([&] { return ValkeySchema(*m_net).upgrade(); });
}

} // namespace Axess
