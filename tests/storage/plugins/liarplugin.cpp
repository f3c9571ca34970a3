// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/storagebackend.h>

namespace Axess {

/// Says that it is a backend and is none.
class LiarPlugin final : public QObject
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID AxessStorageBackend_iid FILE "liarplugin.json")
};

} // namespace Axess

#include "liarplugin.moc"
