// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "mysqldialect.h"
#include "mysqlerrors.h"
#include "mysqloptions.h"
#include "mysqlserver.h"
#include "mysqltext.h"
#include "sqlrow.h"
#include "sqltexts.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// What the plugin says to a server, and makes of its answers, without one.
class TestMysqlTexts : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void valuesBecomeLiterals();
    void noValueEndsItsLiteral();
    void theFirstValueStandsTwice();
    void severalRowsAreOneInsert();
    void severalFreshRowsAreOneInsert();
    void severalUpdatesAreOneOfCases();
    void onlyIdsMakeNoCases();
    void whatCannotBeOneStatementStaysApart();
    void noTextHoldsASemicolon();
    void optionsAreReadFromTheUrl();
    void optionsThatMakeNoSenseAreRefused_data();
    void optionsThatMakeNoSenseAreRefused();
    void olderServersAreRefused_data();
    void olderServersAreRefused();
    void lossyModesAreRefused();
    void failuresAreSorted_data();
    void failuresAreSorted();
    void aCutHandshakeIsNoRefusal_data();
    void aCutHandshakeIsNoRefusal();
};

void TestMysqlTexts::valuesBecomeLiterals()
{
    const MysqlText text(u"UPDATE t SET a = ?, b = ?, c = ?, d = ?, e = ? WHERE f = 1"_s);
    const QByteArray bytes("\x00\x7f\xff", 3);
    QCOMPARE(
        text.with(SqlValues {qint64(-5), SqlBytes {bytes}, SqlText {"né"}, u"ö"_s, std::monostate()}),
        QByteArray("UPDATE t SET a = -5, b = X'007FFF', c = X'6EC3A9', d = X'C3B6', e = NULL WHERE f = 1"));
    QCOMPARE(text.with(SqlValues {qint64(0), SqlBytes {}, SqlText {}, QString(), std::monostate()}),
             QByteArray("UPDATE t SET a = 0, b = X'', c = X'', d = X'', e = NULL WHERE f = 1"));
}

void TestMysqlTexts::noValueEndsItsLiteral()
{
    QByteArray every;
    for (int byte = 0; byte < 256; ++byte)
        every += char(byte);
    const QByteArray literal = MysqlText(u"SELECT ?"_s).with(SqlValues {SqlBytes {every}});
    QCOMPARE(literal, "SELECT X'" + every.toHex().toUpper() + "'");
}

void TestMysqlTexts::theFirstValueStandsTwice()
{
    const MysqlText text(u"SELECT ?, ? FROM DUAL WHERE ?1 = 3"_s);
    QCOMPARE(text.with(SqlValues {qint64(7), qint64(8)}), QByteArray("SELECT 7, 8 FROM DUAL WHERE 7 = 3"));
}

void TestMysqlTexts::severalRowsAreOneInsert()
{
    const MysqlText text(u"INSERT INTO t (a, b) VALUES (?, ?) ON DUPLICATE KEY UPDATE a = VALUES(a)"_s);
    QCOMPARE(text.batch(), MysqlText::Batch::Rows);
    const QByteArray one = text.withAll(
        {text.literals(SqlValues {qint64(1), u"x"_s}), text.literals(SqlValues {qint64(2), u"y"_s})});
    QCOMPARE(one,
             QByteArray(
                 "INSERT INTO t (a, b) VALUES (1, X'78'), (2, X'79') ON DUPLICATE KEY UPDATE a = VALUES(a)"));
}

void TestMysqlTexts::severalFreshRowsAreOneInsert()
{
    const SqlTexts texts(*mysqlDialect(), SqlTexts::Tenants::NoneRaised);
    const MysqlText text(texts.insertRow);
    QCOMPARE(text.batch(), MysqlText::Batch::FreshRows);
    const std::vector<QByteArray> row(SqlRow::ColumnCount + 1, "1");
    const QByteArray one = text.withAll({row, row});
    QVERIFY(one.startsWith("INSERT INTO axess_session (id, "));
    QVERIFY(one.endsWith(" 1), (" + QByteArray("1, ").repeated(SqlRow::ColumnCount) + "1)"));
}

void TestMysqlTexts::severalUpdatesAreOneOfCases()
{
    const MysqlText text(u"UPDATE axess_session SET a = ?, b = ? WHERE id = ? AND c = ?"_s);
    QCOMPARE(text.batch(), MysqlText::Batch::Cases);
    const QByteArray one = text.withAll({text.literals(SqlValues {qint64(1), qint64(5), u"x"_s, qint64(3)}),
                                         text.literals(SqlValues {qint64(2), qint64(5), u"y"_s, qint64(4)})});
    QCOMPARE(
        one,
        QByteArray("UPDATE axess_session SET a = CASE id WHEN X'78' THEN 1 WHEN X'79' THEN 2 END, b = 5"
                   " WHERE id IN (X'78', X'79') AND c = CASE id WHEN X'78' THEN 3 WHEN X'79' THEN 4 END"));
}

void TestMysqlTexts::onlyIdsMakeNoCases()
{
    const MysqlText text(u"DELETE axess_session FROM axess_session WHERE id = ? AND c <= ?"_s);
    const auto row = [&](const QString &id, qint64 c) { return text.literals(SqlValues {id, c}); };
    QVERIFY(!text.tellsApart(row(u"x"_s, 3), row(u"y"_s, 3)));
    QVERIFY(text.tellsApart(row(u"x"_s, 3), row(u"y"_s, 4)));
    QCOMPARE(text.withAll({row(u"x"_s, 3), row(u"y"_s, 3)}),
             QByteArray("DELETE axess_session FROM axess_session WHERE id IN (X'78', X'79') AND c <= 3"));
    const MysqlText insert(u"INSERT INTO t (a, b) VALUES (?, ?)"_s);
    QVERIFY(!insert.tellsApart({"1", "2"}, {"3", "4"}));
}

void TestMysqlTexts::whatCannotBeOneStatementStaysApart()
{
    const SqlTexts texts(*mysqlDialect(), SqlTexts::Tenants::SomeRaised);
    for (const QString &text :
         {texts.lockUser, texts.insertLogEntry, texts.insertRowEvent, texts.lockFollowed, texts.installRow})
        QVERIFY2(MysqlText(text).batch() == MysqlText::Batch::None, qPrintable(text));
    for (const QString &text :
         {texts.saveRow, texts.replaceRow, texts.touchRow, texts.removeEnded, texts.revokeRow})
        QVERIFY2(MysqlText(text).batch() == MysqlText::Batch::Cases, qPrintable(text));
    for (const QString &text : {texts.insertEvent, texts.insertTombstone})
        QVERIFY2(MysqlText(text).batch() == MysqlText::Batch::Rows, qPrintable(text));
}

// Statements in one packet are parted by them.
void TestMysqlTexts::noTextHoldsASemicolon()
{
    const auto dialect = mysqlDialect();
    for (const QString &table : dialect->tables)
        QVERIFY2(!table.contains(u';'), qPrintable(table));
}

void TestMysqlTexts::optionsAreReadFromTheUrl()
{
    TAKE(url,
         StoreUrl::parse(
             u"mariadb://ann:p%40ss@db.example:3307/shop?sslrootcert=/ca.pem&driver=plain&timeoutMs=2500"_s));
    TAKE(options, MysqlOptions::fromUrl(url, AccessMode::ReadOnly));
    QCOMPARE(options.host, u"db.example"_s);
    QCOMPARE(options.port, 3307);
    QCOMPARE(options.user, u"ann"_s);
    QCOMPARE(options.password, u"p@ss"_s);
    QCOMPARE(options.database, u"shop"_s);
    QCOMPARE(options.tls, MysqlTls::VerifyFull);
    QCOMPARE(options.driver, MysqlDriver::Plain);
    QCOMPARE(options.lockWait, std::chrono::seconds(3));
    QVERIFY(!options.place.contains(u"p@ss"_s) && !options.place.contains(u"p%40ss"_s));
}

void TestMysqlTexts::optionsThatMakeNoSenseAreRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("verifying without authorities") << u"mysql://host/shop?sslmode=verify-full"_s;
    QTest::newRow("authorities without verifying") << u"mysql://host/shop?sslmode=require&sslrootcert=/ca"_s;
    QTest::newRow("certificate without key") << u"mysql://host/shop?sslcert=/c"_s;
    QTest::newRow("a file that the driver would cut") << u"mysql://host/shop?sslrootcert=/a%3Bb"_s;
}

void TestMysqlTexts::optionsThatMakeNoSenseAreRefused()
{
    QFETCH(QString, url);
    TAKE(parsed, StoreUrl::parse(url));
    VERIFY_FAILS(MysqlOptions::fromUrl(parsed, AccessMode::ReadWrite), ErrorCode::InvalidArgument);
}

void TestMysqlTexts::olderServersAreRefused_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("MySQL 5.7") << u"5.7.44-log"_s << false;
    QTest::newRow("MySQL 8.0") << u"8.0.36-0ubuntu0.22.04.1"_s << true;
    QTest::newRow("MySQL 9") << u"9.1.0"_s << true;
    QTest::newRow("MariaDB 10.4") << u"10.4.32-MariaDB"_s << false;
    QTest::newRow("MariaDB 10.5") << u"10.5.1-MariaDB-log"_s << true;
    QTest::newRow("MariaDB 11.8") << u"11.8.3-MariaDB-0+deb13u1 from Debian"_s << true;
    QTest::newRow("none") << u"what"_s << false;
}

void TestMysqlTexts::olderServersAreRefused()
{
    QFETCH(QString, version);
    QFETCH(bool, isTaken);
    const auto checked = MysqlServer::checkVersion(version);
    QCOMPARE(checked.has_value(), isTaken);
    if (!isTaken)
        VERIFY_FAILS(checked, ErrorCode::Unsupported);
}

void TestMysqlTexts::lossyModesAreRefused()
{
    VERIFY_OK(MysqlServer::checkModes(u"NO_ZERO_DATE,STRICT_TRANS_TABLES"_s));
    VERIFY_OK(MysqlServer::checkModes(u"STRICT_ALL_TABLES"_s));
    VERIFY_FAILS(MysqlServer::checkModes({}), ErrorCode::Unsupported);
    VERIFY_FAILS(MysqlServer::checkModes(u"NO_ENGINE_SUBSTITUTION"_s), ErrorCode::Unsupported);
}

void TestMysqlTexts::failuresAreSorted_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<ErrorCode>("means");
    QTest::addColumn<bool>("isUnknown");
    QTest::addColumn<bool>("endsLink");
    QTest::addColumn<bool>("isRepeated");
    const auto row = [](int code, ErrorCode means, bool isUnknown, bool endsLink, bool isRepeated) {
        QTest::addRow("%d", code) << code << means << isUnknown << endsLink << isRepeated;
    };
    row(1020, ErrorCode::Unavailable, false, false, true);
    row(1205, ErrorCode::Unavailable, false, false, true);
    row(1213, ErrorCode::Unavailable, false, false, true);
    row(2006, ErrorCode::Unavailable, true, true, false);
    row(2013, ErrorCode::Unavailable, true, true, false);
    row(4031, ErrorCode::Unavailable, true, true, false);
    row(1040, ErrorCode::Unavailable, false, false, false);
    row(1044, ErrorCode::Denied, false, false, false);
    row(1045, ErrorCode::Denied, false, false, false);
    row(1142, ErrorCode::Denied, false, false, false);
    row(1290, ErrorCode::Unavailable, false, true, false);
    row(1792, ErrorCode::Denied, false, false, false);
    row(1021, ErrorCode::Full, false, false, false);
    row(1114, ErrorCode::Full, false, false, false);
    row(3675, ErrorCode::Full, false, false, false);
    row(1049, ErrorCode::InvalidArgument, false, false, false);
    row(1153, ErrorCode::InvalidArgument, true, true, false);
    row(1, ErrorCode::Unavailable, false, false, false);
}

void TestMysqlTexts::failuresAreSorted()
{
    QFETCH(int, code);
    QFETCH(ErrorCode, means);
    QFETCH(bool, isUnknown);
    QFETCH(bool, endsLink);
    QFETCH(bool, isRepeated);
    const SqlFailure failure {QString::number(code), u"as the server says"_s};
    const Error atCommit = MysqlErrors::error(failure, SqlStage::Commit);
    QCOMPARE(atCommit.code(), means);
    QCOMPARE(atCommit.outcome(), isUnknown ? Outcome::Unknown : Outcome::NotApplied);
    QCOMPARE(MysqlErrors::error(failure, SqlStage::Statement).outcome(), Outcome::NotApplied);
    QCOMPARE(MysqlErrors::endsLink(failure), endsLink);
    QCOMPARE(MysqlErrors::isCollision(failure), isRepeated);
}

void TestMysqlTexts::aCutHandshakeIsNoRefusal_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isCut");
    QTest::newRow("reset") << u"TLS/SSL error: Connection reset by peer (104)"_s << true;
    QTest::newRow("broken pipe") << u"TLS/SSL error: Broken pipe (32)"_s << true;
    QTest::newRow("end of file") << u"TLS/SSL error: unexpected eof while reading"_s << true;
    QTest::newRow("certificate") << u"TLS/SSL error: certificate verify failed"_s << false;
    QTest::newRow("name") << u"TLS/SSL error: Validation of SSL server certificate failed"_s << false;
    QTest::newRow("none") << u"TLS/SSL error: SSL is required, but the server does not support it"_s << false;
}

void TestMysqlTexts::aCutHandshakeIsNoRefusal()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isCut);
    const SqlFailure failure {u"2026"_s, text};
    const Error atCommit = MysqlErrors::error(failure, SqlStage::Commit);
    QCOMPARE(atCommit.code(), isCut ? ErrorCode::Unavailable : ErrorCode::Denied);
    QCOMPARE(atCommit.outcome(), isCut ? Outcome::Unknown : Outcome::NotApplied);
    QCOMPARE(MysqlErrors::endsLink(failure), isCut);
}

QTEST_GUILESS_MAIN(TestMysqlTexts)
#include "tst_mysqltexts.moc"
