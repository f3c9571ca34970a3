// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "basket.h"

#include "catalogue.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QString keyOf(const Article &article)
{
    return u"basket/"_s + article.id;
}

} // namespace

int Basket::countOf(const Article &article) const
{
    return int(std::clamp<qint64>(m_session.value(keyOf(article)).toInteger(), 0, MostOfOne));
}

QList<Basket::Line> Basket::lines() const
{
    QList<Line> found;
    for (const Article &article : catalogue()) {
        if (const int count = countOf(article))
            found.append({&article, count});
    }
    return found;
}

int Basket::count() const
{
    int sum = 0;
    for (const Line &line : lines())
        sum += line.count;
    return sum;
}

int Basket::cents() const
{
    int sum = 0;
    for (const Line &line : lines())
        sum += line.count * line.article->cents;
    return sum;
}

void Basket::add(const Article &article)
{
    m_session.insert(keyOf(article), std::min(countOf(article) + 1, MostOfOne));
}

void Basket::remove(const Article &article)
{
    m_session.remove(keyOf(article));
}

void Basket::clear()
{
    for (const Article &article : catalogue())
        remove(article);
}
