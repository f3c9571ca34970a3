// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

// What both raw loops share: a table of a session's usual shape, and the rows in it.

namespace RawRows {

// The log is brought into the database every 1,000 pages, as SQLite does by itself and the engine does too.
inline const char *const Pragmas = "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=5000";
inline const char *const Table
    = "CREATE TABLE raw_session (id BLOB PRIMARY KEY, tenant BLOB, user BLOB, created INT, "
      "idle INT, absolute INT, revision INT, write_id BLOB, token_hash BLOB, payload BLOB)";
inline const char *const Insert
    = "INSERT INTO raw_session VALUES (?, 'acme', 'alice', 1, 1, 1, 1, x'00', ?, ?)";
inline const char *const Select
    = "SELECT tenant, user, created, idle, absolute, revision, write_id, token_hash, "
      "payload FROM raw_session WHERE id = ?";
inline const char *const Update = "UPDATE raw_session SET revision = revision + 1, payload = ? WHERE id = ?";
inline const char *const Touch = "UPDATE raw_session SET idle = idle + 1 WHERE id = ?";

/// 16 bytes that scatter as random ids do.
QByteArray id(int number);
/// Makes and fills the database. False if anything fails.
bool make(const QString &path, int rows, const QString &synchronous);

} // namespace RawRows
