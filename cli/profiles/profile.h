// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/randomsource.h>
#include <axess/result.h>

#include <QtCore/qstring.h>
#include <QtCore/quuid.h>

namespace Axess {

/// What a store is for, as the person who opens it marked it.
enum class Environment : quint8 { Unmarked, Development, Staging, Production };

/// What a window may do; each may what those before it may.
enum class ConsoleMode : quint8 {
    Viewer, ///< Looks only; the store is opened read-only.
    Support, ///< Logs out up to a thousand sessions at a time.
    Operator, ///< Also more, tenants, and what a search matches.
    Admin, ///< Also everybody.
};

/// Where a store's password comes from.
enum class SecretSource : quint8 {
    None, ///< The server asks for none, or knows this machine otherwise.
    Ask, ///< Typed at each connecting.
    Variable, ///< An environment variable that holds it.
    Command, ///< A program that prints it.
    Keychain, ///< The desktop's keychain, in an entry of the profile's own.
};

/// Where a store's root key comes from.
enum class KeySource : quint8 {
    None, ///< Metadata only: data stays shut.
    File,
    Variable,
    Command,
    Keychain, ///< The entry of that name, as `axessctl key generate --keychain` makes it.
};

/// How a person reaches a store, and as what: everything but its secrets.
///
/// Value type; any thread.
struct Profile
{
    static constexpr qsizetype LongestName = 80; ///< Of name and group.
    static constexpr qsizetype LongestNotes = 4000;
    static constexpr qsizetype LongestCommand = 2000;

    QUuid id; ///< Stays when all else changes; names the entry in the keychain.
    QString name;
    QString group; ///< Empty = in none.
    Environment environment = Environment::Unmarked;
    QString colour; ///< "#rrggbb"; empty = as the environment has it.
    QString notes;
    ConsoleMode mode = ConsoleMode::Support;
    QString store; ///< The store's URL, without password; TLS and limits are its options.
    SecretSource secret = SecretSource::None;
    QString secretPlace; ///< The variable's name or the command line.
    KeySource rootKey = KeySource::None;
    QString rootKeyPlace; ///< The file, the variable's name, the command line or the keychain's entry.

    bool operator==(const Profile &) const = default;

    static Result<QUuid> newId(RandomSource &random);
    QString idText() const { return id.toString(QUuid::WithoutBraces); }
    /// InvalidArgument with a sentence about the first thing that is wrong.
    Result<void> check() const;
};

/// Whether connections to this URL are encrypted, or never leave this machine.
bool isPrivateConnection(const QString &storeUrl);

} // namespace Axess
