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
    std::nullopt_t missed();

    StoreCore &m_core;
};

} // namespace Axess
