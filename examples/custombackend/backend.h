// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "environment.h"

#include <axess/storagebackend.h>

/// Sessions in an LMDB file: `x-lmdb:/var/lib/shop/sessions.mdb`.
///
/// Options: `mapMiB`, how large the file may become (1024); `sync`, `full` (each write is on the disk when it
/// is acknowledged) or `off` (nothing is lost when the program dies; a machine that does may leave a damaged
/// file). One process opens a file with one set of options.
class LmdbBackend final : public QObject, public Axess::StorageBackend
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID AxessStorageBackend_iid FILE "x-lmdb.json")
    Q_INTERFACES(Axess::StorageBackend)

public:
    Axess::Result<std::shared_ptr<Axess::ConnectionFactory>> factory(const Axess::StoreUrl &url,
                                                                     Axess::AccessMode access) override;

private:
    std::shared_ptr<Environments> m_environments = std::make_shared<Environments>();
};
