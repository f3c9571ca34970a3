// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagebackend.h>

namespace Axess {

/// How statements reach the database.
enum class SqliteDriver : quint8 {
    Native, ///< Through the library's handle, which Qt's driver lends.
    Plain, ///< Through QtSql alone.
};

enum class SqliteSynchronous : quint8 {
    Normal, ///< A crash of the machine may take the last transactions.
    Full, ///< Nothing that was acknowledged is lost.
};

enum class SqliteCreate : quint8 { Yes, No };

/// What a URL says about a store in a file.
struct SqliteOptions
{
    QString path; ///< As given; the file's own once it is opened.
    SqliteDriver driver = SqliteDriver::Native;
    SqliteSynchronous synchronous = SqliteSynchronous::Normal;
    SqliteCreate create = SqliteCreate::Yes;
    AccessMode access = AccessMode::ReadWrite;

    /// InvalidArgument for what makes no sense.
    static Result<SqliteOptions> fromUrl(const StoreUrl &url, AccessMode access);
};

} // namespace Axess
