// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/environment.h"

namespace Axess {

using namespace Qt::StringLiterals;

QStringList EnvironmentTexts::names()
{
    return {u"development"_s, u"staging"_s, u"production"_s};
}

QString EnvironmentTexts::name(Environment environment)
{
    return names().value(qsizetype(environment) - 1);
}

std::optional<Environment> EnvironmentTexts::fromName(const QString &name)
{
    const qsizetype place = names().indexOf(name.toLower());
    return place < 0 ? std::nullopt : std::optional(Environment(place + 1));
}

QString EnvironmentTexts::label(Environment environment)
{
    switch (environment) {
    case Environment::Unmarked:
        return tr("Not marked");
    case Environment::Development:
        return tr("Development");
    case Environment::Staging:
        return tr("Staging");
    case Environment::Production:
        return tr("Production");
    }
    return {};
}

Tone EnvironmentTexts::tone(Environment environment)
{
    switch (environment) {
    case Environment::Production:
        return Tone::Danger;
    case Environment::Staging:
        return Tone::Attention;
    case Environment::Development:
        return Tone::Good;
    case Environment::Unmarked:
        break;
    }
    return Tone::Neutral;
}

} // namespace Axess
