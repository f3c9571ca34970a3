// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>

#include <QtCore/qloggingcategory.h>

namespace Axess {

// Categories `axess.store`, `axess.session`, `axess.crypto`, `axess.job`. Ids may stand in them, never tokens
// or keys.
AXESS_EXPORT Q_DECLARE_LOGGING_CATEGORY(storeLog) AXESS_EXPORT
    Q_DECLARE_LOGGING_CATEGORY(sessionLog) AXESS_EXPORT Q_DECLARE_LOGGING_CATEGORY(cryptoLog) AXESS_EXPORT
    Q_DECLARE_LOGGING_CATEGORY(jobLog)

} // namespace Axess
