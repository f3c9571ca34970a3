// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storeurl.h>

#include <memory>

struct redisContext;
struct redisReply;
struct redisSSLContext;

/// One connection to one Valkey node, past the plugin: what tests arrange and inspect there.
class ValkeyClient
{
public:
    struct Reply
    {
        QByteArray text; ///< Of strings, numbers, states and errors.
        QList<Reply> items; ///< Of arrays.
    };

    /// Signed in as the URL says, at one of its nodes.
    static Axess::Result<std::unique_ptr<ValkeyClient>> connect(const Axess::StoreUrl &url,
                                                                const Axess::StoreUrl::Host &node);
    ~ValkeyClient();
    Q_DISABLE_COPY_MOVE(ValkeyClient)

    /// An error of the server is an error here, in its words.
    Axess::Result<Reply> call(const QByteArrayList &words);

private:
    ValkeyClient() = default;
    Axess::Result<void> secure(const Axess::StoreUrl &url, const QByteArray &host);
    Axess::Result<void> signIn(const Axess::StoreUrl &url);

    struct Deleter
    {
        void operator()(redisContext *context) const;
        void operator()(redisSSLContext *context) const;
        void operator()(redisReply *reply) const;
    };
    std::unique_ptr<redisSSLContext, Deleter> m_tls;
    std::unique_ptr<redisContext, Deleter> m_context;
};

/// The primaries of a set-up, asked of its first node or of this one: one, or one for each shard.
Axess::Result<QList<Axess::StoreUrl::Host>> valkeyPrimaries(const Axess::StoreUrl &url,
                                                            const Axess::StoreUrl::Host &asked);
Axess::Result<QList<Axess::StoreUrl::Host>> valkeyPrimaries(const Axess::StoreUrl &url);
