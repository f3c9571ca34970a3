// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/QString>

#include <span>

/// One thing that the shop sells.
struct Article
{
    QString id;
    QString name;
    QString description;
    int cents = 0;
};

/// Everything that the shop sells, in the order of the front page.
std::span<const Article> catalogue();

/// The article of this id, or null.
const Article *article(const QString &id);

/// "12.50 €"
QString priceText(int cents);

/// "1 article", "3 articles"
QString articlesText(int count);
