// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/backendregistry.h>

#include <QtCore/qstring.h>

/// What the test of killed instances and its worker process must agree on.
namespace KilledTwins {

inline constexpr QStringView Notes = u"pair/";

inline Axess::Result<std::shared_ptr<Axess::ConnectionFactory>> factoryOf(Axess::BackendRegistry &registry,
                                                                          const QString &url)
{
    return Axess::StoreUrl::parse(url).and_then([&](const Axess::StoreUrl &parsed) {
        return registry.factory(parsed, Axess::AccessMode::ReadWrite);
    });
}

} // namespace KilledTwins
