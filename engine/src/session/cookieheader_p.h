// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>

namespace Axess {

/// The values that a `Cookie` header gives for one name, in its order.
///
/// Pairs of other names are passed over, whatever is in them. A value's quotes are taken off. More than 8 KiB
/// or a NUL is InvalidArgument; of more than eight values the first eight count.
class AXESS_TEST_EXPORT CookieHeader
{
public:
    static constexpr qsizetype MaximumBytes = 8 * 1024;
    static constexpr qsizetype MaximumValues = 8;

    static Result<QList<QByteArray>> values(QByteArrayView header, QByteArrayView name);
};

} // namespace Axess
