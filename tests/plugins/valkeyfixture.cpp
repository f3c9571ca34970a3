// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyfixture.h"

#include <axess/clock.h>

#include <QtCore/QCryptographicHash>
#include <QtCore/QPluginLoader>

#include <algorithm>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

void ValkeyTest::startServer(const QString &kind, const QStringList &options)
{
    TAKE(started, PrivateServer::start(kind, options));
    m_server = std::move(started);
    TAKE(text, m_server->url());
    m_url = text;
    QPluginLoader loader(qEnvironmentVariable("AXESS_PLUGIN_PATH") + u"/axess_valkey.so"_s);
    m_backend = qobject_cast<StorageBackend *>(loader.instance());
    QVERIFY2(m_backend, qPrintable(loader.errorString()));
}

void ValkeyTest::stopServer()
{
    m_server.reset();
}

void ValkeyTest::begin()
{
    AxessTest::init();
    TAKE(parsed, StoreUrl::parse(m_url));
    TAKE(raw, ValkeyClient::connect(parsed, parsed.hosts().constFirst()));
    m_client = std::move(raw);
    VERIFY_OK(m_client->call({"FLUSHALL"}));
    TAKE(connected, connect(m_url));
    m_connection = std::move(connected);
    VERIFY_OK(m_connection->initSchema());
    m_horizon = {};
    m_horizon.now = SystemClock().now();
}

void ValkeyTest::end()
{
    m_connection.reset();
    m_client.reset();
}

QString ValkeyTest::urlWith(const QString &options) const
{
    return m_url + (m_url.contains(u'?') ? u'&' : u'?') + options;
}

Result<std::unique_ptr<StorageConnection>> ValkeyTest::connect(const QString &url,
                                                               std::chrono::milliseconds patience)
{
    return factory(url)
        .and_then([&](const auto &factory) { return factory->connect(Deadline::in(patience)); })
        .transform([&](std::unique_ptr<StorageConnection> connection) {
            connection->setDeadline(Deadline::in(30s));
            return connection;
        });
}

Result<std::shared_ptr<ConnectionFactory>> ValkeyTest::factory(const QString &url)
{
    return StoreUrl::parse(url).and_then(
        [&](const StoreUrl &parsed) { return m_backend->factory(parsed, AccessMode::ReadWrite); });
}

QByteArray ValkeyTest::ask(const QByteArrayList &words)
{
    const auto reply = m_client->call(words);
    if (reply)
        return reply->text;
    QTest::qFail(qPrintable(reply.error().message()), __FILE__, __LINE__);
    return {};
}

QByteArrayList ValkeyTest::keys(const QByteArray &pattern)
{
    QByteArrayList names;
    const auto reply = m_client->call({"KEYS", pattern});
    for (const ValkeyClient::Reply &item : reply.value_or(ValkeyClient::Reply()).items)
        names.append(item.text);
    std::ranges::sort(names);
    return names;
}

QByteArray ValkeyTest::keyOfAnn(const char *family)
{
    // In the bucket of the hash of her name.
    const QByteArray name("\0ann", 4);
    const int bucket = quint8(QCryptographicHash::hash(name, QCryptographicHash::Sha256)[0]);
    return "axess:" + QByteArray(family) + ":{" + QByteArray::number(bucket, 16).rightJustified(2, '0') + '}'
        + (qstrcmp(family, "joining") == 0 ? QByteArray() : "::ann"_ba);
}

QByteArray ValkeyTest::bucketKey(const char *family, const SessionId &id)
{
    return "axess:" + QByteArray(family) + ":{" + id.bytes().first(1).toHex() + '}';
}

QByteArray ValkeyTest::keyOf(const SessionId &id)
{
    return bucketKey("session", id) + ':' + id.bytes().toHex();
}

WriteOutcome ValkeyTest::create(const NewRow &entry)
{
    const auto outcomes = store().create(only(entry), m_horizon);
    if (outcomes)
        return outcomes->constFirst();
    QTest::qFail(qPrintable(outcomes.error().message()), __FILE__, __LINE__);
    return {WriteStatus::Conflict, {}};
}

QList<SealedRow> ValkeyTest::sessionsOf(const QString &user)
{
    const auto sessions = store().sessionsOf({}, userOf(user), {}, 100, m_horizon);
    if (sessions)
        return sessions->rows;
    QTest::qFail(qPrintable(sessions.error().message()), __FILE__, __LINE__);
    return {};
}
