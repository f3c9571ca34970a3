// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

namespace Axess {

/// What an account of the store's server is for; each may what those before it may. The console's access
/// modes, kept by the server.
enum class AccountMode : quint8 {
    Viewer, ///< Reads all but payloads.
    Support, ///< Also ends sessions and undoes that.
    Operator, ///< Reads and writes rows as an application does: sweeps, jobs, keys.
    Admin, ///< Also makes and changes the schema.
};

/// The name on the command line: `viewer`.
AXESS_EXPORT QString accountModeName(AccountMode mode);
AXESS_EXPORT std::optional<AccountMode> accountModeFrom(const QString &name);

/// What the account that the store was opened with may do, as its server says. Cheap, and nothing is written.
AXESS_EXPORT Result<AccountRights> accountRights(SessionStore &store);

/// A right that an account has or lacks, against what its mode wants.
struct RightFinding
{
    QString right; ///< A stable name, such as `readPayloads`.
    QString sentence; ///< English: “It reads sessions' data.”
};

/// What the account may do beyond its mode. What the server does not say is not there.
AXESS_EXPORT QList<RightFinding> rightsBeyond(const AccountRights &rights, AccountMode mode);
/// What its mode wants and the account may not do.
AXESS_EXPORT QList<RightFinding> rightsLacking(const AccountRights &rights, AccountMode mode);

/// What an operator types on a server, so that it keeps an account to a mode.
struct AccountGrants
{
    QString place; ///< Where the lines belong, English: “In psql, as a superuser, in the database shop:”.
    QStringList lines; ///< Each whole.
    QStringList notes; ///< What the server cannot keep, and what else to know; English.
};

/// Which account: of a server, its name there.
struct AccountName
{
    QString name; ///< Of an account or role, as the server has it: not quoted.
    QString host = QStringLiteral("%"); ///< From where; of MySQL and MariaDB only.
};

/// The lines for a store, from its URL alone: nothing is asked. Unsupported for a kind of store that keeps
/// nobody from anything; InvalidArgument for a name that no account can have.
AXESS_EXPORT Result<AccountGrants> accountGrants(const StoreUrl &url, AccountMode mode,
                                                 const AccountName &account);

} // namespace Axess
