// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storageconnection.h>
#include <axess/storeurl.h>

#include <QtCore/qjsonobject.h>
#include <QtCore/qobject.h>

#include <memory>

namespace Axess {

enum class AccessMode : quint8 { ReadWrite, ReadOnly };

/// Opens the connections of one store.
///
/// Thread-safe; lives longer than its connections. The pool's own thread calls `connect`.
class AXESS_EXPORT ConnectionFactory
{
public:
    virtual ~ConnectionFactory();

    /// A new connection, attached to the calling thread. Unavailable, Denied, or InvalidArgument with a
    /// sentence.
    virtual Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) = 0;
    /// How many connections may write at once; the combiner makes one batch of what waits. 0 = as many as
    /// there are.
    virtual int concurrentWriters() const { return 0; }
    /// Whether its connections can `ring` and `listen`; readers of events look by themselves where not.
    virtual bool hasBell() const { return false; }
    /// How many connections a pool has unless the URL says otherwise.
    virtual int defaultPoolSize() const = 0;
};

/// A kind of store: what a plugin provides.
///
/// Its JSON metadata can be read without loading it: `{"backend": "sqlite", "displayName": "SQLite",
/// "schemes":
/// ["sqlite"], "apiVersion": 1, "capabilities": {"persistent": true, "clusterSafe": false, "nativeTtl":
/// false, "schema": true, "tls": false, "evicts": false}}`.
class AXESS_EXPORT StorageBackend
{
public:
    static constexpr int ApiVersion = 1;

    virtual ~StorageBackend();

    /// Checks the URL's options for sense and opens nothing yet. InvalidArgument with a sentence.
    virtual Result<std::shared_ptr<ConnectionFactory>> factory(const StoreUrl &url, AccessMode access) = 0;
};

} // namespace Axess

#define AxessStorageBackend_iid "org.axess.StorageBackend/1"
Q_DECLARE_INTERFACE(Axess::StorageBackend, AxessStorageBackend_iid)
