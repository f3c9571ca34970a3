// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagebackend.h>

#include <chrono>

namespace Axess {

/// How statements reach the server.
enum class MysqlDriver : quint8 {
    Native, ///< Through the library's handle, which Qt's driver lends.
    Plain, ///< Through QtSql alone.
};

/// What must be true of a connection over the network.
enum class MysqlTls : quint8 {
    Disable, ///< Nothing is encrypted.
    Prefer, ///< Encrypted if the server can; nobody is checked.
    Require, ///< Encrypted; nobody is checked.
    VerifyCa, ///< And the certificate is of an authority that we trust.
    VerifyFull, ///< And it names the host that we meant.
};

/// What a URL says about a store in MySQL or MariaDB.
struct MysqlOptions
{
    QString host; ///< Empty with a socket.
    int port = 0; ///< 0 = the usual one.
    QString socket;
    QString user;
    QString password;
    QString database;
    MysqlTls tls = MysqlTls::Prefer;
    QString authority; ///< File of the certificates that are trusted.
    QString certificate; ///< Our own, and its key.
    QString key;
    MysqlDriver driver = MysqlDriver::Native;
    AccessMode access = AccessMode::ReadWrite;
    /// How long a statement waits for another's lock: nobody waits for its answer any longer.
    std::chrono::seconds lockWait = std::chrono::seconds(2);
    QString place; ///< For messages, without secrets.

    /// InvalidArgument for what makes no sense.
    static Result<MysqlOptions> fromUrl(const StoreUrl &url, AccessMode access);
};

} // namespace Axess
