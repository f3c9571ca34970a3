// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

namespace Axess {

/// A hash of what stays the same while one browser uses a session: the user agent without version numbers,
/// the preferred language, and the network (IPv4 /16, IPv6 /48) unless `network` is empty.
///
/// Coarse on purpose: addresses wander and browsers update (django-user-sessions#103, silverstripe#8073).
/// 32 bytes; empty when all parts are empty.
AXESS_EXPORT QByteArray clientFingerprint(const QString &userAgent, const QString &language,
                                          const QString &address = {});

} // namespace Axess
