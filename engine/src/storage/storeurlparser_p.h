// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/storeoptions_p.h"

#include <axess/storeurl.h>

namespace Axess {

/// Reads one store URL. No message repeats user, password, host or an option's value: in a mistyped URL any
/// of them may be a piece of the password.
class StoreUrlParser
{
public:
    explicit StoreUrlParser(const QString &text)
        : m_text(text)
    { }

    Result<StoreUrl> parse();

private:
    Result<void> checkText() const;
    Result<void> parseScheme();
    Result<void> parseName();
    Result<void> parseFile();
    Result<void> parseServer();
    Result<void> parseUser(const QString &userInfo);
    Result<void> parseHosts(const QString &hosts);
    Result<StoreUrl::Host> parseHost(const QString &text) const;
    Result<void> parseDatabase(const QString &path);
    Result<void> checkWhere() const;
    Result<void> parseOptions();
    Result<void> addOption(const QString &name, const QString &value);

    const QString m_text;
    const StoreScheme *m_scheme = nullptr;
    QString m_rest; ///< Between scheme and options.
    QString m_options; ///< Behind the question mark.
    StoreUrl m_url;
};

} // namespace Axess
