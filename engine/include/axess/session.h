// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/error.h>
#include <axess/requestcontext.h>
#include <axess/sessionrow.h>

namespace Axess {

/// One visitor's session while a request is served: a value; changes reach the store by SessionManager::save.
///
/// Always there: a visitor without a live session has a guest's, which is not stored until it carries data.
class AXESS_EXPORT Session
{
public:
    Session() = default;

    bool isStored() const { return m_row.revision > 0; }
    bool isSignedIn() const { return !m_row.user.isEmpty(); }
    const SessionId &id() const { return m_row.id; } ///< Null while not stored.
    const UserId &user() const { return m_row.user; }
    const TenantId &tenant() const { return m_row.tenant; }
    SessionLevel level() const { return m_row.level; }
    const SessionRow &row() const { return m_row; }

    QCborValue value(const QString &name) const { return m_row.data.value(name); } ///< Undefined when absent.
    void insert(const QString &name, const QCborValue &value) { m_row.data.insert(name, value); }
    void remove(const QString &name) { m_row.data.remove(name); }
    bool hasChanges() const { return m_row.data != m_base; } ///< Since it was loaded or saved.

    /// The `Set-Cookie` value that the answer must carry, if any: a new token, or the end of a dead one.
    /// Never set after Unavailable: an outage is not a log-out.
    const std::optional<QByteArray> &setCookie() const { return m_setCookie; }

private:
    friend class SessionManager;

    SessionRow m_row;
    SessionData m_base; ///< As loaded: the common ancestor of a merge.
    RequestContext m_request;
    std::optional<QByteArray> m_setCookie;
    std::optional<Error> m_unsaved; ///< Why a guest's is not stored: its cookie would replace one that stays.
};

} // namespace Axess
