// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/storagebackend.h>

namespace Axess {

// Out of line, so that each interface has one home for its type information across plugins.
StorageConnection::~StorageConnection() = default;
ConnectionFactory::~ConnectionFactory() = default;
StorageBackend::~StorageBackend() = default;

} // namespace Axess
