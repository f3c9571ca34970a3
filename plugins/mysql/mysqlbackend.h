// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagebackend.h>

namespace Axess {

/// Stores in a database of MySQL or MariaDB.
class MysqlBackend final : public QObject, public StorageBackend
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID AxessStorageBackend_iid FILE "mysql.json")
    Q_INTERFACES(Axess::StorageBackend)

public:
    Result<std::shared_ptr<ConnectionFactory>> factory(const StoreUrl &url, AccessMode access) override;
};

} // namespace Axess
