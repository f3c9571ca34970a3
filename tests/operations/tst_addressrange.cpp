// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include <axess/addressrange.h>

#include <random>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestAddressRange : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aRangeHoldsItsAddresses_data();
    void aRangeHoldsItsAddresses();
    void whatIsNoRangeIsRefused_data();
    void whatIsNoRangeIsRefused();
    void aRangeIsWrittenAsItReads_data();
    void aRangeIsWrittenAsItReads();
    void anyRangeReadsBack();
    void whatAllAddressesHaveInCommonIsTold();
};

void TestAddressRange::aRangeHoldsItsAddresses_data()
{
    QTest::addColumn<QString>("range");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("holds");
    QTest::newRow("itself") << u"203.0.113.7"_s << u"203.0.113.7"_s << true;
    QTest::newRow("its neighbour") << u"203.0.113.7"_s << u"203.0.113.8"_s << false;
    QTest::newRow("first") << u"203.0.113.0/24"_s << u"203.0.113.0"_s << true;
    QTest::newRow("last") << u"203.0.113.0/24"_s << u"203.0.113.255"_s << true;
    QTest::newRow("behind") << u"203.0.113.0/24"_s << u"203.0.114.0"_s << false;
    QTest::newRow("within a byte") << u"10.0.0.64/26"_s << u"10.0.0.127"_s << true;
    QTest::newRow("behind, in a byte") << u"10.0.0.64/26"_s << u"10.0.0.128"_s << false;
    QTest::newRow("every IPv4") << u"0.0.0.0/0"_s << u"8.8.8.8"_s << true;
    QTest::newRow("IPv6 is no IPv4") << u"0.0.0.0/0"_s << u"2001:db8::1"_s << false;
    QTest::newRow("IPv4 as IPv6") << u"203.0.113.0/24"_s << u"::ffff:203.0.113.9"_s << true;
    QTest::newRow("IPv4 as hexadecimal") << u"203.0.113.7"_s << u"::ffff:cb00:7107"_s << true;
    QTest::newRow("IPv6") << u"2001:db8::/32"_s << u"2001:DB8:1:2:3:4:5:6"_s << true;
    QTest::newRow("another IPv6") << u"2001:db8::/32"_s << u"2001:db9::1"_s << false;
    QTest::newRow("no address") << u"0.0.0.0/0"_s << u"localhost"_s << false;
    QTest::newRow("nothing") << u"::/0"_s << QString() << false;
}

void TestAddressRange::aRangeHoldsItsAddresses()
{
    QFETCH(const QString, range);
    QFETCH(const QString, address);
    QFETCH(const bool, holds);

    const auto read = AddressRange::fromText(range);

    QVERIFY(read);
    QCOMPARE(read->contains(address), holds);
}

void TestAddressRange::whatIsNoRangeIsRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text : {u""_s,
                                u"/"_s,
                                u"1.2.3"_s,
                                u"1.2.3.4.5"_s,
                                u"1.2.3.256"_s,
                                u"1.2.3.+4"_s,
                                u"1.2.3. 4"_s,
                                u"1..2.3"_s,
                                u"1.2.3.4/33"_s,
                                u"1.2.3.4/"_s,
                                u"1.2.3.4/-1"_s,
                                u"1.2.3.4/24/8"_s,
                                u"::/129"_s,
                                u":::"_s,
                                u":"_s,
                                u"1::2::3"_s,
                                u"1:2:3:4:5:6:7"_s,
                                u"1:2:3:4:5:6:7:8:9"_s,
                                u"1:2:3:4:5:6:7::8"_s,
                                u"12345::"_s,
                                u"g::"_s,
                                u"1.2.3.4::"_s,
                                u"::1.2.3"_s,
                                u"٣.0.0.1"_s,
                                u"1.2.3.4\0"_s,
                                u"fe80::1%eth0"_s,
                                QString(100'000, u':')})
        QTest::newRow(qPrintable(text.left(40))) << text;
}

void TestAddressRange::whatIsNoRangeIsRefused()
{
    QFETCH(const QString, text);

    QVERIFY(!AddressRange::fromText(text));
}

void TestAddressRange::aRangeIsWrittenAsItReads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written");
    QTest::newRow("an address") << u"203.0.113.7"_s << u"203.0.113.7"_s;
    QTest::newRow("bits behind the length") << u"203.0.113.7/24"_s << u"203.0.113.0/24"_s;
    QTest::newRow("IPv6") << u"2001:DB8::/32"_s << u"2001:db8::/32"_s;
    QTest::newRow("every address") << u"::/0"_s << u"::/0"_s;
    QTest::newRow("IPv4 as IPv6") << u"::ffff:0:0/96"_s << u"0.0.0.0/0"_s;
    QTest::newRow("zeros within") << u"1::2"_s << u"1:0:0:0:0:0:0:2"_s;
}

void TestAddressRange::aRangeIsWrittenAsItReads()
{
    QFETCH(const QString, text);
    QFETCH(const QString, written);

    const auto range = AddressRange::fromText(text);

    QVERIFY(range);
    QCOMPARE(range->text(), written);
}

void TestAddressRange::anyRangeReadsBack()
{
    std::mt19937 random(7);
    for (int round = 0; round < 5000; ++round) {
        QStringList groups;
        for (int i = 0; i < 8; ++i)
            groups.append(QString::number(random() % 3 == 0 ? 0 : random() % 0x10000, 16));
        const QString text = round % 2 ? groups.join(u':')
                                       : u"%1.%2.%3.%4"_s.arg(random() % 256)
                                             .arg(random() % 256)
                                             .arg(random() % 256)
                                             .arg(random() % 256);
        const uint most = round % 2 ? 129 : 33;
        const auto range = AddressRange::fromText(u"%1/%2"_s.arg(text).arg(random() % most));
        QVERIFY(range);
        QVERIFY(range->contains(text));
        QCOMPARE(AddressRange::fromText(range->text()), range);
        QVERIFY(round % 2 || text.contains(range->commonText()));
    }
}

void TestAddressRange::whatAllAddressesHaveInCommonIsTold()
{
    QCOMPARE(AddressRange::fromText(u"203.0.113.7")->commonText(), u"203.0.113.7"_s);
    QCOMPARE(AddressRange::fromText(u"203.0.113.0/24")->commonText(), u"203.0.113."_s);
    QCOMPARE(AddressRange::fromText(u"203.0.113.0/23")->commonText(), u"203.0."_s);
    QCOMPARE(AddressRange::fromText(u"0.0.0.0/0")->commonText(), QString());
    QCOMPARE(AddressRange::fromText(u"2001:db8::1")->commonText(), QString());
}

QTEST_APPLESS_MAIN(TestAddressRange)
#include "tst_addressrange.moc"
