// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cli/profiles/profile.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qstringlist.h>

#include <optional>

namespace Axess {

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
