// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storecore_p.h"

namespace Axess {

/// An administrative act, as its intent is recorded.
struct AuditAct
{
    QString act; ///< Such as `revoke`.
    QString what; ///< Of what; ids, never tokens.
    QString reason;
};

/// Where the acts through a store are recorded. Thread-safe.
class AuditTrail
{
public:
    virtual ~AuditTrail() = default;

    /// Before the act; its number. An error only where nothing may be done without.
    virtual Result<quint64> intend(const AuditAct &act) = 0;
    /// After it. What cannot be recorded is logged: the act has happened.
    virtual void conclude(quint64 intent, const AuditAct &act, const std::optional<Error> &failure) = 0;
};

/// Does it between an intent and a result, where the store has a trail.
template<typename Perform>
auto audited(StoreCore &core, const AuditAct &act, const Perform &perform) -> decltype(perform())
{
    const auto trail = core.auditTrail();
    if (!trail)
        return perform();
    const auto intent = trail->intend(act);
    if (!intent)
        return std::unexpected(intent.error());
    auto result = perform();
    trail->conclude(*intent, act, result ? std::nullopt : std::optional(result.error()));
    return result;
}

} // namespace Axess
