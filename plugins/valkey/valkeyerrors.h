// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/error.h>

#include <QtCore/qbytearray.h>

/// What the server's errors mean to callers.
namespace Axess::ValkeyErrors {

/// Of an error reply, which the server gives instead of doing anything.
Error ofReply(QByteArrayView reply);
/// Whether the connection is of no use after it: another server must be looked for.
bool endsLink(QByteArrayView reply);
/// Whether a reply begins with this word.
bool is(QByteArrayView reply, QByteArrayView word);

Error timeUp();
Error interrupted();
Error closed();
/// What came is no answer of a Valkey server.
Error notValkey();
/// A session, document or event that is not as this program writes it.
Error damaged();

} // namespace Axess::ValkeyErrors
