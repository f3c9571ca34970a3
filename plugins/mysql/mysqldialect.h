// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqldialect.h"

#include <memory>

namespace Axess {

/// How sqlcommon speaks to MySQL and MariaDB.
std::shared_ptr<const SqlDialect> mysqlDialect();

/// What statements compare tenants' epochs with: the connection's own, for as long as it lives.
QString mysqlRaisedTenants();

} // namespace Axess
