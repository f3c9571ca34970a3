// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>
#include <axess/secretbytes.h>

#include <QtCore/qstring.h>
#include <QtCore/qstringlist.h>

#include <chrono>

namespace Axess::RootKeySources {

/// Which forms a source may give.
enum class KeyForm {
    TextOnly, ///< Hexadecimal digits or base64: 32 characters of text would be a password, not a key.
    TextOrRaw, ///< Also exactly 32 raw bytes.
};

/// The key in `content`; InvalidArgument, and no hint of the content, for anything else.
AXESS_TEST_EXPORT Result<SecretBytes> parse(QByteArrayView content, KeyForm form);

/// The content of a key file, at most RootKey::MaximumText bytes; permissions are checked on the opened file.
Result<SecretBytes> readFile(const QString &path);

/// The standard output of a program, at most RootKey::MaximumText bytes.
Result<SecretBytes> readCommand(const QString &program, const QStringList &arguments,
                                std::chrono::milliseconds timeout);

} // namespace Axess::RootKeySources
