// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyclient.h"

#include <hiredis/hiredis.h>
#include <hiredis/hiredis_ssl.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr timeval Patience {5, 0};

std::unexpected<Error> unavailable(const char *text)
{
    return std::unexpected(Error(ErrorCode::Unavailable, QString::fromUtf8(text)));
}

ValkeyClient::Reply valueOf(const redisReply &reply)
{
    ValkeyClient::Reply value;
    if (reply.type == REDIS_REPLY_INTEGER)
        value.text = QByteArray::number(reply.integer);
    else if (reply.str)
        value.text = QByteArray(reply.str, qsizetype(reply.len));
    for (std::size_t i = 0; i < reply.elements; ++i)
        value.items.append(valueOf(*reply.element[i]));
    return value;
}

} // namespace

void ValkeyClient::Deleter::operator()(redisContext *context) const
{
    redisFree(context);
}

void ValkeyClient::Deleter::operator()(redisSSLContext *context) const
{
    redisFreeSSLContext(context);
}

void ValkeyClient::Deleter::operator()(redisReply *reply) const
{
    freeReplyObject(reply);
}

ValkeyClient::~ValkeyClient() = default;

Result<std::unique_ptr<ValkeyClient>> ValkeyClient::connect(const StoreUrl &url, const StoreUrl::Host &node)
{
    std::unique_ptr<ValkeyClient> client(new ValkeyClient);
    const QByteArray host = node.name.toUtf8();
    client->m_context.reset(redisConnectWithTimeout(host.constData(), node.port, Patience));
    if (!client->m_context || client->m_context->err)
        return unavailable(client->m_context ? client->m_context->errstr : "no memory");
    redisSetTimeout(client->m_context.get(), Patience);
    auto ready = client->secure(url, host);
    if (ready)
        ready = client->signIn(url);
    if (!ready)
        return std::unexpected(ready.error());
    return client;
}

Result<void> ValkeyClient::secure(const StoreUrl &url, const QByteArray &host)
{
    if (!url.scheme().startsWith("valkeys"_L1))
        return {};
    const QByteArray authority = url.option(u"sslrootcert"_s).value_or(QString()).toUtf8();
    redisSSLContextError error = REDIS_SSL_CTX_NONE;
    redisInitOpenSSL();
    m_tls.reset(
        redisCreateSSLContext(authority.constData(), nullptr, nullptr, nullptr, host.constData(), &error));
    if (!m_tls)
        return unavailable(redisSSLContextGetError(error));
    if (redisInitiateSSLWithContext(m_context.get(), m_tls.get()) != REDIS_OK)
        return unavailable(m_context->errstr);
    return {};
}

Result<void> ValkeyClient::signIn(const StoreUrl &url)
{
    // Sentinels of the tests have no users of their own.
    if (url.password().isEmpty())
        return {};
    QByteArrayList words {"AUTH"};
    if (!url.user().isEmpty())
        words.append(url.user().toUtf8());
    words.append(url.password().toUtf8());
    return call(words).transform([](const Reply &) { });
}

Result<ValkeyClient::Reply> ValkeyClient::call(const QByteArrayList &words)
{
    std::vector<const char *> arguments;
    std::vector<std::size_t> lengths;
    for (const QByteArray &word : words) {
        arguments.push_back(word.constData());
        lengths.push_back(std::size_t(word.size()));
    }
    const std::unique_ptr<redisReply, Deleter> reply(static_cast<redisReply *>(
        redisCommandArgv(m_context.get(), int(arguments.size()), arguments.data(), lengths.data())));
    if (!reply)
        return unavailable(m_context->errstr);
    if (reply->type == REDIS_REPLY_ERROR)
        return unavailable(reply->str);
    return valueOf(*reply);
}

Result<QList<StoreUrl::Host>> valkeyPrimaries(const StoreUrl &url)
{
    return valkeyPrimaries(url, url.hosts().constFirst());
}

Result<QList<StoreUrl::Host>> valkeyPrimaries(const StoreUrl &url, const StoreUrl::Host &asked)
{
    const bool isCluster = url.scheme().endsWith("+cluster"_L1);
    const bool isSentinel = url.scheme().endsWith("+sentinel"_L1);
    if (!isCluster && !isSentinel)
        return url.hosts();
    const auto client = ValkeyClient::connect(url, asked);
    if (!client)
        return std::unexpected(client.error());
    if (isSentinel) {
        return (*client)
            ->call({"SENTINEL", "get-master-addr-by-name", url.path().toUtf8()})
            .transform([](const ValkeyClient::Reply &reply) {
                return QList {StoreUrl::Host {QString::fromUtf8(reply.items.value(0).text),
                                              reply.items.value(1).text.toInt()}};
            });
    }
    // Ranges of slots: first, last, the primary's address and port, its replicas.
    return (*client)->call({"CLUSTER", "SLOTS"}).transform([](const ValkeyClient::Reply &reply) {
        QList<StoreUrl::Host> primaries;
        for (const ValkeyClient::Reply &range : reply.items) {
            const ValkeyClient::Reply node = range.items.value(2);
            const StoreUrl::Host host {QString::fromUtf8(node.items.value(0).text),
                                       node.items.value(1).text.toInt()};
            if (!primaries.contains(host))
                primaries.append(host);
        }
        return primaries;
    });
}
