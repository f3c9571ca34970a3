// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"
#include "session/storeidentity_p.h"

#include <axess/storecopy.h>

namespace Axess {

/// The store that a copy fills: made without ring and epochs of its own, and shut until it is complete.
///
/// The order of its documents is what a killed copy goes on by: where it comes from, who it is, its ring,
/// and, when everything is there, the control document, without which no application opens a store.
class CopyTarget
{
public:
    CopyTarget(const StoreUrl &url, const RootKey &rootKey, const StoreOptions &options);

    /// What stands there; Denied for anything but an empty store or a copy of `source`, InvalidArgument for
    /// the source itself.
    Result<StoreCopyPlan::Target> look(const QByteArray &sourceIdentity);
    /// A target that never led, or was given up, opens under the source's root key again when that was
    /// changed since. KeyMissing for any other one under another root key.
    Result<void> carryRootKey(StoreCore &source);
    /// The target as a store that jobs run on: made if need be, its ring at least as new as the source's.
    Result<std::shared_ptr<SessionStore>> prepare(StoreCore &source);

    /// The target's control document, as the source's: from now on it is a store like any other.
    static Result<void> complete(StoreCore &source, StoreCore &target);

private:
    Result<std::unique_ptr<StoreCore>> connect() const;
    Result<StoreIdentity> identify(StoreCore &core, const RingKeeper &source) const;
    Result<void> takeRing(StoreCore &core, const RingKeeper &source, const QByteArray &identity) const;

    const StoreUrl m_url;
    const RootKey m_rootKey;
    const StoreOptions m_options;
};

} // namespace Axess
