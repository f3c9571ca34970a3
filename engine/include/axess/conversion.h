// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/jobs.h>

namespace Axess {

/// What a store is converted into while it is used (docs/keys.md).
enum class ConversionTarget : quint8 {
    Sealed, ///< Payloads are encrypted.
    Unsealed, ///< Whoever reads the store reads the sessions' data.
};

/// Opens a store whose payloads shall be converted, as `seal=mixed` in its URL says; the URL need not say it.
///
/// For ConversionTarget::Sealed a key ring is made where none is, by compare-and-swap: from then on instances
/// with the root key and `seal=mixed` open the store, and nothing else has changed. Twice changes nothing.
/// InvalidArgument without a root key, or for `json=on`; KeyMissing for a store that was sealed under another
/// one. The errors of SessionStore::open.
AXESS_EXPORT Result<std::shared_ptr<SessionStore>> openForConversion(const StoreUrl &url,
                                                                     const RootKey &rootKey,
                                                                     ConversionTarget target,
                                                                     const StoreOptions &options = {});

/// The job `convert` that does it. A dry run opens every session, counts, and writes nothing; it needs no
/// store that was opened for it.
AXESS_EXPORT JobRequest conversionRequest(ConversionTarget target, JobMode mode = JobMode::Act);

} // namespace Axess
