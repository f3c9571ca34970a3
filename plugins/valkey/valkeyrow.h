// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/horizon.h>
#include <axess/result.h>

/// How rows, horizons and events are written: fixed columns first, big-endian, so that scripts find them by
/// place.
///
/// A row: version 1, level, whether it is revoked, sizes of tenant and user (one byte each) and of address,
/// agent, label and reason (two each), key id and size of the payload (four each), then in eight bytes each
/// revision, change, both epochs, created, authenticated at, absolute deadline, idle deadline, last seen,
/// sweep column, and of the mark its time, end of grace and name; write id, token hash; then the texts in the
/// order of their sizes, and the payload. scripts/common.lua knows the same places.
namespace Axess::ValkeyRow {

constexpr qsizetype FixedSize = 165;
/// All but the payload is within so many bytes.
constexpr qsizetype MostWithoutPayload = FixedSize + 255 + 255 + 512 + 256;
/// All that decides over life and belonging is within so many bytes.
constexpr qsizetype HeadSize = FixedSize + 255 + 255;

QByteArray encode(const SealedRow &row, quint64 change);
/// From a whole row or from its beginning, without its payload then. Corrupt or TooNew for what cannot be
/// read.
Result<SealedRow> decode(const SessionId &id, QByteArrayView bytes);
/// The columns and both names only, for what decides over a life.
Result<SealedRow> decodeHead(const SessionId &id, QByteArrayView bytes);

QByteArray encode(const Horizon &horizon);
QByteArray encode(const Event &event);
/// Corrupt for what cannot be read.
Result<Event> decodeEvent(qint64 position, QByteArrayView bytes);

/// Eight bytes, big-endian.
QByteArray number(quint64 value);

} // namespace Axess::ValkeyRow
