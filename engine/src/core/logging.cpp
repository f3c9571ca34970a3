// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/logging.h>

namespace Axess {

Q_LOGGING_CATEGORY(storeLog, "axess.store", QtInfoMsg)
Q_LOGGING_CATEGORY(sessionLog, "axess.session", QtInfoMsg)
Q_LOGGING_CATEGORY(cryptoLog, "axess.crypto", QtInfoMsg)
Q_LOGGING_CATEGORY(jobLog, "axess.job", QtInfoMsg)

} // namespace Axess
