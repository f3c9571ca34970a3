// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/environment.h"

namespace Axess {

/// Where a store is and which key opens its data.
struct StoreAddress
{
    QString url; ///< A store URL; a plain path was turned into one.
    QString rootKeyFile; ///< Empty = keyless: lists and log-outs work, data stays shut.

    Environment environment = Environment::Unmarked;

    bool operator==(const StoreAddress &) const = default;

    /// What a person typed: a URL, or the path of a SQLite file.
    static StoreAddress fromTyped(const QString &urlOrFile, const QString &rootKeyFile);
    /// Of the file and its folder, or of host and database: two of one machine are told apart by it. Empty
    /// for a URL that is none.
    QString shortName() const;
    QString markedName() const; ///< The same with the environment, for titles.
};

} // namespace Axess
