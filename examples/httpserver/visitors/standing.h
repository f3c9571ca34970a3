// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/QString>

#include <span>

/// What the shop knows of a visitor, as far as its pages show.
struct Standing
{
    QString user; ///< Empty = not signed in.
    int basket = 0; ///< Articles.

    bool operator==(const Standing &) const = default;
};

enum class Verdict : quint8 {
    AsExpected,
    LoggedOut, ///< Was signed in and is a guest.
    ArticlesLost,
    CameBack, ///< A user or articles that had gone.
};

/// What a page shows against what it may show: one standing, or two while it is not known whether a form had
/// its effect.
Verdict judge(const Standing &seen, std::span<const Standing> possible);
