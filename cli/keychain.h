// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/rootkey.h>

/// The desktop's keychain, as a place for a root key: an entry of the service `axess`.
///
/// Nothing is ever kept anywhere else: where no keychain answers, that is Unavailable. Blocks, also while the
/// desktop asks its user to unlock it; needs a QCoreApplication.
namespace Keychain {

/// KeyMissing if there is no such entry, InvalidArgument for what is no key, Denied if the user says no.
Axess::Result<Axess::RootKey> rootKey(const QString &name);
/// Makes a new root key. Conflict if the entry exists: a key is never overwritten.
Axess::Result<void> generate(Axess::RandomSource &random, const QString &name);

} // namespace Keychain
