// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "datamerge_p.h"

namespace Axess {

SessionData merged(const SessionData &base, const SessionData &mine, const SessionData &theirs)
{
    SessionData result = theirs;
    for (const auto &[name, value] : mine.values().asKeyValueRange()) {
        if (!base.contains(name) || base.value(name) != value)
            result.insert(name, value);
    }
    for (const QString &name : base.names()) {
        if (!mine.contains(name))
            result.remove(name);
    }
    return result;
}

} // namespace Axess
