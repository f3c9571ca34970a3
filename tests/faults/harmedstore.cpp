// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "harmedstore.h"

#include "freshstore.h"
#include "valkeyclient.h"

#include <QtCore/QDir>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int MostAttempts = 30;

QString kindOf(const QString &setUp)
{
    if (setUp == "postgres-standby"_L1)
        return setUp;
    const bool isPlainAndTls = setUp.startsWith("postgres"_L1) || setUp.startsWith("mysql"_L1);
    return isPlainAndTls ? setUp.section(u'-', 0, 0) : setUp;
}

// The shared servers forget more, to be fast.
QStringList durability(const QString &kind)
{
    if (kind == "mysql"_L1)
        return {u"--innodb-flush-log-at-trx-commit=2"_s};
    if (kind.startsWith("valkey"_L1))
        return {u"--appendonly"_s, u"yes"_s, u"--appendfsync"_s, u"always"_s};
    return {};
}

} // namespace

HarmedStore::HarmedStore()
    : m_rootKey(RootKey::none())
{
    SystemRandom random;
    m_rootKey = RootKey::fromBytes(SecretBytes::random(random, RootKey::Size).value());
    m_options.callDeadline = CallDeadline;
}

Result<std::unique_ptr<HarmedStore>> HarmedStore::start(const QString &setUp, const QStringList &options,
                                                        const QString &disk)
{
    std::unique_ptr<HarmedStore> store(new HarmedStore);
    const QString kind = kindOf(setUp);
    auto server = PrivateServer::start(kind, durability(kind) + options, disk);
    if (!server)
        return std::unexpected(server.error());
    store->m_server = std::move(*server);
    const auto url = store->m_server->url(setUp);
    if (!url)
        return std::unexpected(url.error());
    store->m_directUrl = store->m_url = *url;
    const auto parsed = StoreUrl::parse(*url);
    if (!parsed)
        return std::unexpected(parsed.error());
    if (parsed->hosts().size() == 1) {
        const int port = store->m_server->port();
        store->m_proxy = std::make_unique<FaultProxy>(port);
        store->m_url.replace(u":%1/"_s.arg(port), u":%1/"_s.arg(store->m_proxy->port()));
    }
    return store;
}

Result<void> HarmedStore::cutAll()
{
    if (m_proxy) {
        m_proxy->cutAll();
        return {};
    }
    const auto url = StoreUrl::parse(m_directUrl);
    const auto primaries = valkeyPrimaries(*url);
    if (!primaries)
        return std::unexpected(primaries.error());
    for (const StoreUrl::Host &primary : *primaries) {
        const auto killed = ValkeyClient::connect(*url, primary).and_then([](const auto &client) {
            return client->call({"CLIENT", "KILL", "TYPE", "normal"});
        });
        if (!killed)
            return std::unexpected(killed.error());
    }
    return {};
}

QString HarmedStore::administratorUrl() const
{
    QString url = m_directUrl;
    if (isOf("mysql"_L1))
        url.replace(u"axess:axess-test@"_s, u"root@"_s);
    if (isOf("valkey"_L1))
        url.remove(u"axess:axess-test@"_s);
    return url;
}

Result<void> HarmedStore::administer(const QString &statement) const
{
    return StoreUrl::parse(administratorUrl()).and_then([&](const StoreUrl &url) {
        return executeOn(url, statement);
    });
}

Result<QByteArray> HarmedStore::administer(const QByteArrayList &command) const
{
    return StoreUrl::parse(administratorUrl()).and_then([&](const StoreUrl &url) {
        return ValkeyClient::connect(url, url.hosts().constFirst()).and_then([&](const auto &client) {
            return client->call(command).transform([](const auto &reply) { return reply.text; });
        });
    });
}

Result<void> HarmedStore::useApplication()
{
    QStringList statements;
    if (isOf("postgres"_L1))
        statements = {u"CREATE ROLE shop LOGIN"_s, u"GRANT USAGE ON SCHEMA public TO shop"_s,
                      u"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO shop"_s,
                      u"GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO shop"_s};
    else if (isOf("mysql"_L1))
        statements = {u"CREATE USER shop@'127.0.0.1'"_s,
                      u"GRANT SELECT, INSERT, UPDATE, DELETE, CREATE TEMPORARY TABLES ON axess.* TO "
                      "shop@'127.0.0.1'"_s};
    Result<void> done;
    for (const QString &statement : std::as_const(statements))
        done = done.and_then([&] { return administer(statement); });
    if (isOf("valkey"_L1))
        done = administer({"ACL", "SETUSER", "shop", "on", "~axess*", "&*", "+@all"}).transform([](auto) { });
    m_url.replace(u"axess:axess-test@"_s, u"shop:%1@"_s.arg(ApplicationPassword));
    return done.and_then([this] { return setPassword(ApplicationPassword); });
}

Result<void> HarmedStore::setPassword(const QString &password) const
{
    if (isOf("postgres"_L1))
        return administer(u"ALTER ROLE shop PASSWORD '%1'"_s.arg(password));
    if (isOf("mysql"_L1))
        return administer(u"ALTER USER shop@'127.0.0.1' IDENTIFIED BY '%1'"_s.arg(password));
    return administer({"ACL", "SETUSER", "shop", "resetpass", '>' + password.toUtf8()}).transform([](auto) {
    });
}

QString HarmedStore::urlWith(const QString &options) const
{
    if (options.isEmpty())
        return m_url;
    return m_url + (m_url.contains(u'?') ? u'&' : u'?') + options;
}

Result<std::shared_ptr<SessionStore>> HarmedStore::initialise(const QString &urlOptions) const
{
    const auto url = StoreUrl::parse(urlWith(urlOptions));
    if (!url)
        return std::unexpected(url.error());
    for (int attempt = 1;; ++attempt) {
        auto store = SessionStore::initialise(*url, m_rootKey, m_options);
        if (store || store.error().code() != ErrorCode::Unavailable || attempt == MostAttempts)
            return store;
        std::this_thread::sleep_for(200ms);
    }
}

Result<std::shared_ptr<SessionStore>> HarmedStore::open(const QString &urlOptions) const
{
    return SessionStore::open(urlWith(urlOptions), m_rootKey, m_options);
}

Holdings Holdings::settled()
{
    Holdings last = now();
    for (int same = 0, looks = 0; same < 5 && looks < 100; ++looks) {
        std::this_thread::sleep_for(50ms);
        const Holdings next = now();
        same = next == last ? same + 1 : 0;
        last = next;
    }
    return last;
}

Holdings Holdings::now()
{
    const auto entriesOf = [](const QString &folder) { return int(QDir(folder).count()); };
    return {entriesOf(u"/proc/self/fd"_s), entriesOf(u"/proc/self/task"_s)};
}
