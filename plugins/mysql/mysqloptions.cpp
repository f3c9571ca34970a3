// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqloptions.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

std::unexpected<Error> invalid(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

MysqlTls tlsNamed(const QString &mode)
{
    static const QStringList names {u"disable"_s, u"prefer"_s, u"require"_s, u"verify-ca"_s,
                                    u"verify-full"_s};
    return MysqlTls(std::max<qsizetype>(0, names.indexOf(mode)));
}

Result<void> checkTls(const MysqlOptions &options)
{
    if (options.certificate.isEmpty() != options.key.isEmpty())
        return invalid(u"The options sslcert and sslkey go together."_s);
    if (options.tls >= MysqlTls::VerifyCa && options.authority.isEmpty())
        return invalid(
            u"Verifying the server needs the option sslrootcert: the file of the authorities to trust."_s);
    // The library verifies whenever it is given authorities.
    if (options.tls < MysqlTls::VerifyCa && !options.authority.isEmpty())
        return invalid(u"The option sslrootcert goes with sslmode=verify-ca or verify-full."_s);
    // Qt's driver takes its options in one text.
    for (const QString &file : {options.authority, options.certificate, options.key, options.socket}) {
        if (file.contains(u';') || file != file.trimmed())
            return invalid(u"MySQL's driver takes no file whose name has a semicolon or begins or ends "
                           "with a space."_s);
    }
    return {};
}

} // namespace

Result<MysqlOptions> MysqlOptions::fromUrl(const StoreUrl &url, AccessMode access)
{
    MysqlOptions options;
    if (!url.hosts().isEmpty()) {
        options.host = url.hosts().constFirst().name;
        options.port = url.hosts().constFirst().port;
    }
    options.socket = url.option(u"socket"_s).value_or(QString());
    options.user = url.user();
    options.password = url.password();
    options.database = url.path();
    options.authority = url.option(u"sslrootcert"_s).value_or(QString());
    options.certificate = url.option(u"sslcert"_s).value_or(QString());
    options.key = url.option(u"sslkey"_s).value_or(QString());
    options.tls = options.authority.isEmpty() ? MysqlTls::Prefer : MysqlTls::VerifyFull;
    if (const auto mode = url.option(u"sslmode"_s))
        options.tls = tlsNamed(*mode);
    if (url.option(u"driver"_s) == u"plain"_s)
        options.driver = MysqlDriver::Plain;
    options.access = access;
    options.lockWait = std::max(
        1s,
        std::chrono::ceil<std::chrono::seconds>(std::chrono::milliseconds(url.number(u"timeoutMs"_s, 2000))));
    options.place = url.displayText();
    return checkTls(options).transform([&] { return options; });
}

} // namespace Axess
