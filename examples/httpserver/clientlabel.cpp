// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientlabel.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace {

using Names = std::pair<QString, QString>;

// The first that fits counts: Edge calls itself Chrome, and Chrome calls itself Safari.
QString firstOf(const QString &userAgent, std::initializer_list<Names> names)
{
    for (const auto &[sign, name] : names) {
        if (userAgent.contains(sign))
            return name;
    }
    return {};
}

} // namespace

QString clientLabel(const QString &userAgent)
{
    const QString browser = firstOf(userAgent,
                                    {{u"Firefox/"_s, u"Firefox"_s},
                                     {u"Edg/"_s, u"Edge"_s},
                                     {u"Chrome/"_s, u"Chrome"_s},
                                     {u"Safari/"_s, u"Safari"_s},
                                     {u"curl/"_s, u"curl"_s}});
    const QString system = firstOf(userAgent,
                                   {{u"Android"_s, u"Android"_s},
                                    {u"iPhone"_s, u"iPhone"_s},
                                    {u"iPad"_s, u"iPad"_s},
                                    {u"Windows"_s, u"Windows"_s},
                                    {u"Mac OS X"_s, u"macOS"_s},
                                    {u"Linux"_s, u"Linux"_s}});
    const QString name = browser.isEmpty() ? u"Unknown browser"_s : browser;
    return system.isEmpty() ? name : u"%1 on %2"_s.arg(name, system);
}
