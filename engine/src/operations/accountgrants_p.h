// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/accountmodes.h>

namespace Axess {

// The lines for one kind of store each; the account's name has no control characters.

Result<AccountGrants> postgresGrants(const StoreUrl &url, AccountMode mode, const AccountName &account);
Result<AccountGrants> mysqlGrants(const StoreUrl &url, AccountMode mode, const AccountName &account);
Result<AccountGrants> valkeyGrants(const StoreUrl &url, AccountMode mode, const AccountName &account);
Result<AccountGrants> sqliteGrants(const StoreUrl &url, AccountMode mode, const AccountName &account);

/// What tables of a database hold, by who may what. Checked against real servers by signing in.
namespace StoreTables {

/// Of `axess_session`, all that a list shows: neither payload nor what is written of it as JSON.
QString readColumns();
QString markColumns(); ///< What a revocation writes.
QString eventColumns(); ///< What is written of an event: all but its position, which nobody chooses.
/// Without sessions; `axess_schema` first.
QStringList beside();

} // namespace StoreTables

} // namespace Axess
