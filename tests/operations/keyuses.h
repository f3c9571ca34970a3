// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/keys.h>

#include <algorithm>
#include <memory>

/// The first key of this purpose in this state; an empty one if there is none.
inline Axess::KeyUse keyUse(const std::shared_ptr<Axess::SessionStore> &store, const QString &purpose,
                            const QString &state)
{
    const auto report = Axess::Keys(store).list();
    if (!report)
        return {};
    const auto found = std::ranges::find_if(report->keys, [&](const Axess::KeyUse &one) {
        return one.key.purpose == purpose && one.key.state == state;
    });
    return found == report->keys.cend() ? Axess::KeyUse() : *found;
}
