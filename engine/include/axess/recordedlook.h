// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

namespace Axess {

class AuditTrail;

/// A look into a store that carries something out of it, such as an export: in the audit trail as acts are,
/// with an entry before and one after (audit.h).
///
/// Where nothing records (Audit::attach) it does nothing. Blocking. Value type; any thread.
class AXESS_EXPORT RecordedLook
{
public:
    RecordedLook() = default; ///< Of nothing.
    /// `act` is such as `export`, `what` says of what; never data, never tokens. An error only with
    /// AuditPolicy::Require: then it must not be done.
    static Result<RecordedLook> begin(std::shared_ptr<SessionStore> store, const QString &act,
                                      const QString &what);
    /// What became of it. An entry that is never ended says that whoever looked was cut off.
    void end(const std::optional<Error> &failure = {}) const;

private:
    std::shared_ptr<SessionStore> m_store;
    std::shared_ptr<AuditTrail> m_trail;
    quint64 m_intent = 0;
    QString m_act;
    QString m_what;
};

} // namespace Axess
