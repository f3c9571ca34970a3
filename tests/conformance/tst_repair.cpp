// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "freshbackends.h"
#include "valkeyclient.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qregularexpression.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What is damaged past the engine is told, and put right without harm to what lives.
///
/// Indexes are the store's own only in Valkey; of a database a whole index can lack, which its plugin's tests
/// try.
class RepairConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void aSessionOutOfItsRegistryIsListedAgain();
    void aLostRegistryAndCatalogueComeBack();
    void aSessionOutOfItsIndexesIsFoundAgain();
    void aVanishedSessionIsCountedAndForgotten();
    void aMemberWithoutItsSessionGoes();
    void aMemberThatIsBeingWrittenStays();
    void entriesOfAnotherTenantGo();
    void usersAndTenantsWithoutUseGo();
    void whoHasEndedIsNotRegisteredAgain(); // Promise: 1
    void aRowThatCannotBeReadIsCountedAndLeft();

private:
    /// A command to the primary that has the key.
    QByteArray raw(const QByteArrayList &words);
    QByteArray key(const char *family, const SessionId &id);
    QByteArray userKey(const char *family);
    QList<SessionId> sessionsOfAnn();
    /// Of the user ann in the tenant acme, an hour old.
    SealedRow annsSession();

    static const QByteArray Name;
};

const QByteArray RepairConformance::Name = QByteArray("acme\0ann", 8);

QByteArray RepairConformance::raw(const QByteArrayList &words)
{
    const auto primaries = valkeyPrimaries(backend().url());
    QString refusal = u"No primary answers"_s;
    for (const StoreUrl::Host &host : primaries.value_or(QList<StoreUrl::Host>())) {
        const auto client = ValkeyClient::connect(backend().url(), host);
        const auto reply = client ? (*client)->call(words) : std::unexpected(client.error());
        if (reply)
            return reply->text;
        refusal = reply.error().message();
    }
    QTest::qFail(qPrintable(refusal), __FILE__, __LINE__);
    return {};
}

QByteArray RepairConformance::key(const char *family, const SessionId &id)
{
    const QByteArray prefix = backend().url().option(u"prefix"_s).value_or(u"axess:"_s).toUtf8();
    const QByteArray own = qstrcmp(family, "session") == 0 ? ':' + id.bytes().toHex() : QByteArray();
    return prefix + family + ":{" + id.bytes().first(1).toHex() + '}' + own;
}

QByteArray RepairConformance::userKey(const char *family)
{
    const QByteArray prefix = backend().url().option(u"prefix"_s).value_or(u"axess:"_s).toUtf8();
    const QByteArray bucket = QCryptographicHash::hash(Name, QCryptographicHash::Sha256).first(1).toHex();
    const QByteArray own = qstrcmp(family, "registry") == 0 ? ":acme:ann"_ba : QByteArray();
    return prefix + family + ":{" + bucket + '}' + own;
}

QList<SessionId> RepairConformance::sessionsOfAnn()
{
    const auto sessions = store().sessionsOf(tenantOf(u"acme"_s), userOf(u"ann"_s), {}, 100, horizon());
    return sessions ? sorted(idsOf(sessions->rows)) : QList<SessionId>();
}

SealedRow RepairConformance::annsSession()
{
    return stored(aRow().created(now() - Hour).tenant(u"acme"_s).user(u"ann"_s).idleUntil(now() + Hour));
}

#define VERIFY_FOUND(step, expression)                                                                       \
    QVERIFY2(expression,                                                                                     \
             qPrintable(u"unregistered %1, unindexed %2, stale %3, vanished %4, miscatalogued %5, "          \
                        "unreadable %6, repaired %7"_s.arg((step).unregistered)                              \
                            .arg((step).unindexed)                                                           \
                            .arg((step).stale)                                                               \
                            .arg((step).vanished)                                                            \
                            .arg((step).miscatalogued)                                                       \
                            .arg((step).unreadable)                                                          \
                            .arg((step).repaired)))

void RepairConformance::aSessionOutOfItsRegistryIsListedAgain()
{
    const SealedRow lost = annsSession();
    const SealedRow other = annsSession();
    raw({"ZREM", userKey("registry"), lost.id.bytes()});
    QCOMPARE(sessionsOfAnn(), QList {other.id});
    const VerifyStep told = verifyAll(store(), VerifyMode::Report);
    VERIFY_FOUND(told, told.unregistered == 1 && told.repaired == 0 && told.stale == 0);
    QCOMPARE(sessionsOfAnn(), QList {other.id});
    const VerifyStep mended = verifyAll(store(), VerifyMode::Repair);
    VERIFY_FOUND(mended, mended.unregistered == 1 && mended.repaired == 1);
    QCOMPARE(sessionsOfAnn(), sorted({lost.id, other.id}));
    QCOMPARE(verifyAll(store(), VerifyMode::Report).unregistered, 0);
}

void RepairConformance::aLostRegistryAndCatalogueComeBack()
{
    const SealedRow row = annsSession();
    raw({"DEL", userKey("registry")});
    raw({"ZREM", userKey("users"), Name});
    raw({"ZREM", userKey("names"), Name});
    const VerifyStep mended = verifyAll(store(), VerifyMode::Repair);
    VERIFY_FOUND(mended, mended.unregistered == 1 && mended.repaired == 1);
    QCOMPARE(sessionsOfAnn(), QList {row.id});
    TAKE(users, store().users(tenantOf(u"acme"_s), {}, 10));
    QCOMPARE(users.users.size(), 1);
    // The catalogue alone.
    raw({"ZREM", userKey("users"), Name});
    const VerifyStep again = verifyAll(store(), VerifyMode::Repair);
    VERIFY_FOUND(again, again.miscatalogued == 1 && again.repaired == 1);
    QVERIFY(!raw({"ZSCORE", userKey("users"), Name}).isEmpty());
}

void RepairConformance::aSessionOutOfItsIndexesIsFoundAgain()
{
    const SealedRow row = annsSession();
    for (const char *family : {"expiry", "created", "tenantrows", "tenants"})
        raw({"DEL", key(family, row.id)});
    QVERIFY(page({}).isEmpty());
    const VerifyStep told = verifyAll(store(), VerifyMode::Report);
    VERIFY_FOUND(told, told.unindexed == 1 && told.repaired == 0);
    const VerifyStep mended = verifyAll(store(), VerifyMode::Repair);
    VERIFY_FOUND(mended, mended.unindexed == 1 && mended.repaired == 1);
    QCOMPARE(page({}), QList {row.id});
    QCOMPARE(page(where(&SessionFilter::tenant, tenantOf(u"acme"_s))), QList {row.id});
    TAKE(tenants, store().tenants({}, 10));
    QCOMPARE(tenants.tenants, QList {tenantOf(u"acme"_s)});
    QCOMPARE(verifyAll(store(), VerifyMode::Report).unindexed, 0);
    advance(2 * Hour);
    QCOMPARE(sweep(), QList {row.id});
}

void RepairConformance::aVanishedSessionIsCountedAndForgotten()
{
    const SealedRow lost = annsSession();
    const SealedRow guest = stored(aRow().created(now() - Hour).idleUntil(now() + Hour));
    const SealedRow other = annsSession();
    raw({"DEL", key("session", lost.id)});
    raw({"DEL", key("session", guest.id)});
    // A member without a session may be on its way for a minute.
    advance(2 * Minute);
    for (const VerifyMode mode : {VerifyMode::Report, VerifyMode::Repair}) {
        const VerifyStep found = verifyAll(store(), mode);
        // In the user's registry it leads nowhere, too.
        VERIFY_FOUND(found, found.vanished == 2 && found.stale == 1 && found.unindexed == 0);
        QCOMPARE(found.repaired, mode == VerifyMode::Repair ? 3 : 0);
        // Who it was is told while the indexes know it still.
        QCOMPARE(found.remarks.size(), mode == VerifyMode::Report ? 1 : 0);
        for (const QString &remark : found.remarks)
            QVERIFY2(remark.contains(u"took 1 of the live sessions of “ann” in “acme”"_s),
                     qPrintable(remark));
    }
    QCOMPARE(sessionsOfAnn(), QList {other.id});
    QCOMPARE(page({}), QList {other.id});
    const VerifyStep after = verifyAll(store(), VerifyMode::Report);
    VERIFY_FOUND(after, after.vanished + after.stale + after.miscatalogued == 0);
}

void RepairConformance::aMemberWithoutItsSessionGoes()
{
    const SealedRow row = annsSession();
    raw({"ZADD", userKey("registry"), QByteArray::number(now() + 5 * Hour), freshId().bytes()});
    const VerifyStep told = verifyAll(store(), VerifyMode::Report);
    VERIFY_FOUND(told, told.stale == 1 && told.vanished == 0);
    const VerifyStep mended = verifyAll(store(), VerifyMode::Repair);
    VERIFY_FOUND(mended, mended.stale == 1 && mended.repaired >= 1);
    QCOMPARE(raw({"ZCARD", userKey("registry")}), "1");
    QCOMPARE(sessionsOfAnn(), QList {row.id});
}

void RepairConformance::aMemberThatIsBeingWrittenStays()
{
    annsSession();
    const SessionId id = freshId();
    raw({"ZADD", userKey("registry"), QByteArray::number(now() + Hour), id.bytes()});
    raw({"ZADD", userKey("joining"), QByteArray::number(now() - Second), id.bytes()});
    QCOMPARE(verifyAll(store(), VerifyMode::Repair).stale, 0);
    QCOMPARE(raw({"ZCARD", userKey("registry")}), "2");
    advance(2 * Minute);
    QCOMPARE(verifyAll(store(), VerifyMode::Repair).stale, 1);
    QCOMPARE(raw({"ZCARD", userKey("registry")}), "1");
}

void RepairConformance::entriesOfAnotherTenantGo()
{
    const SealedRow row = annsSession();
    raw({"ZADD", key("expiry", row.id), QByteArray::number(now() + Hour), row.id.bytes() + "other"});
    raw({"ZADD", key("created", row.id), QByteArray::number(now()),
         row.id.bytes().first(1) + QByteArray(15, 'x')});
    const VerifyStep mended = verifyAll(store(), VerifyMode::Repair);
    VERIFY_FOUND(mended, mended.stale == 2 && mended.repaired == 2 && mended.unindexed == 0);
    QCOMPARE(page({}), QList {row.id});
}

void RepairConformance::usersAndTenantsWithoutUseGo()
{
    const SealedRow row = stored(aRow().created(now() - Hour));
    raw({"ZADD", key("tenants", row.id), "0", "ghosts"});
    raw({"SET", key("untenanted", row.id), "7"});
    raw({"ZADD", userKey("users"), "1", Name});
    raw({"ZADD", userKey("names"), "0", Name});
    for (const VerifyMode mode : {VerifyMode::Report, VerifyMode::Repair}) {
        const VerifyStep found = verifyAll(store(), mode);
        VERIFY_FOUND(found, found.miscatalogued == 3);
    }
    TAKE(tenants, store().tenants({}, 10));
    QCOMPARE(tenants.tenants, QList {TenantId()});
    QCOMPARE(raw({"GET", key("untenanted", row.id)}), "1");
    QCOMPARE(verifyAll(store(), VerifyMode::Report).miscatalogued, 0);
}

void RepairConformance::whoHasEndedIsNotRegisteredAgain()
{
    const SealedRow row = annsSession();
    raw({"ZREM", userKey("registry"), row.id.bytes()});
    advance(2 * Hour);
    const VerifyStep found = verifyAll(store(), VerifyMode::Repair);
    VERIFY_FOUND(found, found.unregistered == 0);
}

void RepairConformance::aRowThatCannotBeReadIsCountedAndLeft()
{
    const SealedRow row = annsSession();
    const SealedRow other = annsSession();
    raw({"SET", key("session", row.id), QByteArray(20, '\1')});
    const VerifyStep found = verifyAll(store(), VerifyMode::Repair);
    VERIFY_FOUND(found, found.unreadable == 1 && found.repaired == 0 && found.stale == 0);
    QCOMPARE(raw({"STRLEN", key("session", row.id)}), "20");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"is left out: The store holds a damaged entry"_s));
    QCOMPARE(sessionsOfAnn(), QList {other.id});
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    FreshBackends backends;
    RepairConformance test;
    test.setBackends(backends);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_repair.moc"
