// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

namespace Axess {

/// What a list shows of the client: for display only, never for decisions. Clear in the store.
struct AXESS_EXPORT ClientInfo
{
    static constexpr qsizetype MaximumBytes = 512; ///< Of all three together, UTF-8.

    QString address;
    QString userAgent;
    QString label; ///< A short name such as "Firefox on Linux".

    /// Shortened at a character's edge so that all three fit; the user agent gives way first.
    ClientInfo fitted() const;

    bool operator==(const ClientInfo &) const = default;
};

} // namespace Axess
