// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "export/tableexport.h"
#include "operatorlog/logreading.h"

namespace Axess {

/// These acts.
TableSource logSource(const QList<AuditRecord> &records);
/// All that the filter lets pass, read anew.
TableSource logSource(LogPlace place, const AuditFilter &filter);

} // namespace Axess
