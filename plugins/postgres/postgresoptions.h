// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagebackend.h>

namespace Axess {

/// How statements reach the server.
enum class PostgresDriver : quint8 {
    Native, ///< Through libpq's handle, which Qt's driver lends: binary values, many statements a round trip.
    Plain, ///< Through QtSql alone.
};

/// What a pooler between this program and the server keeps.
enum class PostgresPooling : quint8 {
    Session, ///< The server's session belongs to the connection.
    Transaction, ///< Each transaction may run in another session, so that nothing is left in it.
};

/// What a URL says about a store in a PostgreSQL server.
struct PostgresOptions
{
    /// libpq's names and values, in its order; never the password.
    using Keywords = QList<std::pair<QString, QString>>;

    QString displayText; ///< Without the password.
    QString hosts; ///< Comma-separated, as libpq reads them; a folder of sockets begins with a slash.
    QString ports; ///< As many as hosts.
    QString database;
    QString user;
    QString password;
    QString schema; ///< Empty = the role's own search path.
    Keywords keywords; ///< What else libpq is told.
    PostgresDriver driver = PostgresDriver::Native;
    PostgresPooling pooling = PostgresPooling::Session;
    AccessMode access = AccessMode::ReadWrite;
    bool writesJson = false; ///< Beside the payload.

    /// InvalidArgument for what makes no sense.
    static Result<PostgresOptions> fromUrl(const StoreUrl &url, AccessMode access);
    /// Whether all hosts are this machine.
    bool isLocal() const;
};

} // namespace Axess
