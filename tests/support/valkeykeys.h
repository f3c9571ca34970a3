// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storeurl.h>

/// Removes what begins with a prefix, by SCAN and UNLINK, from every primary of a Valkey set-up.
///
/// The prefix has no characters that a glob pattern gives a meaning.
Axess::Result<void> removeKeys(const Axess::StoreUrl &url, const QString &prefix);
