// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/keys.h>

#include "instancedocument_p.h"
#include "keywalk_p.h"
#include "session/audited_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Who renews every 5 s and has been silent for so long is not waited for.
constexpr std::chrono::milliseconds silence = std::chrono::seconds(20);

Result<KeyPurpose> purposeNamed(const QString &name)
{
    const auto purpose = std::ranges::find(AllKeyPurposes, name, keyPurposeName);
    if (purpose != AllKeyPurposes.end())
        return *purpose;
    return std::unexpected(
        Error(ErrorCode::InvalidArgument,
              u"There are no keys for “%1”, but for envelope, cookie, audit and document"_s.arg(name)));
}

std::unexpected<Error> denied(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Denied, sentence));
}

// Both stores of a move are opened under one root key; a ring that knows another one opens for nobody who
// has to end the move.
Result<void> checkNoMove(StoreCore &core)
{
    const auto state = core.control().renew(core.deadline());
    if (!state)
        return std::unexpected(state.error());
    return (*state)->move.isUnderWay() ? denied(u"The sessions of this store move to another one, under this "
                                                "root key; finish or cancel the move first"_s)
                                       : Result<void>();
}

KeyUse useOf(const DataKey &key, const QList<InstanceInfo> &live)
{
    KeyUse use;
    use.key = {key.id, keyPurposeName(key.purpose), keyStateName(key.state), key.created, key.stateChanged};
    for (const InstanceInfo &info : live) {
        if (!info.keysKnown.isEmpty() && !info.keysKnown.contains(key.id))
            use.unaware.append(u"%1 on %2"_s.arg(info.program, info.host));
    }
    return use;
}

/// One activation, with an eye on what the operator could not know.
class Activation
{
public:
    Activation(quint32 id, qint64 now)
        : m_id(id)
        , m_now(now)
    { }

    Result<KeyRing> operator()(const KeyRing &ring)
    {
        const DataKey *key = ring.key(m_id);
        if (!key || key->state == KeyState::Active)
            return key ? Result<KeyRing>(ring) : ring.withActivated(m_id, m_now);
        const quint32 replaced = ring.activeKey(key->purpose).id;
        if (m_replaced.value_or(replaced) != replaced)
            return std::unexpected(
                Error(ErrorCode::Conflict, u"key %1 became active"_s.arg(keyIdText(replaced))));
        m_replaced = replaced;
        return ring.withActivated(m_id, m_now);
    }

private:
    const quint32 m_id;
    const qint64 m_now;
    std::optional<quint32> m_replaced;
};

Result<KeyRing> compromised(const KeyRing &ring, quint32 &id, qint64 now, RandomSource &random)
{
    const quint32 leaving = id;
    const DataKey *key = ring.key(leaving);
    if (!key || key->state != KeyState::Active)
        return key && key->state == KeyState::Compromised ? Result<KeyRing>(ring)
                                                          : ring.withCompromised(leaving, now);
    return ring.withStaged(key->purpose, now, random)
        .and_then([&](const KeyRing &staged) {
            const auto fresh = std::ranges::find_if(
                staged.keys(), [&](const DataKey &one) { return ring.key(one.id) == nullptr; });
            id = fresh->id;
            return staged.withActivated(fresh->id, now);
        })
        .and_then([&](const KeyRing &replaced) { return replaced.withCompromised(leaving, now); });
}

// Of what was counted; nothing where counting took too long.
using Counts = std::optional<QHash<quint32, qint64>>;

qint64 countOf(const Counts &counts, quint32 key)
{
    return counts ? counts->value(key) : 0;
}

} // namespace

// The ring is written by now: whoever fails to announce it has not changed nothing.
Result<KeyChange> Keys::announced(quint32 id, quint64 revision)
{
    return announceRing(m_store->core(), revision)
        .transform([&] { return KeyChange {id, revision, {}}; })
        .transform_error([](const Error &error) { return error.withOutcome(Outcome::Unknown); });
}

Result<KeyReport> Keys::list()
{
    StoreCore &core = m_store->core();
    const auto ring = core.ring().readNow(core.deadline());
    if (!ring)
        return std::unexpected(ring.error());
    KeyReport report;
    const auto counts = countByKey(core);
    const auto live = instancesOf(core);
    if (!counts || !live)
        return std::unexpected(counts ? live.error() : counts.error());
    for (const qint64 count : counts->value_or(QHash<quint32, qint64>()))
        report.sessions += count;
    report.isCounted = counts->has_value();
    report.unsealed = countOf(*counts, 0);
    report.revision = (*ring)->revision();
    for (const RootSlot &slot : (*ring)->rootSlots())
        report.rootKeys.append(fingerprintText(slot.fingerprint));
    QList<DataKey> keys = (*ring)->keys();
    std::ranges::sort(keys, {},
                      [](const DataKey &key) { return std::tuple(key.purpose, key.created, key.id); });
    for (const DataKey &key : std::as_const(keys)) {
        report.keys.append(useOf(key, *live));
        KeyUse &use = report.keys.last();
        use.sessions = countOf(*counts, key.id);
        use.share = report.sessions > 0 ? double(use.sessions) / double(report.sessions) : 0;
    }
    return report;
}

Result<KeyChange> Keys::stage(const QString &purpose)
{
    return audited(m_store->core(), {u"key-stage"_s, u"a key for “%1”"_s.arg(purpose), {}},
                   [&] { return stageUnrecorded(purpose); });
}

Result<KeyChange> Keys::stageUnrecorded(const QString &purpose)
{
    StoreCore &core = m_store->core();
    const auto named = purposeNamed(purpose);
    if (!named)
        return std::unexpected(named.error());
    quint32 id = 0;
    const auto stage = [&](const KeyRing &ring) {
        return ring.withStaged(*named, core.time().now(), core.random()).transform([&](const KeyRing &next) {
            id = std::ranges::find_if(next.keys(), [&](const DataKey &key) {
                     return ring.key(key.id) == nullptr;
                 })->id;
            return next;
        });
    };
    return core.ring().change(stage, core.deadline()).and_then([&](const RingKeeper::Ring &ring) {
        return announced(id, ring->revision());
    });
}

Result<KeyChange> Keys::activate(quint32 id)
{
    return audited(m_store->core(), {u"key-activate"_s, u"key "_s + keyIdText(id), {}},
                   [&] { return activateUnrecorded(id); });
}

Result<KeyChange> Keys::activateUnrecorded(quint32 id)
{
    StoreCore &core = m_store->core();
    const auto unaware = instancesUnawareOf(core, id, silence);
    if (!unaware)
        return std::unexpected(unaware.error());
    auto changed
        = core.ring()
              .change(Activation(id, core.time().now()), core.deadline())
              .and_then([&](const RingKeeper::Ring &ring) { return announced(id, ring->revision()); });
    if (!changed)
        return changed;
    for (const QString &instance : *unaware)
        changed->warnings.append(
            u"%1 did not know key %2 yet; it reads the ring anew now"_s.arg(instance, keyIdText(id)));
    return changed;
}

Result<KeyChange> Keys::retire(quint32 id)
{
    return audited(m_store->core(), {u"key-retire"_s, u"key "_s + keyIdText(id), {}},
                   [&] { return retireUnrecorded(id); });
}

Result<KeyChange> Keys::compromise(quint32 id)
{
    return audited(m_store->core(), {u"key-compromise"_s, u"key "_s + keyIdText(id), {}},
                   [&] { return compromiseUnrecorded(id); });
}

Result<KeyChange> Keys::compromiseUnrecorded(quint32 id)
{
    StoreCore &core = m_store->core();
    quint32 shown = id;
    const auto change = [&](const KeyRing &ring) {
        shown = id;
        return compromised(ring, shown, core.time().now(), core.random());
    };
    return core.ring().change(change, core.deadline()).and_then([&](const RingKeeper::Ring &ring) {
        return announced(shown, ring->revision());
    });
}

Result<KeyVerification> Keys::verify(const std::function<bool(qint64)> &goOn)
{
    StoreCore &core = m_store->core();
    const auto ring = core.ring().readNow(core.deadline());
    if (!ring)
        return std::unexpected(ring.error());
    const quint32 active = (*ring)->activeKey(KeyPurpose::Envelope).id;
    return KeyWalk(core, *ring, [active](quint32 key) { return key != active; })
        .run(goOn)
        .transform([](const KeyWalk::Seen &seen) { return seen.report; });
}

Result<QString> Keys::fingerprint(const RootKey &rootKey)
{
    return rootKey.read()
        .and_then([](const SecretBytes &key) { return rootFingerprint(key); })
        .transform(fingerprintText);
}

Result<KeyChange> Keys::addRootKey(const RootKey &next)
{
    return audited(m_store->core(), {u"root-key-add"_s, next.description(), {}},
                   [&] { return addRootKeyUnrecorded(next); });
}

Result<KeyChange> Keys::addRootKeyUnrecorded(const RootKey &next)
{
    StoreCore &core = m_store->core();
    if (const auto none = checkNoMove(core); !none)
        return std::unexpected(none.error());
    const auto rootKey = next.read();
    if (!rootKey)
        return std::unexpected(rootKey.error());
    const auto add = [&](const KeyRing &ring) -> Result<KeyRing> {
        const auto fingerprint = rootFingerprint(*rootKey);
        const bool isThere
            = fingerprint && std::ranges::contains(ring.rootSlots(), *fingerprint, &RootSlot::fingerprint);
        return isThere ? Result<KeyRing>(ring) : ring.withRootSlot(*rootKey, core.random());
    };
    return core.ring().change(add, core.deadline()).and_then([&](const RingKeeper::Ring &ring) {
        return announced(0, ring->revision());
    });
}

Result<KeyChange> Keys::finishRootKey(const RootKey &remaining)
{
    return audited(m_store->core(), {u"root-key-finish"_s, remaining.description(), {}},
                   [&] { return finishRootKeyUnrecorded(remaining); });
}

Result<KeyChange> Keys::finishRootKeyUnrecorded(const RootKey &remaining)
{
    StoreCore &core = m_store->core();
    if (const auto none = checkNoMove(core); !none)
        return std::unexpected(none.error());
    const auto rootKey = remaining.read();
    const auto fingerprint = rootKey.and_then([](const SecretBytes &key) { return rootFingerprint(key); });
    if (!fingerprint)
        return std::unexpected(fingerprint.error());
    const auto live = instancesOf(core);
    if (!live)
        return std::unexpected(live.error());
    const qint64 oldest = core.time().now() - silence.count();
    for (const InstanceInfo &info : *live) {
        if (info.renewed >= oldest && !info.rootKey.isEmpty()
            && info.rootKey != fingerprintText(*fingerprint))
            return denied(u"%1 on %2 still has the root key that shall go; give it the new one first"_s.arg(
                info.program, info.host));
    }
    const auto finish = [&](const KeyRing &ring) -> Result<KeyRing> {
        if (!std::ranges::contains(ring.rootSlots(), *fingerprint, &RootSlot::fingerprint))
            return std::unexpected(
                Error(ErrorCode::KeyMissing, u"The root key that shall remain does not open the key ring"_s));
        return ring.rootSlots().size() == 1 ? Result<KeyRing>(ring)
                                            : ring.withOnlyRootSlot(*rootKey, core.random());
    };
    return core.ring().change(finish, core.deadline()).and_then([&](const RingKeeper::Ring &ring) {
        return announced(0, ring->revision());
    });
}

} // namespace Axess
