// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/instancedocument_p.h"

#include "doctortest.h"
#include "storefixture.h"
#include "valkeyclient.h"

#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>

#include <algorithm>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Everything that the doctor finds on Valkey, by doing it to a server, and its remedies.
class TestValkeyDoctor : public DoctorTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aWellKeptServerHasNothingButGoodFindings();
    void aWrongSettingIsFoundUntilItIsPutRight_data();
    void aWrongSettingIsFoundUntilItIsPutRight();
    void aFullServerIsFoundWithAdviceInNumbers();
    void evictedSessionsAreFound();
    void aFolderThatTakesNoSnapshotIsFound();
    void registriesThatDriftAreFound();
    void anUnencryptedWayToAnotherMachineIsFound();
    void aServerThatWentBackIsFoundUntilAnEpochIsRaised();
    void aReplicaThatOnlyReadsIsFound();
    void replicasThatAreMissingOrLateAreFound();

private:
    void start(const QString &kind, const QStringList &options = {});
    void ask(const QByteArrayList &words);
    void askAll(const QList<QByteArrayList> &commands);

    std::unique_ptr<PrivateServer> m_server;
    std::unique_ptr<ValkeyClient> m_client;
};

void TestValkeyDoctor::init()
{
    AxessTest::init();
    if (QLatin1StringView(QTest::currentTestFunction()) != "replicasThatAreMissingOrLateAreFound"_L1)
        start(u"valkey"_s);
}

void TestValkeyDoctor::cleanup()
{
    m_client.reset();
    m_server.reset();
}

void TestValkeyDoctor::start(const QString &kind, const QStringList &options)
{
    TAKE(server, PrivateServer::start(kind, options));
    m_server = std::move(server);
    TAKE(text, m_server->url());
    if (kind == "valkey"_L1) {
        TAKE(parsed, StoreUrl::parse(text));
        TAKE(client, ValkeyClient::connect(parsed, parsed.hosts().constFirst()));
        m_client = std::move(client);
        askAll({{"CONFIG", "SET", "maxmemory", "256mb"}, {"CONFIG", "SET", "appendonly", "yes"}});
    }
    makeStore(text);
}

void TestValkeyDoctor::ask(const QByteArrayList &words)
{
    TAKE(reply, m_client->call(words));
    QVERIFY2(reply.text != "ERR", reply.text.constData());
}

void TestValkeyDoctor::askAll(const QList<QByteArrayList> &commands)
{
    for (const QByteArrayList &command : commands)
        ask(command);
}

void TestValkeyDoctor::aWellKeptServerHasNothingButGoodFindings()
{
    TAKE(store, open());
    VERIFY_OK(store->save(someGuest()));
    isWellKept(12);
}

void TestValkeyDoctor::aWrongSettingIsFoundUntilItIsPutRight_data()
{
    const auto add = wrongSettings<QList<QByteArrayList>>();
    add("valkey.max-memory", Severity::Hint, {{"CONFIG", "SET", "maxmemory", "0"}},
        {{"CONFIG", "SET", "maxmemory", "64mb"}});
    add("valkey.persistence", Severity::Warning,
        {{"CONFIG", "SET", "appendonly", "no"}, {"CONFIG", "SET", "save", ""}},
        {{"CONFIG", "SET", "appendonly", "yes"}});
    add("valkey.append-only", Severity::Hint,
        {{"CONFIG", "SET", "appendonly", "no"}, {"CONFIG", "SET", "save", "3600 1"}},
        {{"CONFIG", "SET", "appendonly", "yes"}});
    add("valkey.append-fsync", Severity::Warning, {{"CONFIG", "SET", "appendfsync", "no"}},
        {{"CONFIG", "SET", "appendfsync", "everysec"}});
    add("server.connections", Severity::Warning, {{"CONFIG", "SET", "maxclients", "6"}},
        {{"CONFIG", "SET", "maxclients", "14"}});
}

void TestValkeyDoctor::aWrongSettingIsFoundUntilItIsPutRight()
{
    QFETCH(const QString, check);
    QFETCH(const Severity, severity);
    QFETCH(const QList<QByteArrayList>, harm);
    QFETCH(const QList<QByteArrayList>, remedy);
    askAll(harm);
    appears(check, severity);
    const QString named = QString::fromUtf8(remedy.constFirst().constLast());
    QVERIFY2(finding().remedy.contains(named), qPrintable(finding().remedy));
    askAll(remedy);
    goes(check);
    healthIs(Health::Good);
}

void TestValkeyDoctor::aFullServerIsFoundWithAdviceInNumbers()
{
    TAKE(store, open());
    QCOMPARE(store->health().health, Health::Good);
    // Opening would be refused; who is connected is told.
    ask({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
    TAKE(findings, examine(*store));
    const auto found = std::ranges::find(findings, u"valkey.eviction-policy"_s, &Finding::check);
    QVERIFY(found != findings.cend());
    QCOMPARE(found->severity, Severity::Problem);
    QVERIFY2(found->remedy.contains(u"CONFIG SET maxmemory 64mb"_s), qPrintable(found->remedy));
    VERIFY_FAILS(open(), ErrorCode::Denied);
    ask({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
    goes(u"valkey.eviction-policy"_s);

    ask({"SET", "axess:filler", QByteArray(60 * 1024 * 1024, 'x')});
    ask({"CONFIG", "SET", "maxmemory", "70mb"});
    appears(u"valkey.memory"_s, Severity::Warning);
    static const QRegularExpression advice(u"CONFIG SET maxmemory (\\d+)mb"_s);
    const int limit = advice.match(finding().remedy).captured(1).toInt();
    QVERIFY2(limit > 80, qPrintable(finding().remedy));
    QVERIFY2(finding().sentence.contains(u"of maxmemory's 70 MiB"_s), qPrintable(finding().sentence));
    ask({"CONFIG", "SET", "maxmemory", QByteArray::number(limit) + "mb"});
    goes(u"valkey.memory"_s);
}

void TestValkeyDoctor::evictedSessionsAreFound()
{
    TAKE(store, open());
    for (int i = 0; i < 50; ++i)
        VERIFY_OK(store->save(someGuest()));
    ask({"CONFIG", "SET", "maxmemory-policy", "volatile-lru"});
    ask({"CONFIG", "SET", "maxmemory", "1mb"});
    (void)store->save(someGuest());
    ask({"CONFIG", "SET", "maxmemory", "256mb"});
    appears(u"valkey.evicted"_s, Severity::Warning);
    ask({"CONFIG", "RESETSTAT"});
    goes(u"valkey.evicted"_s);
}

void TestValkeyDoctor::aFolderThatTakesNoSnapshotIsFound()
{
    ask({"CONFIG", "SET", "appendonly", "no"});
    TAKE(reply, m_client->call({"CONFIG", "GET", "dir"}));
    QFile folder(QString::fromUtf8(reply.items.value(1).text));
    const auto usual = folder.permissions();
    QVERIFY(folder.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    ask({"BGSAVE", "SCHEDULE"});
    appears(u"valkey.disk"_s, Severity::Problem);
    healthIs(Health::Degraded);
    QVERIFY(folder.setPermissions(usual));
    ask({"BGSAVE", "SCHEDULE"});
    goes(u"valkey.disk"_s);
    healthIs(Health::Good);
}

void TestValkeyDoctor::registriesThatDriftAreFound()
{
    TAKE(store, open());
    for (const QString &name : {u"ann"_s, u"bob"_s}) {
        TAKE(ticket, store->ticket(userNamed(name), {}));
        SessionRow row = someGuest();
        row.user = userNamed(name);
        row.level = SessionLevel::Authenticated;
        VERIFY_OK(store->save(row, SignIn {.ticket = ticket}));
    }
    goes(u"valkey.index-drift"_s);
    TAKE(ann, store->findSessionsForUser(userNamed(u"ann"_s)));
    // Past its minute of joining, a member without a session is left over.
    TAKE(names, m_client->call({"KEYS", "axess:joining:*"}));
    for (const ValkeyClient::Reply &name : names.items)
        ask({"DEL", name.text});
    const SessionId id = ann.constFirst();
    ask({"DEL", "axess:session:{" + id.bytes().first(1).toHex() + "}:" + id.bytes().toHex()});
    TAKE(registry, m_client->call({"KEYS", "axess:registry:*:bob"}));
    QCOMPARE(registry.items.size(), 1);
    ask({"DEL", registry.items.constFirst().text});

    appears(u"valkey.index-drift"_s, Severity::Warning);
    QVERIFY2(finding().sentence.contains(u"1 of 1 registry entries"_s), qPrintable(finding().sentence));
    QVERIFY2(finding().sentence.contains(u"1 of 1 sessions"_s), qPrintable(finding().sentence));
    QVERIFY2(finding().remedy.contains(u"axessctl job submit verify-index"_s), qPrintable(finding().remedy));
}

void TestValkeyDoctor::anUnencryptedWayToAnotherMachineIsFound()
{
    // 127.0.0.1, but it does not look so.
    QString remote = url();
    remote.replace(u"127.0.0.1"_s, u"2130706433"_s);
    const auto unencrypted = found(u"server.tls"_s, remote);
    QVERIFY(unencrypted);
    QCOMPARE(unencrypted->severity, Severity::Warning);
    QCOMPARE(found(u"server.tls"_s)->severity, Severity::Good);
}

// As after a crash of a server that keeps snapshots only, or a backup that was put back.
void TestValkeyDoctor::aServerThatWentBackIsFoundUntilAnEpochIsRaised()
{
    TAKE(store, open());
    InstanceDocument instance(store->core(), u"shop"_s);
    VERIFY_OK(instance.renew());
    ask({"CONFIG", "SET", "appendonly", "no"});
    ask({"SAVE"});
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(instance.renew());
    m_client.reset();
    VERIFY_OK(m_server->kill());
    VERIFY_OK(m_server->restart(PrivateServer::Data::Kept));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^The store lost writes"_s));
    // The first ones meet the connections that were cut.
    bool isRenewed = false;
    for (int attempt = 0; attempt < 20 && !isRenewed; ++attempt)
        isRenewed = instance.renew().has_value();
    QVERIFY(isRenewed);
    appears(u"store.restored"_s, Severity::Problem);
    QVERIFY(finding().remedy.contains(u"axessctl epoch raise --store-wide"_s));
    VERIFY_OK(store->raiseStoreEpoch(u"the server lost writes"_s));
    goes(u"store.restored"_s);
}

void TestValkeyDoctor::aReplicaThatOnlyReadsIsFound()
{
    TAKE(store, open());
    VERIFY_OK(store->save(someGuest()));
    // Of nobody who is there: it keeps what it has, and only reads.
    ask({"REPLICAOF", "127.0.0.1", "1"});
    TAKE(findings, examine(*store));
    const auto found = std::ranges::find(findings, u"valkey.role"_s, &Finding::check);
    QVERIFY(found != findings.cend());
    QCOMPARE(found->severity, Severity::Problem);
    QCOMPARE(store->health().health, Health::Degraded);
    ask({"REPLICAOF", "NO", "ONE"});
    goes(u"valkey.role"_s);
    healthIs(Health::Good);
}

void TestValkeyDoctor::replicasThatAreMissingOrLateAreFound()
{
    start(u"valkey-sentinel"_s);
    QCOMPARE(found(u"valkey.confirming"_s)->severity, Severity::Good);
    VERIFY_OK(m_server->freeze(u"replica1"_s));
    appears(u"valkey.late-replicas"_s, Severity::Warning);
    VERIFY_OK(m_server->thaw(u"replica1"_s));
    goes(u"valkey.late-replicas"_s);

    VERIFY_OK(m_server->kill(u"replica2"_s));
    const QString both = urlWith(u"replicas=2"_s);
    const auto missing = found(u"valkey.confirming"_s, both);
    QVERIFY(missing);
    QCOMPARE(missing->severity, Severity::Problem);
    QVERIFY2(missing->remedy.contains(u"replicas=1"_s), qPrintable(missing->remedy));
    QCOMPARE(found(u"valkey.confirming"_s, urlWith(u"replicas=1"_s))->severity, Severity::Good);

    VERIFY_OK(m_server->kill(u"replica1"_s));
    const auto none = found(u"valkey.replicas"_s, urlWith(u"replicas=0"_s));
    QVERIFY(none);
    QCOMPARE(none->severity, Severity::Warning);
}

QTEST_GUILESS_MAIN(TestValkeyDoctor)
#include "tst_valkeydoctor.moc"
