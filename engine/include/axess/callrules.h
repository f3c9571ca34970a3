// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagecalls.h>

#include <span>

/// What StorageConnection's callers must keep to, and how a list's filter is read.
///
/// Backends call these first, so that all of them refuse the same calls with the same sentences, before
/// anything is sent. Each answers InvalidArgument or nothing. Any thread.
namespace Axess::CallRules {

/// At most 64 entries, ids neither null nor repeated. A new row is of revision 1 and not revoked; an
/// admission binds to a user.
AXESS_EXPORT Result<void> check(std::span<const NewRow> rows);
AXESS_EXPORT Result<void> check(std::span<const SessionId> ids);
AXESS_EXPORT Result<void> check(std::span<const LostWrite> writes);
/// The row's revision follows the expected one.
AXESS_EXPORT Result<void> check(std::span<const RowUpdate> updates);
AXESS_EXPORT Result<void> check(std::span<const Touch> touches);
AXESS_EXPORT Result<void> check(std::span<const Reseal> reseals);
AXESS_EXPORT Result<void> check(std::span<const Revocation> revocations);
AXESS_EXPORT Result<void> check(std::span<const Removal> removals);
/// Rows to install.
AXESS_EXPORT Result<void> check(std::span<const SealedRow> rows);
AXESS_EXPORT Result<void> check(std::span<const Event> events);
AXESS_EXPORT Result<void> check(const PageRequest &request);
AXESS_EXPORT Result<void> check(const VerifyRequest &request);

/// 8 bytes.
AXESS_EXPORT Result<void> checkMark(const QByteArray &mark);
/// 1 to 1,000.
AXESS_EXPORT Result<void> checkLimit(int limit);
/// Of a document or a log: 1–255 bytes of UTF-8 without NUL.
AXESS_EXPORT Result<void> checkName(const QString &name);
/// At most 64 entries.
AXESS_EXPORT Result<void> checkEntries(qsizetype entries);
/// Guests have neither a list nor a generation.
AXESS_EXPORT Result<void> checkNamed(const UserId &user);

/// Revoked with a mark, whatever the deadlines; else expired or live at the horizon.
AXESS_EXPORT Life lifeOf(const SealedRow &row, const Horizon &horizon);
/// The filter as every backend reads it: names and ranges exactly, the client's texts each by A–Z of either
/// case.
AXESS_EXPORT bool matches(const SessionFilter &filter, const SealedRow &row, const Horizon &horizon);

} // namespace Axess::CallRules
