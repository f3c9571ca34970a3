// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/error.h>

namespace Axess {

/// The technical text beside a problem's sentence: code, what the engine says, and where that is explained.
QString errorDetail(const Error &error);

} // namespace Axess
