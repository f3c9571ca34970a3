// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyoptions.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int ServerPort = 6379;
constexpr int SentinelPort = 26379;
constexpr int UsualWaitMs = 500;

std::unexpected<Error> refused(const QString &why)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, why));
}

ValkeyLayout layoutOf(const QString &scheme)
{
    if (scheme.endsWith("+cluster"_L1))
        return ValkeyLayout::Cluster;
    return scheme.endsWith("+sentinel"_L1) ? ValkeyLayout::Sentinel : ValkeyLayout::Single;
}

Result<void> check(const ValkeyOptions &options)
{
    if (options.layout == ValkeyLayout::Cluster && options.database != 0)
        return refused(u"A Valkey cluster has only database 0; separate stores by prefix=."_s);
    if (options.layout == ValkeyLayout::Sentinel && options.primary.isEmpty())
        return refused(u"Name the primary that the sentinels watch: valkey+sentinel://host/primary."_s);
    if (options.layout != ValkeyLayout::Single && !options.socket.isEmpty())
        return refused(u"A unix socket leads to a single server; clusters and sentinels need hosts."_s);
    if (options.socket.isEmpty() && options.hosts.isEmpty())
        return refused(u"A Valkey store needs a host, as in valkey://localhost, or socket=/path."_s);
    if (!options.socket.isEmpty() && options.usesTls)
        return refused(u"A unix socket needs no TLS; write valkey: instead of valkeys:."_s);
    if (options.certificate.isEmpty() != options.certificateKey.isEmpty())
        return refused(u"sslcert and sslkey belong together."_s);
    if (!options.usesTls && !(options.rootCertificates + options.certificate).isEmpty())
        return refused(u"Certificates are for TLS; write valkeys: instead of valkey:."_s);
    // Braces would move the keys out of the slots that scripts rely on.
    if (options.prefix.contains('{') || options.prefix.contains('}') || options.prefix.size() > 64)
        return refused(u"A prefix of keys has no braces and at most 64 bytes."_s);
    return {};
}

} // namespace

Result<ValkeyOptions> ValkeyOptions::fromUrl(const StoreUrl &url, AccessMode access)
{
    ValkeyOptions options;
    options.layout = layoutOf(url.scheme());
    options.usesTls = url.scheme().startsWith("valkeys"_L1);
    options.hosts = url.hosts();
    for (StoreUrl::Host &host : options.hosts) {
        if (host.port == 0)
            host.port = options.layout == ValkeyLayout::Sentinel ? SentinelPort : ServerPort;
    }
    options.socket = url.option(u"socket"_s).value_or(QString());
    options.primary = url.path();
    options.user = url.user().toUtf8();
    options.password = url.password().toUtf8();
    options.database = url.number(u"db"_s, 0);
    if (const auto prefix = url.option(u"prefix"_s))
        options.prefix = prefix->toUtf8();
    options.rootCertificates = url.option(u"sslrootcert"_s).value_or(QString());
    options.certificate = url.option(u"sslcert"_s).value_or(QString());
    options.certificateKey = url.option(u"sslkey"_s).value_or(QString());
    options.replicas = url.number(u"replicas"_s, options.layout == ValkeyLayout::Single ? 0 : 1);
    options.waitMs = url.number(u"waitMs"_s, UsualWaitMs);
    options.isSealed = url.option(u"seal"_s).has_value();
    options.access = access;
    return check(options).transform([&] { return options; });
}

} // namespace Axess
