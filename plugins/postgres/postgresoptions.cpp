// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgresoptions.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int UsualPort = 5432;

std::unexpected<Error> invalid(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

bool isLocalHost(const QString &host)
{
    return host.isEmpty() || host.startsWith(u'/') || host == "localhost"_L1 || host.startsWith("127."_L1)
        || host == "::1"_L1;
}

bool isPlainName(const QString &name)
{
    const auto isPlain
        = [](QChar c) { return c == u'_' || (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'); };
    return !name.isEmpty() && name.size() <= 63 && !name[0].isDigit() && std::ranges::all_of(name, isPlain);
}

void addServer(const StoreUrl &url, PostgresOptions &options)
{
    QStringList hosts;
    QStringList ports;
    for (const StoreUrl::Host &host : url.hosts()) {
        hosts.append(host.name);
        ports.append(QString::number(host.port == 0 ? UsualPort : host.port));
    }
    if (const auto socket = url.option(u"socket"_s)) {
        hosts = {*socket};
        ports = {ports.value(0, QString::number(UsualPort))};
    }
    options.hosts = hosts.join(u',');
    options.ports = ports.join(u',');
    options.database = url.path();
    options.user = url.user();
    options.password = url.password();
    // Of several servers the one that writes, so that a promoted standby is found.
    if (hosts.size() > 1 && options.access == AccessMode::ReadWrite)
        options.keywords.append({u"target_session_attrs"_s, u"read-write"_s});
}

void addTls(const StoreUrl &url, PostgresOptions &options)
{
    // Towards this machine TLS is used if the server insists; elsewhere nothing but the right server will do.
    const QString byDefault = options.isLocal() ? u"allow"_s : u"verify-full"_s;
    const QString mode = url.option(u"sslmode"_s).value_or(byDefault);
    options.keywords.append({u"sslmode"_s, mode});
    for (const QString &name : {u"sslcert"_s, u"sslkey"_s}) {
        if (const auto value = url.option(name))
            options.keywords.append({name, *value});
    }
    if (const auto root = url.option(u"sslrootcert"_s))
        options.keywords.append({u"sslrootcert"_s, *root});
    else if (mode == "verify-full"_L1)
        options.keywords.append({u"sslrootcert"_s, u"system"_s});
}

// What each session begins with.
QString sessionSettings(const StoreUrl &url, const PostgresOptions &options)
{
    QStringList settings {u"-c jit=off"_s, u"-c idle_in_transaction_session_timeout=60000"_s};
    if (const auto commit = url.option(u"synchronous_commit"_s))
        settings.append(u"-c synchronous_commit="_s + *commit);
    if (!options.schema.isEmpty())
        settings.append(u"-c search_path="_s + options.schema);
    if (options.access == AccessMode::ReadOnly)
        settings.append(u"-c default_transaction_read_only=on"_s);
    return settings.join(u' ');
}

Result<void> addSession(const StoreUrl &url, PostgresOptions &options)
{
    options.schema = url.option(u"schema"_s).value_or(QString());
    if (!options.schema.isEmpty() && !isPlainName(options.schema))
        return invalid(u"The option schema of a PostgreSQL store takes a name of a–z, 0–9 and _ that does "
                       u"not begin with a digit, not \"%1\"."_s.arg(options.schema));
    options.keywords.append({u"application_name"_s, url.option(u"application_name"_s).value_or(u"axess"_s)});
    options.keywords.append({u"keepalives_idle"_s, u"30"_s});
    options.keywords.append({u"keepalives_interval"_s, u"10"_s});
    options.keywords.append({u"keepalives_count"_s, u"3"_s});
    if (options.pooling == PostgresPooling::Session) {
        options.keywords.append({u"options"_s, sessionSettings(url, options)});
        return {};
    }
    for (const QString &name : {u"schema"_s, u"synchronous_commit"_s}) {
        if (url.option(name))
            return invalid(u"With pooling=transaction no session keeps the option %1; set it for the role: "
                           "ALTER ROLE … SET …"_s.arg(name));
    }
    if (options.driver == PostgresDriver::Plain)
        return invalid(u"With pooling=transaction the driver must be native: QtSql prepares statements in "
                       "the session."_s);
    return {};
}

Result<void> checkKeywords(const PostgresOptions &options)
{
    for (const auto &[name, value] : options.keywords) {
        // Qt's driver takes all of them as one text and makes spaces of semicolons.
        if (value.contains(u';') || value.contains(QChar(u'\0')))
            return invalid(u"The option %1 of a PostgreSQL store cannot hold a semicolon."_s.arg(name));
    }
    return {};
}

} // namespace

Result<PostgresOptions> PostgresOptions::fromUrl(const StoreUrl &url, AccessMode access)
{
    PostgresOptions options;
    options.access = access;
    options.displayText = url.displayText();
    if (url.option(u"driver"_s) == u"plain"_s)
        options.driver = PostgresDriver::Plain;
    options.writesJson = url.option(u"json"_s) == u"on"_s;
    if (url.option(u"pooling"_s) == u"transaction"_s)
        options.pooling = PostgresPooling::Transaction;
    addServer(url, options);
    if (options.database.isEmpty())
        return invalid(u"A PostgreSQL store needs a database, as in postgres://user@host/database."_s);
    addTls(url, options);
    return addSession(url, options).and_then([&] { return checkKeywords(options); }).transform([&] {
        return options;
    });
}

bool PostgresOptions::isLocal() const
{
    return std::ranges::all_of(hosts.split(u','), isLocalHost);
}

} // namespace Axess
