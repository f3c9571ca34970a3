// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqliteoptions.h"

#include <optional>

namespace Axess {

/// The file of a store, before SQLite sees it.
namespace SqliteFile {

/// Makes a missing file, which only its owner may read, where the options allow it. Answers the path that
/// every program sees, whatever links lead to it: the lock lies beside it. InvalidArgument, Denied, Full or
/// Unavailable.
Result<QString> prepare(const SqliteOptions &options);

/// What the system says, in the words of an error.
/// A file itself, whatever its path.
struct Id
{
    quint64 device = 0;
    quint64 inode = 0;

    bool operator==(const Id &) const = default;
};
/// The file that stands there now; nothing when there is none.
std::optional<Id> idOf(const QString &path);

Error systemError(const QString &what, int number);

} // namespace SqliteFile

} // namespace Axess
