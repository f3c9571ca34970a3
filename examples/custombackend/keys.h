// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/cursor.h>
#include <axess/storagecalls.h>

#include <optional>

/// How rows, events and names become bytes. Keys stand in the order in which lists read them: numbers with
/// their highest byte first, names with a NUL behind them, which no name has.
namespace Keys {

QByteArray number(qint64 value);
qint64 numberOf(const QByteArray &bytes, qsizetype at = 0);
QByteArray name(const QByteArray &text);

QByteArray tenant(const Axess::TenantId &tenant);
/// Of one tenant in the order of its users; tenants stand in no order.
QByteArray user(const Axess::TenantId &tenant, const Axess::UserId &user);
QByteArray place(const Axess::Cursor::Place &place);
/// The last bytes of an index's key are a session's id.
Axess::SessionId idAtEnd(const QByteArray &key);
/// The least key that is above all that begin so. The prefix ends with a NUL.
QByteArray above(const QByteArray &prefix);

QByteArray bytesOf(const Axess::SealedRow &row);
std::optional<Axess::SealedRow> rowOf(const QByteArray &bytes);
QByteArray bytesOf(const Axess::Event &event);
std::optional<Axess::Event> eventOf(const QByteArray &bytes);

} // namespace Keys
