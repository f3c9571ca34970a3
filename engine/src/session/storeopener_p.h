// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storecore_p.h"
#include "storeidentity_p.h"

namespace Axess {

/// Whether a store holds any session, live or dead.
Result<bool> holdsSessions(StorageAccess &storage, const Deadline &deadline);

/// Opens a store by the rules of docs/session-format.md: who may make what, and when a store stays shut.
class AXESS_TEST_EXPORT StoreOpener
{
public:
    enum class Purpose : quint8 {
        Application, ///< Makes an empty embedded store; one that seals needs the key.
        Initialise, ///< Makes what is missing.
        Operator, ///< Makes nothing; works without the key.
        Mover, ///< Makes nothing; opens a store whose sessions move, by itself.
    };

    StoreOpener(const StoreUrl &url, const RootKey &rootKey, const StoreOptions &options, Purpose purpose);

    Result<std::unique_ptr<StoreCore>> open();
    /// The store as it is, without schema, identity and ring.
    Result<std::unique_ptr<StoreCore>> connect();

private:
    Result<void> checkSealOption() const;
    Result<void> checkJsonOption() const;
    Result<void> prepareSchema();
    Result<void> prepareIdentity();
    Result<void> prepareRing();
    Result<void> checkMode(const KeyRing &ring) const;
    bool isMixed() const { return m_url.option(QStringLiteral("seal")) == QLatin1StringView("mixed"); }
    Result<void> prepareControl();
    Result<void> makeControl();
    Result<Standby::Store> storeAt(const StoreUrl &url, const std::shared_ptr<ConnectionFactory> &given);
    Result<KeyRing> readRing(const SecretBytes &rootKey);
    Result<void> makeIdentity();
    Result<void> makeRing(const SecretBytes &rootKey);
    bool mayMake() const;
    bool canFollow(const Standby::Store &own) const;

    const StoreUrl &m_url;
    const RootKey &m_rootKey;
    const StoreOptions m_options;
    const Purpose m_purpose;
    const Deadline m_deadline;
    std::shared_ptr<BackendRegistry> m_registry;
    std::unique_ptr<StoreCore> m_core;
    StoreIdentity m_identity;
};

} // namespace Axess
