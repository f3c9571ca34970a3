// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class DocumentConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void anAbsentDocumentIsNothing();
    void aNewDocumentIsOfRevisionOne();
    void aDocumentIsReplacedFromItsRevision();
    void anotherRevisionIsAConflict_data();
    void anotherRevisionIsAConflict();
    void ofTwoNewOnesOneWins();
    void removingAnAbsentOneIsFine();
    void removingNeedsTheRevision();
    void aNameThatComesBackStartsAgain();
    void bytesComeBackAsTheyWere_data();
    void bytesComeBackAsTheyWere();
    void namesAreExact();
    void listsStandByNameWithBytes();
    void aPrefixIsNoPattern();
    void listsComeInPages();
    void aCursorOfAnotherPrefixIsRefused();
    void namesOutsideTheRulesAreRefused();
    void manyRevisions();
};

void DocumentConformance::anAbsentDocumentIsNothing()
{
    TAKE(document, store().document(u"ring"_s));
    QVERIFY(!document);
}

void DocumentConformance::aNewDocumentIsOfRevisionOne()
{
    TAKE(revision, store().putDocument(u"ring"_s, "bytes"_ba, 0));
    QCOMPARE(revision, 1u);
    TAKE(document, store().document(u"ring"_s));
    QCOMPARE(document, (StoredDocument {u"ring"_s, 1, "bytes"_ba}));
}

void DocumentConformance::aDocumentIsReplacedFromItsRevision()
{
    VERIFY_OK(store().putDocument(u"ring"_s, "first"_ba, 0));
    TAKE(revision, store().putDocument(u"ring"_s, "second"_ba, 1));
    QCOMPARE(revision, 2u);
    TAKE(document, store().document(u"ring"_s));
    QCOMPARE(document, (StoredDocument {u"ring"_s, 2, "second"_ba}));
}

void DocumentConformance::anotherRevisionIsAConflict_data()
{
    QTest::addColumn<quint64>("expected");
    QTest::newRow("absent") << quint64(0);
    QTest::newRow("older") << quint64(1);
    QTest::newRow("to come") << quint64(3);
}

void DocumentConformance::anotherRevisionIsAConflict()
{
    QFETCH(quint64, expected);
    VERIFY_OK(store().putDocument(u"ring"_s, "first"_ba, 0));
    VERIFY_OK(store().putDocument(u"ring"_s, "second"_ba, 1));
    VERIFY_FAILS(store().putDocument(u"ring"_s, "third"_ba, expected), ErrorCode::Conflict);
    VERIFY_FAILS(store().putDocument(u"absent"_s, "x"_ba, 1), ErrorCode::Conflict);
    TAKE(document, store().document(u"ring"_s));
    QCOMPARE(document, (StoredDocument {u"ring"_s, 2, "second"_ba}));
    TAKE(absent, store().document(u"absent"_s));
    QVERIFY(!absent);
}

void DocumentConformance::ofTwoNewOnesOneWins()
{
    const auto other = connection();
    QVERIFY(other);
    VERIFY_OK(other->putDocument(u"identity"_s, "theirs"_ba, 0));
    VERIFY_FAILS(store().putDocument(u"identity"_s, "mine"_ba, 0), ErrorCode::Conflict);
    TAKE(document, store().document(u"identity"_s));
    QCOMPARE(document->bytes, "theirs"_ba);
}

void DocumentConformance::removingAnAbsentOneIsFine()
{
    VERIFY_OK(store().removeDocument(u"lease"_s, 0));
    VERIFY_OK(store().removeDocument(u"lease"_s, 7));
}

void DocumentConformance::removingNeedsTheRevision()
{
    VERIFY_OK(store().putDocument(u"lease"_s, "x"_ba, 0));
    VERIFY_OK(store().putDocument(u"lease"_s, "y"_ba, 1));
    VERIFY_FAILS(store().removeDocument(u"lease"_s, 1), ErrorCode::Conflict);
    VERIFY_FAILS(store().removeDocument(u"lease"_s, 0), ErrorCode::Conflict);
    VERIFY_OK(store().removeDocument(u"lease"_s, 2));
    TAKE(document, store().document(u"lease"_s));
    QVERIFY(!document);
}

void DocumentConformance::aNameThatComesBackStartsAgain()
{
    VERIFY_OK(store().putDocument(u"lease"_s, "x"_ba, 0));
    VERIFY_OK(store().putDocument(u"lease"_s, "y"_ba, 1));
    VERIFY_OK(store().removeDocument(u"lease"_s, 2));
    TAKE(revision, store().putDocument(u"lease"_s, "z"_ba, 0));
    QCOMPARE(revision, 1u);
}

void DocumentConformance::bytesComeBackAsTheyWere_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("zeros") << QByteArray(10, '\0');
    QTest::newRow("quotes") << "';\" --"_ba;
    QTest::newRow("all values") << QByteArray::fromHex("00017f80feff0a0d");
    QTest::newRow("1 MiB") << QByteArray(1 << 20, '\xa5');
}

void DocumentConformance::bytesComeBackAsTheyWere()
{
    QFETCH(QByteArray, bytes);
    VERIFY_OK(store().putDocument(u"job"_s, bytes, 0));
    TAKE(document, store().document(u"job"_s));
    QCOMPARE(document->bytes, bytes);
}

void DocumentConformance::namesAreExact()
{
    const QStringList names {u"a"_s, u"A"_s, u"a "_s, u" a"_s, u"a%"_s, u"a'"_s, u"\u00e9"_s, u"e\u0301"_s};
    for (const QString &name : names)
        VERIFY_OK(store().putDocument(name, name.toUtf8(), 0));
    for (const QString &name : names) {
        TAKE(document, store().document(name));
        QVERIFY(document);
        QCOMPARE(document->name, name);
        QCOMPARE(document->bytes, name.toUtf8());
    }
}

void DocumentConformance::listsStandByNameWithBytes()
{
    for (const char *name : {"job/b", "job/a", "job/B", "lease/a", "jo", "job/\u00e9"})
        VERIFY_OK(store().putDocument(QString::fromUtf8(name), name, 0));
    TAKE(page, store().documents(u"job/"_s, {}, 100));
    const QList<StoredDocument> expected {{u"job/B"_s, 1, "job/B"_ba},
                                          {u"job/a"_s, 1, "job/a"_ba},
                                          {u"job/b"_s, 1, "job/b"_ba},
                                          {u"job/\u00e9"_s, 1, u"job/\u00e9"_s.toUtf8()}};
    QCOMPARE(page.documents, expected);
    QVERIFY(page.next.isEmpty());
    TAKE(everything, store().documents({}, {}, 100));
    QCOMPARE(everything.documents.size(), 6);
}

void DocumentConformance::aPrefixIsNoPattern()
{
    for (const QString &name : {u"a%b"_s, u"axb"_s, u"a_b"_s, u"A%b"_s, u"a*b"_s, u"a\\%b"_s})
        VERIFY_OK(store().putDocument(name, "x"_ba, 0));
    for (const QString &prefix : {u"a%"_s, u"a_"_s, u"a*"_s, u"a\\"_s, u"A"_s}) {
        TAKE(page, store().documents(prefix, {}, 100));
        QCOMPARE(page.documents.size(), 1);
        QVERIFY(page.documents[0].name.startsWith(prefix));
    }
}

void DocumentConformance::listsComeInPages()
{
    QStringList expected;
    for (int i = 0; i < 10; ++i) {
        expected.append(u"instance/%1"_s.arg(i));
        VERIFY_OK(store().putDocument(expected.constLast(), {}, 0));
    }
    VERIFY_OK(store().putDocument(u"instancf"_s, {}, 0));
    QStringList seen;
    QByteArray cursor;
    do {
        TAKE(page, store().documents(u"instance/"_s, cursor, 3));
        QVERIFY(page.documents.size() <= 3);
        for (const StoredDocument &document : std::as_const(page.documents))
            seen.append(document.name);
        cursor = page.next;
    } while (!cursor.isEmpty() && seen.size() < 100);
    QCOMPARE(seen, expected);
}

void DocumentConformance::aCursorOfAnotherPrefixIsRefused()
{
    for (int i = 0; i < 4; ++i)
        VERIFY_OK(store().putDocument(u"a/%1"_s.arg(i), {}, 0));
    TAKE(page, store().documents(u"a/"_s, {}, 2));
    VERIFY_FAILS(store().documents(u"b/"_s, page.next, 2), ErrorCode::InvalidArgument);
}

void DocumentConformance::namesOutsideTheRulesAreRefused()
{
    const QString unpaired(QChar(0xd800));
    for (const QString &name : {QString(), QString(256, u'n'), QString(128, u'é'), u"nul\0l"_s, unpaired}) {
        VERIFY_FAILS(store().document(name), ErrorCode::InvalidArgument);
        VERIFY_FAILS(store().putDocument(name, {}, 0), ErrorCode::InvalidArgument);
        VERIFY_FAILS(store().removeDocument(name, 0), ErrorCode::InvalidArgument);
    }
    VERIFY_OK(store().putDocument(QString(255, u'n'), {}, 0));
    VERIFY_FAILS(store().documents({}, {}, 0), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().documents({}, {}, 1001), ErrorCode::InvalidArgument);
}

void DocumentConformance::manyRevisions()
{
    for (quint64 revision = 0; revision < 300; ++revision) {
        TAKE(next, store().putDocument(u"instance/1"_s, QByteArray::number(revision), revision));
        QCOMPARE(next, revision + 1);
    }
    TAKE(document, store().document(u"instance/1"_s));
    QCOMPARE(document->revision, 300u);
}

CONFORMANCE_TOPIC(documents, DocumentConformance)
#include "tst_documents.moc"
