// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qstring.h>

namespace Axess {

/// The console's entry in the menu of programs.
class DesktopEntry
{
public:
    static constexpr QLatin1StringView FileName {"org.axess.Console.desktop"};

    /// The entry that stands in the bundle, for a console in that folder, with an action that uninstalls it.
    static QByteArray forInstallation(const QString &pattern, const QString &prefix);
    /// A path as the key Exec wants it.
    static QString quoted(const QString &path);
};

} // namespace Axess
