// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "verify.h"

#include "session/cookieheader_p.h"

using namespace Axess;

class TestCookieHeader : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void valuesOfOneNameAreFound_data();
    void valuesOfOneNameAreFound();
    void onlySpaceAndTabAreTrimmedFromANameSoThatHostPrefixesHold();
    void atMostEightValuesCount();
    void anOversizedHeaderIsRefused();
    void aNulIsRefused();
};

void TestCookieHeader::valuesOfOneNameAreFound_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QList<QByteArray>>("values");

    const auto row = [](const char *name, const char *header, const QList<QByteArray> &values) {
        QTest::newRow(name) << QByteArray(header) << values;
    };
    row("nothing", "", {});
    row("one", "sid=a", {"a"});
    row("among others", "x=1; sid=a; y=2", {"a"});
    row("without spaces", "x=1;sid=a;y=2", {"a"});
    row("twice", "sid=a; sid=b", {"a", "b"});
    row("blanks around", " \t sid \t=\t a \t ; x=1", {"a"});
    row("quoted", "sid=\"a\"", {"a"});
    row("half quoted", "sid=\"a", {"\"a"});
    row("only a quote", "sid=\"", {"\""});
    row("equals in the value", "sid=a=b", {"a=b"});
    row("empty value", "sid=", {""});
    row("no equals", "sid; sid2=a", {});
    row("another case is another name", "SID=a", {});
    row("a longer name", "xsid=a; sidx=b", {});
    row("garbage before", ";;;=;==; ;\xff\xfe=\x80; sid=a", {"a"});
    row("only separators", ";;;;", {});
    row("SQL and shell", "x='; DROP TABLE axess_session;--; sid=$(rm)", {"$(rm)"});
}

void TestCookieHeader::valuesOfOneNameAreFound()
{
    QFETCH(const QByteArray, header);
    QFETCH(const QList<QByteArray>, values);

    TAKE(found, CookieHeader::values(header, "sid"));

    QCOMPARE(found, values);
}

void TestCookieHeader::onlySpaceAndTabAreTrimmedFromANameSoThatHostPrefixesHold()
{
    TAKE(lookAlikes,
         CookieHeader::values("\v__Host-sid=a; \xc2\xa0__Host-sid=b; \f__Host-sid=c", "__Host-sid"));

    QVERIFY(lookAlikes.isEmpty());
}

void TestCookieHeader::atMostEightValuesCount()
{
    TAKE(found, CookieHeader::values(QByteArray("sid=a;").repeated(500), "sid"));

    QCOMPARE(found.size(), CookieHeader::MaximumValues);
}

void TestCookieHeader::anOversizedHeaderIsRefused()
{
    const QByteArray longest = "sid=a;" + QByteArray(CookieHeader::MaximumBytes - 6, 'x');

    VERIFY_OK(CookieHeader::values(longest, "sid"));
    VERIFY_FAILS(CookieHeader::values(longest + 'x', "sid"), ErrorCode::InvalidArgument);
}

void TestCookieHeader::aNulIsRefused()
{
    VERIFY_FAILS(CookieHeader::values(QByteArrayView("sid=a\0", 6), "sid"), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestCookieHeader)
#include "tst_cookieheader.moc"
