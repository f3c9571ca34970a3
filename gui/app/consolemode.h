// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qcoreapplication.h>
#include <QtCore/qstringlist.h>

#include <optional>

namespace Axess {

/// What a window may do; each may what those before it may.
enum class ConsoleMode : quint8 {
    Viewer, ///< Looks only; the store is opened read-only.
    Support, ///< Logs out up to a thousand sessions at a time.
    Operator, ///< Also more, tenants, and what a search matches.
    Admin, ///< Also everybody.
};

/// A mode's words. The short names stand on the command line.
class ConsoleModeTexts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::ConsoleModeTexts)

public:
    static QStringList names();
    static std::optional<ConsoleMode> fromName(const QString &name);
    static QString label(ConsoleMode mode); ///< For people.
};

} // namespace Axess
