// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// Texts that have broken stores before, in every place where a text goes.
class HostileConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void asUserAndTenant(); // Promise: 8
    void asUserAndTenant_data() { texts(); }
    void asClient();
    void asClient_data() { texts(); }
    void asReasonAndDetail();
    void asReasonAndDetail_data() { texts(); }
    void asNameOfADocumentAndALog();
    void asNameOfADocumentAndALog_data() { texts(); }
    void idsOfExtremeBytes(); // Promise: 8
    void clientTextsOf512Bytes();
    void clientTextsBeyond512BytesAreRefused();
    void nulInATextIsRefused();

private:
    static void texts();
};

void HostileConformance::texts()
{
    QTest::addColumn<QString>("text");
    const QStringList texts {
        u"'"_s,
        u"''; DROP TABLE axess_session; --"_s,
        u"\"; DELETE FROM axess_session; /*"_s,
        u"%"_s,
        u"_"_s,
        u"*?[a-z]"_s,
        u"\\"_s,
        u"\\'\\x00\\u0000"_s,
        u"$1 ?1 :name @p {0}"_s,
        u"`rm -rf`; $(reboot) && echo"_s,
        u"line\nbreak\r\ttab"_s,
        u" leading and trailing "_s,
        u"NULL"_s,
        u"0"_s,
        u"007"_s,
        u"1e3"_s,
        u"x'00'"_s,
        u"-- \u2028 \ufeff"_s,
        u"\u202eright to left"_s,
        u"\U0001f36a\U0001f469\u200d\U0001f4bb"_s,
        u"e\u0301 is not \u00e9"_s,
        u"\u0130\u0131\u00df"_s,
        // Not U+FFFE and U+FFFF: the UTF-16 side of SQLite, which QtSql speaks to, replaces them.
        u"\ufffd\U0010ffff"_s,
        u"a:b/c|d#e?f&g={7f}"_s,
        QString(255, u'x'),
        QString(127, u'\u00e9') + u'x',
        QString(63, u' ') + u"\u4f60\u597d"_s.repeated(30),
    };
    for (qsizetype i = 0; i < texts.size(); ++i)
        QTest::addRow("%02d", int(i)) << texts[i];
}

void HostileConformance::asUserAndTenant()
{
    QFETCH(QString, text);
    const SealedRow bystander = stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    const SealedRow row = stored(aRow().tenant(text).user(text));
    QCOMPARE(row.user, userOf(text));
    QCOMPARE(row.tenant, tenantOf(text));
    QCOMPARE(page(where(&SessionFilter::user, userOf(text))), QList<SessionId> {row.id});
    TAKE(sessions, store().sessionsOf(row.tenant, row.user, {}, 10, horizon()));
    QCOMPARE(idsOf(sessions.rows), QList<SessionId> {row.id});
    TAKE(users, store().users(row.tenant, {}, 10));
    QCOMPARE(users.users.size(), 1);
    QCOMPARE(users.users[0].user, row.user);
    TAKE(generation, store().raiseUser(row.tenant, row.user));
    QCOMPARE(generation, 1u);
    TAKE(events, store().eventsOf(row.tenant, row.user, 10));
    QCOMPARE(events.size(), 1);
    QCOMPARE(remove(row.id), (QList<RemovedRow> {{row.id, row.tenant, row.user, EndReason::SignedOut}}));
    QCOMPARE(standing(bystander.id), bystander);
}

void HostileConformance::asClient()
{
    QFETCH(QString, text);
    const QString part = text.left(60);
    const ClientInfo client {part, text.left(120), part};
    const SealedRow row = stored(aRow().client(client));
    QCOMPARE(row.client, client);
    stored(aRow().client({u"192.0.2.1"_s, u"Mozilla"_s, u"Firefox"_s}));
    QVERIFY(page(where(&SessionFilter::client, part)).contains(row.id));
}

void HostileConformance::asReasonAndDetail()
{
    QFETCH(QString, text);
    const SealedRow row = stored(aRow().user(u"ann"_s));
    revoke(revocationOf(row.id, now(), now(), text));
    QCOMPARE(standing(row.id).revocation->reason, text);
    const Removal removal {row.id, EndReason::SignedOut, text, now()};
    VERIFY_OK(store().remove(only(removal)));
    TAKE(events, store().eventsOf({}, userOf(u"ann"_s), 2));
    QCOMPARE(events[0].detail, text);
    QCOMPARE(events[1].detail, text);
}

void HostileConformance::asNameOfADocumentAndALog()
{
    QFETCH(QString, text);
    VERIFY_OK(store().putDocument(u"bystander"_s, "x"_ba, 0));
    VERIFY_OK(store().putDocument(text, text.toUtf8(), 0));
    TAKE(document, store().document(text));
    QCOMPARE(document, (StoredDocument {text, 1, text.toUtf8()}));
    TAKE(listed, store().documents(text, {}, 10));
    QCOMPARE(listed.documents, QList<StoredDocument> {*document});
    VERIFY_OK(store().removeDocument(text, 1));
    const QByteArray entry = text.toUtf8();
    VERIFY_OK(store().append(text, only(entry)));
    TAKE(read, store().read(text, 0, 10));
    QCOMPARE(read.size(), 1);
    QCOMPARE(read[0].bytes, entry);
    TAKE(bystander, store().document(u"bystander"_s));
    QVERIFY(bystander);
}

void HostileConformance::idsOfExtremeBytes()
{
    QList<SessionId> ids;
    for (const char *hex : {"00000000000000000000000000000001", "ffffffffffffffffffffffffffffffff",
                            "27270027272700272727002727270027", "80000000000000000000000000000000"})
        ids.append(*SessionId::fromText(QString::fromLatin1(hex)));
    for (const SessionId &id : std::as_const(ids))
        QCOMPARE(stored(aRow().id(id)).id, id);
    QCOMPARE(page({}), sorted(ids));
    TAKE(loaded, store().load(all(ids)));
    QCOMPARE(idsOf(loaded), ids);
}

void HostileConformance::clientTextsOf512Bytes()
{
    const ClientInfo client {QString(64, u'a'), QString(160, u'\u00e9'), QString(128, u'l')};
    QCOMPARE(stored(aRow().client(client)).client, client);
}

void HostileConformance::clientTextsBeyond512BytesAreRefused()
{
    const NewRow entry = aRow().client({{}, QString(513, u'a'), {}}).entry();
    VERIFY_FAILS(store().create(only(entry), horizon()), ErrorCode::InvalidArgument);
}

void HostileConformance::nulInATextIsRefused()
{
    const NewRow entry = aRow().client({{}, u"a\0b"_s, {}}).entry();
    VERIFY_FAILS(store().create(only(entry), horizon()), ErrorCode::InvalidArgument);
    const SealedRow row = stored(aRow());
    const Revocation revocation = revocationOf(row.id, now(), now(), u"a\0b"_s);
    VERIFY_FAILS(store().revoke(only(revocation), horizon()), ErrorCode::InvalidArgument);
}

CONFORMANCE_TOPIC(hostile, HostileConformance)
#include "tst_hostile.moc"
