// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "copytarget_p.h"

#include "session/storeopener_p.h"

#include <QtCore/qfile.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

using Target = StoreCopyPlan::Target;

std::unexpected<Error> refused(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Denied, sentence));
}

Result<std::optional<QByteArray>> bytesOf(StoreCore &core, QStringView name)
{
    return readDocument(core.storage(), name.toString(), core.deadline())
        .transform([](const std::optional<StoredDocument> &document) {
            return document ? std::optional(document->bytes) : std::nullopt;
        });
}

// Stores a document that is not there yet. What another put there meanwhile stands.
Result<QByteArray> putFirst(StoreCore &core, QStringView name, const QByteArray &bytes)
{
    const auto put = putDocument(core.storage(), name.toString(), bytes, 0, core.deadline());
    if (put)
        return bytes;
    if (put.error().code() != ErrorCode::Conflict)
        return std::unexpected(put.error());
    return bytesOf(core, name).transform([](const std::optional<QByteArray> &standing) {
        return standing.value_or(QByteArray());
    });
}

Result<Target> lookAt(StoreCore &core, const QByteArray &sourceIdentity)
{
    const auto schema = core.storage().run(Verb::Schema, core.deadline(),
                                           [](StorageConnection &connection) { return connection.schema(); });
    if (!schema)
        return std::unexpected(schema.error());
    if (!schema->exists)
        return Target::Empty;
    if (schema->readableFrom > schema->mine)
        return std::unexpected(
            Error(ErrorCode::TooNew, u"The target's schema was written by a later version of Axess"_s));

    const auto identity = bytesOf(core, DocumentName::Identity);
    const auto origin = bytesOf(core, DocumentName::CopyOrigin);
    const auto control = bytesOf(core, DocumentName::Control);
    for (const auto *document : {&identity, &origin, &control}) {
        if (!*document)
            return std::unexpected(document->error());
    }
    if (*identity) {
        const auto known = StoreIdentity::fromBytes(**identity);
        if (!known)
            return std::unexpected(known.error());
        if (known->id == sourceIdentity)
            return std::unexpected(
                Error(ErrorCode::InvalidArgument, u"Source and target are the same store"_s));
    }
    if (*origin && **origin != sourceIdentity)
        return refused(u"The target is a copy of another store; give the copy a database of its own"_s);
    if (*origin)
        return *control ? Target::Complete : Target::Begun;
    const auto rows = holdsSessions(core.storage(), core.deadline());
    if (!rows)
        return std::unexpected(rows.error());
    if (*identity || *rows)
        return refused(u"The target is a store already; a copy goes into an empty database, which must not "
                       "be initialised before"_s);
    return Target::Empty;
}

// Whether a move into it was given up, or it never led. The ring at hand has the keys of its documents.
Result<bool> isGivenUp(StoreCore &core, const QByteArray &sourceIdentity)
{
    const auto control = core.documents().read(DocumentName::Control.toString(), core.deadline());
    if (!control)
        return std::unexpected(control.error());
    if (!*control)
        return true;
    return decodeControl((*control)->content).transform([&](const ControlState &state) {
        return state.move.phase == MovePhase::GivenUp && state.move.source == sourceIdentity;
    });
}

} // namespace

CopyTarget::CopyTarget(const StoreUrl &url, const RootKey &rootKey, const StoreOptions &options)
    : m_url(url)
    , m_rootKey(rootKey)
    , m_options(options)
{ }

Result<std::unique_ptr<StoreCore>> CopyTarget::connect() const
{
    return StoreOpener(m_url, m_rootKey, m_options, StoreOpener::Purpose::Initialise).connect();
}

Result<Target> CopyTarget::look(const QByteArray &sourceIdentity)
{
    // A database file that is not there is as empty as can be, and looking makes none.
    if (m_url.backend() == u"sqlite" && !QFile::exists(m_url.path()))
        return Target::Empty;
    auto core = connect();
    if (!core)
        return std::unexpected(core.error());
    return lookAt(**core, sourceIdentity).transform_error([&](const Error &error) {
        return error.within(m_url.displayText());
    });
}

Result<std::shared_ptr<SessionStore>> CopyTarget::prepare(StoreCore &source)
{
    const RingKeeper &ring = source.ring();
    const auto target = look(ring.identity());
    if (!target)
        return std::unexpected(target.error());
    if (*target == Target::Complete)
        return SessionStore::open(m_url, m_rootKey, m_options);
    auto connected = connect();
    if (!connected)
        return std::unexpected(connected.error());
    StoreCore &core = **connected;
    const auto identity
        = core.storage()
              .run(Verb::ChangeSchema, core.deadline(),
                   [](StorageConnection &connection) { return connection.initSchema(); })
              .and_then([&] { return putFirst(core, DocumentName::CopyOrigin, ring.identity()); })
              .and_then([&](const QByteArray &) { return identify(core, ring); });
    if (!identity)
        return std::unexpected(identity.error().within(m_url.displayText()));
    if (const auto taken = takeRing(core, ring, identity->id); !taken)
        return std::unexpected(taken.error().within(m_url.displayText()));
    // There are no epochs to go by yet.
    core.follow(ControlCopy::Mode::NotReadable);
    return SessionStore::fromCore(std::move(*connected));
}

Result<StoreIdentity> CopyTarget::identify(StoreCore &core, const RingKeeper &source) const
{
    const auto sealing = source.kind() == RingKind::NotSealed ? StoreIdentity::Sealing::Clear
                                                              : StoreIdentity::Sealing::Sealed;
    return StoreIdentity::random(sealing, core.random())
        .and_then(
            [&](const StoreIdentity &fresh) { return putFirst(core, DocumentName::Identity, fresh.bytes()); })
        .and_then([](const QByteArray &standing) { return StoreIdentity::fromBytes(standing); });
}

Result<void> CopyTarget::takeRing(StoreCore &core, const RingKeeper &source, const QByteArray &identity) const
{
    if (source.kind() == RingKind::NotSealed) {
        core.ring().set(RingKind::NotSealed, identity);
        return {};
    }
    const auto theirs = source.ring();
    auto rootKey = m_rootKey.read();
    if (!theirs || !rootKey)
        return std::unexpected(theirs ? rootKey.error() : theirs.error());
    const auto standing = readDocument(core.storage(), DocumentName::Ring.toString(), core.deadline());
    auto copied = (*theirs)->copiedFor(identity, *rootKey, core.random());
    if (!standing || !copied)
        return std::unexpected(standing ? copied.error() : standing.error());
    auto mine = *standing ? openRing((*standing)->bytes, *rootKey, identity) : copied;
    if (!mine)
        return std::unexpected(mine.error());
    // The source's keys were rotated since the copy was begun.
    const bool isBehind = !mine->includes(*copied);
    if (isBehind)
        mine = std::move(copied);
    if (isBehind || !*standing) {
        const auto put = sealRing(*mine, core.random()).and_then([&](const QByteArray &sealed) {
            return putDocument(core.storage(), DocumentName::Ring.toString(), sealed,
                               *standing ? (*standing)->revision : 0, core.deadline());
        });
        if (!put)
            return std::unexpected(put.error());
    }
    core.ring().set(RingKind::Keyed, identity);
    core.ring().hold(std::move(*mine), std::move(*rootKey), m_rootKey);
    return {};
}

// All its keys are the source's, which has got back what was added while this one led. One that stands by
// itself has keys that nobody else has.
Result<void> CopyTarget::carryRootKey(StoreCore &source)
{
    if (source.ring().kind() != RingKind::Keyed)
        return {};
    const auto connected = connect();
    if (!connected)
        return std::unexpected(connected.error());
    StoreCore &core = **connected;
    const auto identity = readDocument(core.storage(), DocumentName::Identity.toString(), core.deadline());
    const auto ring = readDocument(core.storage(), DocumentName::Ring.toString(), core.deadline());
    if (!identity || !ring)
        return std::unexpected(identity ? ring.error() : identity.error());
    auto rootKey = m_rootKey.read();
    const auto theirs = source.ring().readNow(source.deadline());
    if (!rootKey || !theirs)
        return std::unexpected(rootKey ? theirs.error() : rootKey.error());
    // What was not made yet is made under this root key.
    const auto known = *identity && *ring ? StoreIdentity::fromBytes((*identity)->bytes)
                                          : Result<StoreIdentity>(StoreIdentity());
    if (!known || known->id.isEmpty())
        return known.transform([](const StoreIdentity &) { });
    const auto opened = openRing((*ring)->bytes, *rootKey, known->id);
    if (opened || opened.error().code() != ErrorCode::KeyMissing)
        return opened.transform([](const KeyRing &) { });
    auto copied = (*theirs)->copiedFor(known->id, *rootKey, core.random());
    const auto sealed = copied.and_then([&](const KeyRing &mine) { return sealRing(mine, core.random()); });
    if (!sealed)
        return std::unexpected(sealed.error());
    core.ring().set(RingKind::Keyed, known->id);
    core.ring().hold(std::move(*copied), std::move(*rootKey), m_rootKey);
    const auto isFree = isGivenUp(core, source.ring().identity());
    if (!isFree)
        return std::unexpected(isFree.error());
    if (!*isFree)
        return std::unexpected(Error(ErrorCode::KeyMissing,
                                     u"The target is under another root key than the source, and has led "
                                     "since; name the root key that opens both"_s));
    return putDocument(core.storage(), DocumentName::Ring.toString(), *sealed, (*ring)->revision,
                       core.deadline())
        .transform([](quint64) { });
}

Result<void> CopyTarget::complete(StoreCore &source, StoreCore &target)
{
    const auto state = source.control().renew(source.deadline());
    if (!state)
        return std::unexpected(state.error());
    ControlState copied = **state;
    const auto ring = target.ring().current();
    copied.ringRevision = ring ? ring->revision() : 0;
    const auto put = target.documents().write(DocumentName::Control.toString(), encodeControl(copied), 0,
                                              target.deadline());
    // Written by the step that was killed before it was kept.
    if (!put && put.error().code() != ErrorCode::Conflict)
        return std::unexpected(put.error());
    return {};
}

} // namespace Axess
