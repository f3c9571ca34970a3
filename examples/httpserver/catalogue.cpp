// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "catalogue.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

std::span<const Article> catalogue()
{
    static const std::array<Article, 9> articles {{
        {u"assam"_s, u"Assam, second flush"_s, u"Malty and strong; takes milk well."_s, 890},
        {u"darjeeling"_s, u"Darjeeling, first flush"_s, u"Light, with a scent of muscat."_s, 1450},
        {u"sencha"_s, u"Sencha"_s, u"Green tea from Kagoshima, steamed."_s, 1190},
        {u"oolong"_s, u"Oolong, Tie Guan Yin"_s, u"Floral; good for seven infusions."_s, 1680},
        {u"rooibos"_s, u"Rooibos"_s, u"Red, mild and without caffeine."_s, 590},
        {u"mint"_s, u"Moroccan mint"_s, u"Gunpowder tea with fresh spearmint."_s, 640},
        {u"pot"_s, u"Cast-iron teapot"_s, u"Keeps 0.8 litres warm for an hour."_s, 5900},
        {u"cup"_s, u"Pair of cups"_s, u"Stoneware, thrown and glazed by hand."_s, 2800},
        {u"sieve"_s, u"Tea strainer"_s, u"Stainless steel, fine enough for rooibos."_s, 750},
    }};
    return articles;
}

const Article *article(const QString &id)
{
    const auto found = std::ranges::find(catalogue(), id, &Article::id);
    return found == catalogue().end() ? nullptr : &*found;
}

QString priceText(int cents)
{
    return u"%1.%2 €"_s.arg(cents / 100).arg(cents % 100, 2, 10, QLatin1Char('0'));
}

QString articlesText(int count)
{
    return count == 1 ? u"1 article"_s : u"%1 articles"_s.arg(count);
}
