// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logouts/bulklogout.h"

namespace Axess {

/// A log-out in bulk in words.
class JobTexts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::JobTexts)

public:
    static QString state(const BulkLogOut &job);
    static Tone tone(const BulkLogOut &job);
    static QString progress(const BulkLogOut &job);
    static QString rate(const BulkLogOut &job);
    static QString timeLeft(const BulkLogOut &job);
    /// Requested, done, gone, failed, verified, seconds, audit entry: what became of it, in a line.
    static QString result(const BulkLogOut &job);
    static QString problem(const BulkLogOut &job); ///< Empty = none.
};

} // namespace Axess
