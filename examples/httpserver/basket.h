// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/session.h>

struct Article;

/// The basket in a visitor's session.
///
/// Each article has a key of its own, so that two windows which add different articles at the same time are
/// merged by Axess and lose nothing.
class Basket
{
public:
    static constexpr int MostOfOne = 99;

    struct Line
    {
        const Article *article = nullptr;
        int count = 0;
    };

    explicit Basket(Axess::Session &session)
        : m_session(session)
    { }

    QList<Line> lines() const;
    int count() const; ///< Of all articles together.
    int cents() const;
    void add(const Article &article);
    void remove(const Article &article);
    void clear();

private:
    int countOf(const Article &article) const;

    Axess::Session &m_session;
};
