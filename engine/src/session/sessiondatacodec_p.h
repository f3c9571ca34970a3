// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>
#include <axess/sessiondata.h>

namespace Axess {

/// The data of a session as docs/session-format.md has it: one canonical CBOR map with texts as keys.
///
/// InvalidArgument for more than `limit` bytes and for values that have no canonical encoding.
AXESS_TEST_EXPORT Result<QByteArray> encodeSessionData(const SessionData &data, qsizetype limit);

/// Corrupt for anything that encodeSessionData() does not write. Names nobody knows are kept.
AXESS_TEST_EXPORT Result<SessionData> decodeSessionData(QByteArrayView bytes);

} // namespace Axess
