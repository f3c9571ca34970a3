// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeytls.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// The newest entry of OpenSSL's queue, in words; empties it.
QString lastReason()
{
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char *reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason ? QString::fromLatin1(reason) : u"no reason given"_s;
}

std::unexpected<Error> unusable(const QString &file, const QString &what)
{
    return std::unexpected(
        Error(ErrorCode::InvalidArgument, u"The %1 %2 cannot be used: %3."_s.arg(what, file, lastReason())));
}

} // namespace

Result<std::shared_ptr<const ValkeyTls>> ValkeyTls::create(const ValkeyOptions &options)
{
    auto tls = std::make_shared<ValkeyTls>();
    tls->m_context.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX *context = tls->m_context.get();
    if (!context)
        return std::unexpected(Error(ErrorCode::Unsupported, u"OpenSSL offers no TLS: "_s + lastReason()));
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    const auto path = [](const QString &file) { return file.toUtf8(); };
    if (options.rootCertificates.isEmpty())
        SSL_CTX_set_default_verify_paths(context);
    else if (SSL_CTX_load_verify_file(context, path(options.rootCertificates).constData()) != 1)
        return unusable(options.rootCertificates, u"file of root certificates"_s);
    if (options.certificate.isEmpty())
        return tls;
    if (SSL_CTX_use_certificate_chain_file(context, path(options.certificate).constData()) != 1)
        return unusable(options.certificate, u"client certificate"_s);
    if (SSL_CTX_use_PrivateKey_file(context, path(options.certificateKey).constData(), SSL_FILETYPE_PEM) != 1)
        return unusable(options.certificateKey, u"key of the client certificate"_s);
    return tls;
}

Result<std::unique_ptr<ValkeyCipher>> ValkeyCipher::create(const ValkeyTls &tls, const QString &host)
{
    std::unique_ptr<ValkeyCipher> cipher(new ValkeyCipher);
    cipher->m_host = host;
    cipher->m_ssl.reset(SSL_new(tls.context()));
    SSL *ssl = cipher->m_ssl.get();
    const QByteArray name = host.toUtf8();
    X509_VERIFY_PARAM *rules = ssl ? SSL_get0_param(ssl) : nullptr;
    bool isReady = rules;
    if (rules && X509_VERIFY_PARAM_set1_ip_asc(rules, name.constData()) != 1) {
        isReady = SSL_set1_host(ssl, name.constData()) == 1;
        SSL_set_tlsext_host_name(ssl, name.constData());
    }
    if (!isReady)
        return std::unexpected(Error(ErrorCode::Unavailable, u"TLS cannot begin: "_s + lastReason()));
    ERR_clear_error();
    SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(ssl);
    return cipher;
}

ValkeyCipher::Step ValkeyCipher::stepOf(int result)
{
    switch (SSL_get_error(m_ssl.get(), result)) {
    case SSL_ERROR_NONE:
        return Step::Done;
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return Step::WantsMore;
    case SSL_ERROR_ZERO_RETURN:
        return Step::Closed;
    default:
        return Step::Failed;
    }
}

ValkeyCipher::Step ValkeyCipher::shakeHands()
{
    ERR_clear_error();
    return stepOf(SSL_do_handshake(m_ssl.get()));
}

ValkeyCipher::Step ValkeyCipher::encrypt(QByteArrayView plain)
{
    ERR_clear_error();
    size_t written = 0;
    return stepOf(SSL_write_ex(m_ssl.get(), plain.data(), size_t(plain.size()), &written));
}

ValkeyCipher::Step ValkeyCipher::decrypt(QByteArray &plain)
{
    char buffer[16 * 1024];
    for (;;) {
        ERR_clear_error();
        size_t got = 0;
        const int result = SSL_read_ex(m_ssl.get(), buffer, sizeof buffer, &got);
        if (result != 1)
            return stepOf(result);
        plain.append(buffer, qsizetype(got));
    }
}

void ValkeyCipher::feed(QByteArrayView wire)
{
    BIO_write(SSL_get_rbio(m_ssl.get()), wire.data(), int(wire.size()));
}

QByteArray ValkeyCipher::takeWire()
{
    BIO *out = SSL_get_wbio(m_ssl.get());
    QByteArray wire(qsizetype(BIO_ctrl_pending(out)), Qt::Uninitialized);
    if (!wire.isEmpty())
        BIO_read(out, wire.data(), int(wire.size()));
    return wire;
}

Error ValkeyCipher::failure() const
{
    const long verdict = SSL_get_verify_result(m_ssl.get());
    switch (verdict) {
    case X509_V_OK:
        return Error(
            ErrorCode::Unavailable,
            u"TLS with %1 failed: %2. Does the server speak TLS on this port?"_s.arg(m_host, lastReason()));
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return Error(
            ErrorCode::Denied,
            u"The server's certificate is not for %1; name the host in the URL as the certificate does."_s
                .arg(m_host));
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return Error(ErrorCode::Denied, u"The certificate of %1 has expired; renew it."_s.arg(m_host));
    default:
        return Error(ErrorCode::Denied,
                     u"The certificate of %1 is not trusted: %2. Name its authority with sslrootcert=."_s.arg(
                         m_host, QString::fromLatin1(X509_verify_cert_error_string(verdict))));
    }
}

} // namespace Axess
