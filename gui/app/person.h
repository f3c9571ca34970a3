// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qstring.h>

namespace Axess {

/// Who acts, for others to see: `ann@desk`.
QString personHere();

} // namespace Axess
