// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"
#include "cli/profiles/profile.h"

namespace Axess {

/// An environment's words. The short names stand on the command line and in the settings.
class EnvironmentTexts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::EnvironmentTexts)

public:
    static QStringList names(); ///< Without one for Unmarked.
    static QString name(Environment environment); ///< Empty for Unmarked.
    static std::optional<Environment> fromName(const QString &name);
    static QString label(Environment environment); ///< For people.
    static Tone tone(Environment environment);
};

} // namespace Axess
