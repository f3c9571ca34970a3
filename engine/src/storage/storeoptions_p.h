// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

#include <QtCore/qstringlist.h>

#include <span>

namespace Axess {

// Which options the URLs of each backend take. What is not in these tables reaches no backend and no driver.

/// What a backend's URLs are made of besides options.
enum class UrlShape : quint8 {
    Name, ///< `memory:` and an optional name.
    File, ///< `sqlite:` and a path.
    Server,
};

struct StoreOption
{
    const char *name;
    int minimum = 0; ///< Whole numbers only, with `maximum`; both 0 = not a number.
    int maximum = 0;
    const char *words = nullptr; ///< The allowed ones, separated by spaces; nothing and no bounds = any text.
};

struct StoreScheme
{
    const char *name; ///< As written; several may mean the same.
    const char *canonical;
    const char *backend;
    UrlShape shape;
    bool hasManyHosts = false;
};

/// Whether a backend is from elsewhere: `x-` and letters a–z, digits or `-`, 32 characters at most. What
/// stands behind its scheme is a server if it begins with two slashes and a name, else a file; its options
/// are its own to check.
bool isForeignBackend(const QString &name);

/// All schemes, aliases included.
std::span<const StoreScheme> storeSchemes();
/// Nothing for an unknown one.
const StoreScheme *findStoreScheme(const QString &name);

/// The names of the options that a backend's URLs take.
AXESS_TEST_EXPORT QStringList storeOptionNames(const QString &backend);
/// InvalidArgument with a sentence for an unknown name, or a value that is no word of its list or out of
/// bounds. The value is never part of the sentence.
Result<void> checkStoreOption(const QString &backend, const QString &name, const QString &value);

/// The candidate that a typo most likely meant; empty if none is near.
QString nearestWord(const QString &word, const QStringList &candidates);

} // namespace Axess
