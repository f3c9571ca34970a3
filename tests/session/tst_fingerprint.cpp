// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include <axess/fingerprint.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestFingerprint : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatOneBrowserDoesOverTimeGivesOneFingerprint_data();
    void whatOneBrowserDoesOverTimeGivesOneFingerprint();
    void whatLooksDifferentGivesAnother_data();
    void whatLooksDifferentGivesAnother();
    void nothingToLookAtIsEmpty();
    void partsDoNotRunIntoEachOther();
    void anythingIsTakenAsIs();
};

namespace {

const QString firefox = u"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"_s;

void columns()
{
    QTest::addColumn<QStringList>("one");
    QTest::addColumn<QStringList>("other");
}

QByteArray of(const QStringList &parts)
{
    return clientFingerprint(parts[0], parts[1], parts[2]);
}

} // namespace

void TestFingerprint::whatOneBrowserDoesOverTimeGivesOneFingerprint_data()
{
    columns();
    QString updated = firefox;
    updated.replace(u"128.0"_s, u"129.0.2"_s);
    QTest::newRow("an update") << QStringList {firefox, u"de"_s, u"192.0.2.1"_s}
                               << QStringList {updated, u"de"_s, u"192.0.2.1"_s};
    QTest::newRow("less preferred languages")
        << QStringList {firefox, u"de-AT,de;q=0.9"_s, {}} << QStringList {firefox, u" DE-at ;q=1,en"_s, {}};
    QTest::newRow("an address of the same network")
        << QStringList {firefox, {}, u"192.0.2.1"_s} << QStringList {firefox, {}, u"192.0.77.200"_s};
    QTest::newRow("an IPv6 address of the same network")
        << QStringList {firefox, {}, u"2001:db8:7::1"_s}
        << QStringList {firefox, {}, u"2001:0db8:7:ffff::2"_s};
    QTest::newRow("IPv4 as a dual-stack socket shows it")
        << QStringList {firefox, {}, u"192.0.2.1"_s} << QStringList {firefox, {}, u"::ffff:192.0.2.1"_s};
    QTest::newRow("a zone") << QStringList {firefox, {}, u"fe80::1%eth0"_s}
                            << QStringList {firefox, {}, u"fe80::2%wlan1"_s};
}

void TestFingerprint::whatOneBrowserDoesOverTimeGivesOneFingerprint()
{
    QFETCH(const QStringList, one);
    QFETCH(const QStringList, other);

    QCOMPARE(of(one).size(), 32);
    QCOMPARE(of(one), of(other));
}

void TestFingerprint::whatLooksDifferentGivesAnother_data()
{
    columns();
    const QStringList usual {firefox, u"de"_s, u"192.0.2.1"_s};
    QTest::newRow("browser") << usual << QStringList {u"curl/8.0"_s, u"de"_s, u"192.0.2.1"_s};
    QTest::newRow("language") << usual << QStringList {firefox, u"en"_s, u"192.0.2.1"_s};
    QTest::newRow("network") << usual << QStringList {firefox, u"de"_s, u"192.1.2.1"_s};
    QTest::newRow("no network") << usual << QStringList {firefox, u"de"_s, {}};
    QTest::newRow("IPv6 network") << QStringList {firefox, {}, u"2001:db8:7::1"_s}
                                  << QStringList {firefox, {}, u"2001:db8:8::1"_s};
}

void TestFingerprint::whatLooksDifferentGivesAnother()
{
    QFETCH(const QStringList, one);
    QFETCH(const QStringList, other);

    QVERIFY(of(one) != of(other));
}

void TestFingerprint::nothingToLookAtIsEmpty()
{
    QVERIFY(clientFingerprint({}, {}).isEmpty());
    QVERIFY(clientFingerprint(u"  "_s, u" ;q=1"_s, u" "_s).isEmpty());
}

void TestFingerprint::partsDoNotRunIntoEachOther()
{
    QVERIFY(clientFingerprint(u"ab"_s, u"c"_s) != clientFingerprint(u"a"_s, u"bc"_s));
}

void TestFingerprint::anythingIsTakenAsIs()
{
    QCOMPARE(clientFingerprint(QString(1'000'000, u'x'), QString(100'000, u'y'), u"not an address"_s).size(),
             32);
    QCOMPARE(clientFingerprint(QString(QChar(0xd800)), QString(QChar(0)), u"%"_s).size(), 32);
}

QTEST_GUILESS_MAIN(TestFingerprint)
#include "tst_fingerprint.moc"
