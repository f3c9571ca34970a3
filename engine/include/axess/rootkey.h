// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>
#include <axess/randomsource.h>
#include <axess/result.h>
#include <axess/secretbytes.h>

#include <QtCore/qstring.h>
#include <QtCore/qstringlist.h>

#include <chrono>
#include <memory>

namespace Axess {

/// Where the deployment's 32-byte root key comes from. It opens the key ring of one store.
///
/// Only says where: nothing is touched before read(), and nothing is kept after it. A key is 64 hexadecimal
/// digits or base64 of 32 bytes, a line end may follow; from a file or a command also 32 raw bytes. Value
/// type; any thread.
class AXESS_EXPORT RootKey
{
public:
    static constexpr qsizetype Size = 32;
    /// What a file or a command may give at most; more is certainly not a key.
    static constexpr qsizetype MaximumText = 4096;

    /// No encryption. A store that has a key ring does not open with it.
    static RootKey none();
    /// A regular file that only its owner may read (0600 or 0400), as ssh(1) demands of private keys.
    ///
    /// Links are followed. The owner is the process's user or root; group root may read what root owns, which
    /// is how systemd hands out credentials.
    static RootKey fromFile(const QString &path);
    /// An environment variable; text only. Prefer a file: other processes of the user see the environment.
    static RootKey fromEnvironment(const QString &name);
    /// What a program prints on its standard output, such as a key management service's client; no shell is
    /// involved.
    ///
    /// It is killed when it takes longer than `timeout`. Its standard error is the process's own.
    static RootKey fromCommand(const QString &program, const QStringList &arguments,
                               std::chrono::milliseconds timeout = std::chrono::seconds(10));
    /// A key at hand: from a keychain, or in tests.
    static RootKey fromBytes(SecretBytes key);

    /// Writes a fresh key (64 hexadecimal digits and a line end) into a new file with mode 0600.
    ///
    /// Conflict when the path exists: a key is never overwritten. Nothing is left behind on failure.
    static Result<void> generate(RandomSource &random, const QString &path);

    bool isNone() const;
    /// The key. KeyMissing when there is none, Denied when others may read it or we may not, InvalidArgument
    /// for what is no key, Unavailable when the file or the command fails. Blocks as long as the source does.
    Result<SecretBytes> read() const;
    /// "the file /etc/axess/root.key": for messages; holds nothing secret.
    QString description() const;

private:
    struct Source;
    explicit RootKey(std::shared_ptr<const Source> source)
        : m_source(std::move(source))
    { }

    std::shared_ptr<const Source> m_source;
};

} // namespace Axess
