// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeyoptions.h"

#include <openssl/ssl.h>

#include <memory>

namespace Axess {

/// What all TLS connections of a store share: certificates and rules. Any thread.
class ValkeyTls
{
public:
    /// InvalidArgument for files that cannot be used.
    static Result<std::shared_ptr<const ValkeyTls>> create(const ValkeyOptions &options);

    SSL_CTX *context() const { return m_context.get(); }

private:
    struct Free
    {
        void operator()(SSL_CTX *context) const { SSL_CTX_free(context); }
    };
    std::unique_ptr<SSL_CTX, Free> m_context;
};

/// One encrypted conversation: bytes in and out, no socket.
///
/// Between memory buffers, so that deadlines stay with the socket (hiredis_ssl's own handshake blocks without
/// one, and it checks no name).
class ValkeyCipher
{
public:
    /// The server's certificate must be for this host name or address.
    static Result<std::unique_ptr<ValkeyCipher>> create(const ValkeyTls &tls, const QString &host);

    enum class Step : quint8 { Done, WantsMore, Closed, Failed };

    Step shakeHands();
    Step encrypt(QByteArrayView plain);
    /// Appends what can be read; WantsMore = feed further bytes.
    Step decrypt(QByteArray &plain);
    void feed(QByteArrayView wire);
    /// Bytes that shall leave.
    QByteArray takeWire();
    /// Why it failed.
    Error failure() const;

private:
    struct Free
    {
        void operator()(SSL *ssl) const { SSL_free(ssl); }
    };

    ValkeyCipher() = default;
    Step stepOf(int result);

    std::unique_ptr<SSL, Free> m_ssl;
    QString m_host;
};

} // namespace Axess
