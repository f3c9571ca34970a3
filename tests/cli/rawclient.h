// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storeurl.h>

#include <QtCore/qstringlist.h>

/// The server's own client, past all of ours: psql, mariadb or valkey-cli.
class RawClient
{
public:
    struct Run
    {
        bool isDone = false; ///< Without any error.
        QString output; ///< Errors, too.
    };

    /// Signed in as the URL's user. What is typed goes through the client's own reader.
    static Run type(const Axess::StoreUrl &store, const QStringList &lines);
    /// As whoever looks after the server of this set-up, which is one of the run's.
    static Run administrate(const Axess::StoreUrl &store, const QString &setUp, const QStringList &lines);
};
