// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qmap.h>
#include <QtCore/qstringlist.h>

namespace Axess {

/// Searches that were run, and those that a person gave a name. In the settings, for all windows.
class SearchShelf
{
public:
    static constexpr qsizetype MostRemembered = 20;
    static constexpr qsizetype MostViews = 100;

    static QStringList history(); ///< Newest first.
    static void remember(const QString &text);
    static void forget();

    static QMap<QString, QString> views(); ///< Texts by name.
    static void save(const QString &name, const QString &text); ///< Replaces the view of that name.
    static void remove(const QString &name);
};

} // namespace Axess
