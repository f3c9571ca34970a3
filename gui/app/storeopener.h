// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/consolemode.h"
#include "app/storeaddress.h"

#include <axess/sessionstore.h>

#include <QtCore/qfuture.h>

namespace Axess {

/// Opens the store on a thread of its own; the future is finished there.
///
/// Never makes a store where there is none: a mistyped path is an error, not a new file. Without a root key
/// file the store is opened for operators without a key. For a viewer it is opened read-only.
QFuture<Result<std::shared_ptr<SessionStore>>> openStore(const StoreAddress &address,
                                                         ConsoleMode mode = ConsoleMode::Operator);

} // namespace Axess
