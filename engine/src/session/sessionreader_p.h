// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storecore_p.h"

namespace Axess {

/// The verbs of SessionStore that open single rows.
class SessionReader
{
public:
    explicit SessionReader(StoreCore &core)
        : m_core(core)
    { }

    Result<std::optional<SessionRow>> load(const SessionToken &token);
    Result<std::optional<ListedSession>> find(const SessionId &id);

private:
    /// A row as it stands, with its payload where this account and this program may read it.
    struct Found
    {
        SealedRow row;
        bool hasPayload = false;
    };

    std::nullopt_t missed();
    Result<std::optional<Found>> stored(const SessionId &id, const Deadline &deadline);

    StoreCore &m_core;
};

} // namespace Axess
