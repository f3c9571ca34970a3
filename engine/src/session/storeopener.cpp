// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storeopener_p.h"

#include <axess/backendregistry.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Making a store takes longer than a verb: files are created and made durable.
constexpr std::chrono::milliseconds shortestOpening = std::chrono::seconds(10);

std::unexpected<Error> refused(ErrorCode code, const QString &sentence)
{
    return std::unexpected(Error(code, sentence));
}

// What the deployment says in the URL goes before the application's default.
StoreOptions withTimeoutOf(const StoreUrl &url, StoreOptions options)
{
    const int milliseconds = url.number(u"timeoutMs"_s, 0);
    if (milliseconds > 0)
        options.callDeadline = std::chrono::milliseconds(milliseconds);
    return options;
}

} // namespace

StoreOpener::StoreOpener(const StoreUrl &url, const RootKey &rootKey, const StoreOptions &options,
                         Purpose purpose)
    : m_url(url)
    , m_rootKey(rootKey)
    , m_options(withTimeoutOf(url, options))
    , m_purpose(purpose)
    , m_deadline(Deadline::in(std::max(m_options.callDeadline, shortestOpening)))
{ }

bool StoreOpener::mayMake() const
{
    if (m_options.access == AccessMode::ReadOnly || m_purpose == Purpose::Operator
        || m_purpose == Purpose::Mover)
        return false;
    const bool isEmbedded = m_url.backend() == u"memory" || m_url.backend() == u"sqlite";
    return m_purpose == Purpose::Initialise || (isEmbedded && m_url.option(u"create"_s) != u"no"_s);
}

Result<Standby::Store> StoreOpener::storeAt(const StoreUrl &url,
                                            const std::shared_ptr<ConnectionFactory> &given)
{
    StoreCapabilities capabilities;
    capabilities.backend = url.backend();
    if (given)
        return Standby::Store {url, capabilities, given};
    if (!m_registry)
        m_registry = m_options.registry ? m_options.registry : std::make_shared<BackendRegistry>();
    const auto factory = m_registry->factory(url, m_options.access);
    if (!factory)
        return std::unexpected(factory.error());
    if (const auto descriptor = m_registry->descriptor(url.backend())) {
        capabilities.displayName = descriptor->displayName;
        capabilities.persistent = descriptor->has(u"persistent"_s);
        capabilities.clusterSafe = descriptor->has(u"clusterSafe"_s);
        capabilities.nativeTtl = descriptor->has(u"nativeTtl"_s);
    }
    return Standby::Store {url, capabilities, *factory};
}

// How far a move is stands in a document that is sealed in a sealed store.
bool StoreOpener::canFollow(const Standby::Store &own) const
{
    if (m_purpose != Purpose::Operator || !m_rootKey.isNone())
        return true;
    StorageAccess storage(own.factory, StoreSide::settingsFor(own.url, m_options));
    const auto stored = readDocument(storage, DocumentName::Identity.toString(), m_deadline);
    if (!stored || !*stored)
        return false;
    const auto identity = StoreIdentity::fromBytes((*stored)->bytes);
    return identity && identity->sealing == StoreIdentity::Sealing::Clear;
}

Result<std::unique_ptr<StoreCore>> StoreOpener::connect()
{
    auto own = storeAt(m_url, m_options.factory);
    if (!own)
        return std::unexpected(own.error());
    std::unique_ptr<Standby> standby;
    // Who makes the move asks each store by itself.
    if (m_options.standby && m_purpose != Purpose::Mover && canFollow(*own)) {
        // Looking for it must not make it.
        const bool isFile = m_options.standby->backend() == u"sqlite";
        auto other
            = storeAt(isFile ? m_options.standby->withOption(u"create"_s, u"no"_s) : *m_options.standby,
                      m_options.standbyFactory);
        if (!other)
            return std::unexpected(other.error().within(u"The standby"_s));
        other->url = *m_options.standby;
        standby = std::make_unique<Standby>(*own, *other, m_rootKey, completed(m_options));
        own->factory = standby->ownFactory();
    }
    auto core = std::make_unique<StoreCore>(m_url, m_options, std::move(own->factory), own->capabilities,
                                            std::move(standby));
    if (m_registry)
        core->keepLoaded(m_registry);
    return core;
}

Result<void> StoreOpener::checkSealOption() const
{
    const QString seal = m_url.option(u"seal"_s).value_or(QString());
    if (!seal.isEmpty() && m_rootKey.isNone() && m_purpose != Purpose::Operator)
        return refused(ErrorCode::KeyMissing, u"The URL says seal=%1, but no root key was given"_s.arg(seal));
    return {};
}

Result<void> StoreOpener::checkJsonOption() const
{
    if (m_url.option(u"json"_s) == u"on"_s && !m_rootKey.isNone())
        return refused(
            ErrorCode::InvalidArgument,
            u"json=on would put the data of sealed sessions beside them, for everybody to read; leave the "
            "option or the root key out"_s);
    return {};
}

Result<std::unique_ptr<StoreCore>> StoreOpener::open()
{
    if (const auto fit = checkSealOption().and_then([&] { return checkJsonOption(); }); !fit)
        return std::unexpected(fit.error());
    auto connected = connect();
    if (!connected)
        return connected;
    m_core = std::move(*connected);
    for (const auto step : {&StoreOpener::prepareSchema, &StoreOpener::prepareIdentity,
                            &StoreOpener::prepareRing, &StoreOpener::prepareControl}) {
        if (const auto done = (this->*step)(); !done)
            return std::unexpected(done.error().within(m_url.displayText()));
    }
    if (const auto begun = m_core->beginStandby(); !begun)
        return std::unexpected(begun.error().within(m_url.displayText()));
    m_core->measureTime(m_deadline);
    return std::move(m_core);
}

Result<void> StoreOpener::prepareSchema()
{
    const auto state = m_core->storage().run(
        Verb::Schema, m_deadline, [](StorageConnection &connection) { return connection.schema(); });
    if (!state)
        return std::unexpected(state.error());
    if (state->exists && state->readableFrom > state->mine)
        return refused(
            ErrorCode::TooNew,
            u"The store's schema %1 can be read from version %2 on; this program knows version %3"_s
                .arg(state->written)
                .arg(state->readableFrom)
                .arg(state->mine));
    if (state->exists && state->written < state->mine && m_url.option(u"json"_s) == u"on"_s)
        return refused(
            ErrorCode::InvalidArgument,
            u"The store's schema has no column for json=on yet; `axessctl schema upgrade` makes one"_s);
    if (state->exists)
        return {};
    if (!mayMake())
        return refused(ErrorCode::InvalidArgument,
                       u"There is no Axess store here yet; `axessctl init` makes one"_s);
    return m_core->storage().run(Verb::ChangeSchema, m_deadline,
                                 [](StorageConnection &connection) { return connection.initSchema(); });
}

Result<bool> holdsSessions(StorageAccess &storage, const Deadline &deadline)
{
    PageRequest request;
    request.limit = 1;
    return storage
        .run(Verb::Page, deadline, [&](StorageConnection &connection) { return connection.page(request); })
        .transform([](const RowPage &page) { return !page.rows.isEmpty(); });
}

Result<void> StoreOpener::prepareIdentity()
{
    auto stored = readDocument(m_core->storage(), DocumentName::Identity.toString(), m_deadline);
    if (stored && !*stored) {
        if (const auto made = makeIdentity(); !made)
            return made;
        stored = readDocument(m_core->storage(), DocumentName::Identity.toString(), m_deadline);
    }
    if (!stored)
        return std::unexpected(stored.error());
    const auto identity = *stored
        ? StoreIdentity::fromBytes((*stored)->bytes)
        : Result<StoreIdentity>(
              refused(ErrorCode::Conflict, u"The store's identity was removed meanwhile"_s));
    if (!identity)
        return std::unexpected(identity.error());
    m_identity = *identity;
    return {};
}

Result<void> StoreOpener::makeIdentity()
{
    const auto rows = holdsSessions(m_core->storage(), m_deadline);
    if (!rows)
        return std::unexpected(rows.error());
    if (*rows)
        return refused(ErrorCode::KeyMissing,
                       u"The store holds sessions, but its identity and its keys are missing"_s);
    if (!mayMake())
        return refused(ErrorCode::InvalidArgument,
                       u"This store was never initialised; `axessctl init` does it"_s);
    const auto sealing = m_rootKey.isNone() ? StoreIdentity::Sealing::Clear : StoreIdentity::Sealing::Sealed;
    const auto identity = StoreIdentity::random(sealing, m_core->random());
    if (!identity)
        return std::unexpected(identity.error());
    const auto put
        = putDocument(m_core->storage(), DocumentName::Identity.toString(), identity->bytes(), 0, m_deadline);
    // Another program was faster: its identity is the store's.
    if (!put && put.error().code() != ErrorCode::Conflict)
        return std::unexpected(put.error());
    if (put)
        m_core->noteMade(u"init"_s);
    return {};
}

Result<void> StoreOpener::prepareRing()
{
    const bool isClear = m_identity.sealing == StoreIdentity::Sealing::Clear;
    if (isClear && !m_rootKey.isNone() && !isMixed())
        return refused(
            ErrorCode::KeyMissing,
            u"This store does not seal its sessions, but a root key was given; `axessctl store seal` seals "
            "them"_s);
    if (isClear && m_rootKey.isNone()) {
        m_core->ring().set(RingKind::NotSealed, m_identity.id);
        return {};
    }
    if (m_rootKey.isNone()) {
        if (m_purpose != Purpose::Operator)
            return refused(ErrorCode::KeyMissing, u"This store is sealed; it opens only with its root key"_s);
        m_core->ring().set(RingKind::Keyless, m_identity.id);
        return {};
    }
    auto rootKey = m_rootKey.read();
    if (!rootKey)
        return std::unexpected(rootKey.error());
    auto ring = readRing(*rootKey);
    if (!ring)
        return std::unexpected(ring.error().within(u"Key ring, opened with "_s + m_rootKey.description()));
    if (const auto fits = checkMode(*ring); !fits)
        return fits;
    m_core->ring().set(RingKind::Keyed, m_identity.id, isMixed());
    m_core->ring().hold(std::move(*ring), std::move(*rootKey), m_rootKey);
    return {};
}

// Both have to say it: the ring, which whoever can write to the store cannot change, but for an older one;
// and the deployment.
Result<void> StoreOpener::checkMode(const KeyRing &ring) const
{
    if (isMixed() || ring.mode() == SealMode::Sealed)
        return {};
    if (ring.mode() == SealMode::Clear)
        return refused(ErrorCode::KeyMissing, u"This store was unsealed; open it without a root key"_s);
    return refused(
        ErrorCode::KeyMissing,
        u"This store is being converted, sealed and unsealed sessions stand side by side; it opens "
        "only with seal=mixed in its URL"_s);
}

Result<KeyRing> StoreOpener::readRing(const SecretBytes &rootKey)
{
    auto stored = readDocument(m_core->storage(), DocumentName::Ring.toString(), m_deadline);
    if (stored && !*stored) {
        if (const auto made = makeRing(rootKey); !made)
            return std::unexpected(made.error());
        stored = readDocument(m_core->storage(), DocumentName::Ring.toString(), m_deadline);
    }
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return refused(ErrorCode::KeyMissing, u"The store's key ring was removed meanwhile"_s);
    return openRing((*stored)->bytes, rootKey, m_identity.id);
}

Result<void> StoreOpener::makeRing(const SecretBytes &rootKey)
{
    if (m_identity.sealing == StoreIdentity::Sealing::Clear)
        return refused(ErrorCode::KeyMissing,
                       u"This store is not being sealed; `axessctl store seal` begins with that"_s);
    const auto rows = holdsSessions(m_core->storage(), m_deadline);
    if (!rows)
        return std::unexpected(rows.error());
    if (*rows || !mayMake())
        return refused(ErrorCode::KeyMissing, u"The store is sealed, but its key ring is missing"_s);
    const auto sealed = KeyRing::create(m_identity.id, rootKey, m_core->time().now(), m_core->random())
                            .and_then([&](const KeyRing &ring) { return sealRing(ring, m_core->random()); });
    if (!sealed)
        return std::unexpected(sealed.error());
    const auto put = putDocument(m_core->storage(), DocumentName::Ring.toString(), *sealed, 0, m_deadline);
    if (!put && put.error().code() != ErrorCode::Conflict)
        return std::unexpected(put.error());
    if (put)
        m_core->noteMade(u"ring-make"_s);
    return {};
}

Result<void> StoreOpener::makeControl()
{
    const auto origin = readDocument(m_core->storage(), DocumentName::CopyOrigin.toString(), m_deadline);
    const auto sign = readDocument(m_core->storage(), DocumentName::Move.toString(), m_deadline);
    const auto rows = holdsSessions(m_core->storage(), m_deadline);
    if (!origin || !sign)
        return std::unexpected(origin ? sign.error() : origin.error());
    if (!rows)
        return std::unexpected(rows.error());
    if (*origin && *sign)
        return refused(
            ErrorCode::Unavailable,
            u"Sessions are moving into this store and another one leads; until the move is finished "
            "that one is named in AXESS_STORE, and this one in AXESS_STANDBY_STORE"_s);
    if (*origin)
        return refused(
            ErrorCode::Unavailable,
            u"The copy into this store is not complete yet; `axessctl migrate run` goes on with it"_s);
    // Without it ended epochs would live again.
    if (*rows || !mayMake())
        return refused(ErrorCode::Corrupt, u"The store's control document is missing"_s);
    ControlState first;
    first.serial = 1;
    const auto ring = m_core->ring().current();
    first.ringRevision = ring ? ring->revision() : 0;
    const auto put
        = m_core->documents().write(DocumentName::Control.toString(), encodeControl(first), 0, m_deadline);
    if (!put && put.error().code() != ErrorCode::Conflict)
        return std::unexpected(put.error());
    return {};
}

Result<void> StoreOpener::prepareControl()
{
    const bool isKeyless = m_core->ring().kind() == RingKind::Keyless;
    m_core->follow(isKeyless ? ControlCopy::Mode::NotReadable : ControlCopy::Mode::Followed);
    if (isKeyless)
        return m_core->control().renew(m_deadline).transform([](const ControlCopy::State &) { });
    if (m_purpose == Purpose::Mover)
        m_core->control().setMoves(ControlCopy::Moves::Followed);
    const auto ring = m_core->ring().current();
    const auto document = m_core->documents().read(DocumentName::Control.toString(), m_deadline);
    if (!document)
        return std::unexpected(document.error());
    if (!*document) {
        if (const auto made = makeControl(); !made)
            return made;
    }
    const auto state = m_core->control().renew(m_deadline);
    if (!state)
        return std::unexpected(state.error());
    if (!ring || ring->revision() >= (*state)->ringRevision)
        return {};
    // It was changed between the two readings.
    const auto newer = m_core->ring().readNow(m_deadline);
    if (!newer)
        return std::unexpected(newer.error());
    if ((*newer)->revision() < (*state)->ringRevision)
        return refused(ErrorCode::Corrupt, u"The store's key ring is older than its control document says"_s);
    return {};
}

} // namespace Axess
