// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/version.h>

namespace Axess {

QString version()
{
    return QStringLiteral(AXESS_VERSION_STRING);
}

} // namespace Axess
