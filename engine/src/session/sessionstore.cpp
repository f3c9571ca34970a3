// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessionstore.h>

#include "rowview_p.h"
#include "sessionender_p.h"
#include "sessionlister_p.h"
#include "sessionreader_p.h"
#include "sessionwriter_p.h"
#include "ticketplace_p.h"
#include "storeopener_p.h"

#include <axess/metrics.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

using Purpose = StoreOpener::Purpose;

Result<std::unique_ptr<StoreCore>> connected(const StoreUrl &url, const StoreOptions &options)
{
    return StoreOpener(url, RootKey::none(), options, Purpose::Operator).connect();
}

} // namespace

SessionStore::SessionStore(std::unique_ptr<StoreCore> core)
    : m_core(std::move(core))
{ }

SessionStore::~SessionStore() = default;

Result<std::shared_ptr<SessionStore>> SessionStore::fromCore(Result<std::unique_ptr<StoreCore>> core)
{
    if (!core)
        return std::unexpected(core.error());
    return std::shared_ptr<SessionStore>(new SessionStore(std::move(*core)));
}

Result<std::shared_ptr<SessionStore>> SessionStore::open(const StoreUrl &url, const RootKey &rootKey,
                                                         const StoreOptions &options)
{
    return fromCore(StoreOpener(url, rootKey, options, Purpose::Application).open());
}

Result<std::shared_ptr<SessionStore>> SessionStore::open(const QString &url, const RootKey &rootKey,
                                                         const StoreOptions &options)
{
    return StoreUrl::parse(url).and_then(
        [&](const StoreUrl &parsed) { return open(parsed, rootKey, options); });
}

Result<std::shared_ptr<SessionStore>> SessionStore::initialise(const StoreUrl &url, const RootKey &rootKey,
                                                               const StoreOptions &options)
{
    return fromCore(StoreOpener(url, rootKey, options, Purpose::Initialise).open());
}

Result<std::shared_ptr<SessionStore>> SessionStore::openKeyless(const StoreUrl &url,
                                                                const StoreOptions &options)
{
    return fromCore(StoreOpener(url, RootKey::none(), options, Purpose::Operator).open());
}

Result<SchemaState> SessionStore::schema(const StoreUrl &url, const StoreOptions &options)
{
    const auto core = connected(url, options);
    if (!core)
        return std::unexpected(core.error());
    return (*core)->storage().run(Verb::Schema, (*core)->deadline(),
                                  [](StorageConnection &connection) { return connection.schema(); });
}

Result<void> SessionStore::upgradeSchema(const StoreUrl &url, const StoreOptions &options)
{
    const auto core = connected(url, options);
    if (!core)
        return std::unexpected(core.error());
    return (*core)->storage().run(Verb::ChangeSchema, (*core)->deadline(),
                                  [](StorageConnection &connection) { return connection.upgradeSchema(); });
}

Result<std::optional<SessionRow>> SessionStore::load(const SessionToken &token)
{
    return SessionReader(*m_core).load(token);
}

Result<SessionRow> SessionStore::save(const SessionRow &row, const std::optional<SignIn> &signIn)
{
    if (row.revision == 0)
        return SessionWriter(*m_core).create(row, signIn);
    if (signIn)
        return std::unexpected(Error(ErrorCode::InvalidArgument,
                                     u"A stored session is bound to a user by a cycle, not by a save"_s));
    return SessionWriter(*m_core).update(row);
}

Result<void> SessionStore::remove(const SessionId &id, EndReason reason, const QString &detail)
{
    return SessionEnder(*m_core).remove(id, reason, detail);
}

Result<SessionRow> SessionStore::cycle(const SessionToken &from, const SessionToken &to,
                                       const SessionRow &row, const std::optional<SignIn> &signIn)
{
    return SessionWriter(*m_core).cycle(from, to, row, signIn);
}

Result<qint64> SessionStore::cleanupExpired()
{
    return SessionEnder(*m_core).cleanupExpired();
}

Result<QList<SessionId>> SessionStore::findSessionsForUser(const UserId &user, const TenantId &tenant)
{
    return SessionLister(*m_core).findSessionsForUser(user, tenant);
}

Result<SessionRow> SessionStore::touch(const SessionRow &row)
{
    return SessionWriter(*m_core).touch(row);
}

Result<SignInTicket> SessionStore::ticket(const UserId &user, const TenantId &tenant)
{
    if (user.isEmpty())
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"A ticket is drawn for a user"_s));
    const Deadline deadline = m_core->deadline();
    StoreSide &side = m_core->side();
    // The epochs first: a raise between the two makes the ticket older, never younger, than it is.
    const auto state = side.control->fresh(deadline);
    if (!state)
        return std::unexpected(state.error());
    const auto generation
        = side.storage.run(Verb::UserGeneration, deadline, [&](StorageConnection &connection) {
              return connection.userGeneration(tenant, user);
          });
    if (!generation)
        return std::unexpected(generation.error());
    return SignInTicket {user,
                         tenant,
                         *generation,
                         (*state)->store.value,
                         (*state)->tenants.value(tenant).value,
                         TicketPlace {side.ring.identity(), (*state)->move.step}.bytes()};
}

Result<qint64> SessionStore::signOutEverywhere(const UserId &user, const TenantId &tenant,
                                               const std::optional<SessionId> &sparing)
{
    return SessionEnder(*m_core).signOutEverywhere(user, tenant, sparing);
}

Result<SessionToken> SessionStore::renewed(const SessionToken &token)
{
    return token.renewed(m_core->random());
}

qint64 SessionStore::now() const
{
    return m_core->time().now();
}

StoreCapabilities SessionStore::capabilities() const
{
    StoreCapabilities capabilities = m_core->capabilities();
    // While a store is converted, and after that, the ring says what is done with payloads.
    if (const auto ring = m_core->ring().current())
        capabilities.sealed = ring->seals();
    return capabilities;
}

QString SessionStore::displayName() const
{
    return m_core->url().displayText();
}

MetricsSnapshot SessionStore::metrics() const
{
    return m_core->metrics().snapshot();
}

} // namespace Axess
