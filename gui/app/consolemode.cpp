// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/consolemode.h"

namespace Axess {

using namespace Qt::StringLiterals;

QStringList ConsoleModeTexts::names()
{
    return {u"viewer"_s, u"support"_s, u"operator"_s, u"admin"_s};
}

std::optional<ConsoleMode> ConsoleModeTexts::fromName(const QString &name)
{
    const qsizetype place = names().indexOf(name.toLower());
    return place < 0 ? std::nullopt : std::optional(ConsoleMode(place));
}

QString ConsoleModeTexts::label(ConsoleMode mode)
{
    switch (mode) {
    case ConsoleMode::Viewer:
        return tr("Viewer mode");
    case ConsoleMode::Support:
        return tr("Support mode");
    case ConsoleMode::Operator:
        return tr("Operator mode");
    case ConsoleMode::Admin:
        return tr("Admin mode");
    }
    return {};
}

} // namespace Axess
