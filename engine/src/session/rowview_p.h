// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "openedrows_p.h"
#include "rowsealer_p.h"

#include <axess/sessionstore.h>

namespace Axess {

/// The clear columns as a row that applications see: not verified, without data.
SessionRow viewOf(const SealedRow &row);
/// The same with the content of its payload, as it was stored.
SessionRow viewOf(const SealedRow &row, const OpenedRow &opened, Verification verification);
/// What `save` compares with.
StoredColumns storedColumns(const SessionRow &row);

/// The columns that a write of this row stores: all but revision, write id, token hash, payload and times
/// that move.
SealedRow columnsOf(const SessionRow &row);
/// Sets the deadlines that move: seen at `seen`, never beyond the absolute deadline.
void setSeen(SealedRow &row, qint64 seen, std::chrono::milliseconds idleTimeout);
/// The coarse sweep column: the idle deadline, rounded up to half the idle time, so that few touches move it.
qint64 sweepTime(qint64 idleDeadline, std::chrono::milliseconds idleTimeout);

/// The application's upgrade steps, one after the other. TooNew for data of a later schema.
Result<void> upgradeData(SessionRow &row, const StoreOptions &options);

/// At most 256 bytes of UTF-8, cut at a character's edge: reasons and details of events.
QString fittedDetail(const QString &text);

} // namespace Axess
