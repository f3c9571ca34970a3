// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clientinfo.h>
#include <axess/principal.h>

#include <QtCore/qbytearray.h>

namespace Axess {

/// What a request tells about its sender.
struct RequestContext
{
    TenantId tenant {}; ///< Another tenant's cookie is absent, with an event.
    ClientInfo client {}; ///< For lists.
    QByteArray fingerprint {}; ///< From axess/fingerprint.h; empty = not looked at.
};

} // namespace Axess
