// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagebackend.h>

namespace Axess {

/// How the servers of a store stand together.
enum class ValkeyLayout : quint8 { Single, Cluster, Sentinel };

/// What a URL says about a store on Valkey.
struct ValkeyOptions
{
    ValkeyLayout layout = ValkeyLayout::Single;
    QList<StoreUrl::Host> hosts; ///< With their ports.
    QString socket; ///< Path of a unix socket instead of a host.
    QString primary; ///< What the sentinels call it.
    QByteArray user;
    QByteArray password;
    int database = 0;
    QByteArray prefix = "axess:"; ///< Of all keys.
    bool usesTls = false;
    QString rootCertificates; ///< Empty = those of the system.
    QString certificate; ///< Of this client; empty = none.
    QString certificateKey;
    int replicas = 0; ///< How many have to confirm what must not be lost.
    int waitMs = 0; ///< How long they are waited for.
    bool isSealed = false; ///< The URL says so.
    AccessMode access = AccessMode::ReadWrite;

    /// InvalidArgument for what makes no sense.
    static Result<ValkeyOptions> fromUrl(const StoreUrl &url, AccessMode access);
};

} // namespace Axess
