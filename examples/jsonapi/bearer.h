// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessiontoken.h>

#include <QtCore/QByteArrayList>

#include <optional>

/// What a request shows to be let in (RFC 6750, section 2.1: in the Authorization header and nowhere else).
struct Bearer
{
    enum class Kind {
        Absent, ///< No such header, or another scheme's.
        Malformed, ///< Not as the RFC has it, or more than one: 400.
        Shown, ///< A token; without `token` one that this API never gave.
    };
    Kind kind = Kind::Absent;
    std::optional<Axess::SessionToken> token = {};

    static Bearer of(const QByteArrayList &headers);
};
