// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagebackend.h>

#include <QtCore/QHash>
#include <QtCore/QObject>

#include <mutex>

/// Stores in memory that are wrong in one way: `x-broken:NAME?wrong=WAY`, for tests of the conformance kit.
/// Without a way they are right; `?filled=yes` has somebody's session in it, `?same=yes` is one store for all
/// names. What is named by a whole path is kept in an SQLite file, which the metadata does not say.
class BrokenBackend final : public QObject, public Axess::StorageBackend
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID AxessStorageBackend_iid FILE "x-broken.json")
    Q_INTERFACES(Axess::StorageBackend)

public:
    Axess::Result<std::shared_ptr<Axess::ConnectionFactory>> factory(const Axess::StoreUrl &url,
                                                                     Axess::AccessMode access) override;

private:
    std::mutex m_mutex;
    QHash<QString, std::weak_ptr<Axess::ConnectionFactory>>
        m_stores; ///< By name: memory's own are not shared.
};
