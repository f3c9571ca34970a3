// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqldialect.h"

namespace Axess::MysqlErrors {

// Codes that are met by name.
constexpr int NoSuchTable = 1146;
constexpr int UnknownColumn = 1054;
constexpr int DuplicateKey = 1062;
constexpr int LockWaitTimeout = 1205;
constexpr int OutOfRange = 1690;
/// Ours: a statement that the server would not take in one packet, kept here.
constexpr int TooLarge = -1;
/// Ours: the call was ended before this was sent.
constexpr int Ended = -2;

Error error(const SqlFailure &failure, SqlStage stage);
bool endsLink(const SqlFailure &failure);
bool isCollision(const SqlFailure &failure);

int codeOf(const SqlFailure &failure);

} // namespace Axess::MysqlErrors
