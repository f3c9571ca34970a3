// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"

#include "export/copyforms.h"

#include <axess/sessionlisting.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qprocess.h>
#include <QtTest/qtest.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Sessions as text: for spreadsheets, for programs, and for a shell.
class TestExportForms : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void noFieldIsAFormula_data();
    void noFieldIsAFormula();
    void aTableHasTheColumnsThatAreShown();
    void timesNameTheirZone();
    void jsonIsWhatTheCommandLineWrites();
    void aRowIsOneLine();
    void aShellTakesEachWordAsItIs_data();
    void aShellTakesEachWordAsItIs();
    void aCommandHoldsNoSecret();

private:
    static ListedSession session(const QString &user);
};

ListedSession TestExportForms::session(const QString &user)
{
    ListedSession listed;
    listed.row.id = *SessionId::fromText(QString(32, u'a'));
    listed.row.user = userNamed(user);
    listed.row.tenant = tenantNamed(u"acme"_s);
    listed.row.level = SessionLevel::Authenticated;
    listed.row.created = 1'764'000'000'000;
    listed.row.client = {u"203.0.113.7"_s, u"Mozilla/5.0"_s, u"Firefox"_s};
    listed.row.payloadBytes = 1234;
    listed.row.data.insert(u"csrfToken"_s, u"do not show"_s);
    return listed;
}

void TestExportForms::noFieldIsAFormula_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("field");
    QTest::newRow("plain") << u"ann"_s << u"ann"_s;
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("equals") << u"=1+1"_s << u"'=1+1"_s;
    QTest::newRow("plus") << u"+49"_s << u"'+49"_s;
    QTest::newRow("minus") << u"-1"_s << u"'-1"_s;
    QTest::newRow("at") << u"@SUM(A1)"_s << u"'@SUM(A1)"_s;
    QTest::newRow("tab") << u"\t=1"_s << u"'\t=1"_s;
    QTest::newRow("return") << u"\r=1"_s << u"\"'\r=1\""_s;
    QTest::newRow("quoted") << u"=A1,\"x\""_s << u"\"'=A1,\"\"x\"\"\""_s;
    QTest::newRow("inside") << u"a=b"_s << u"a=b"_s;
    QTest::newRow("delimiter") << u"a,b"_s << u"\"a,b\""_s;
    QTest::newRow("two lines") << u"a\nb"_s << u"\"a\nb\""_s;
}

void TestExportForms::noFieldIsAFormula()
{
    QFETCH(const QString, text);
    QTEST(csvField(text, u','), "field");
}

void TestExportForms::aTableHasTheColumnsThatAreShown()
{
    ExportFormat format {.columns = {SessionField::Id, SessionField::User, SessionField::Size}};
    const QList rows {session(u"ann"_s), session(u"=cmd;x"_s)};
    const QByteArray id(32, 'a');

    QCOMPARE(format.begin() + format.rows(rows, true) + format.end(),
             "Id,User,Size\r\n" + id + ",ann,1234\r\n" + id + ",'=cmd;x,1234\r\n");
    format.delimiter = u';';
    format.hasByteOrderMark = true;
    QCOMPARE(format.begin(), "\xef\xbb\xbfId;User;Size\r\n"_ba);
    QCOMPARE(format.rows({rows.at(1)}, false), id + ";\"'=cmd;x\";1234\r\n");
    format.hasHeader = false;
    QCOMPARE(format.begin(), "\xef\xbb\xbf"_ba);
}

void TestExportForms::timesNameTheirZone()
{
    const QString created = exportedValue(session(u"ann"_s), SessionField::Created);
    const QDateTime read = QDateTime::fromString(created, Qt::ISODate);
    QCOMPARE(read.toMSecsSinceEpoch(), 1'764'000'000'000);
    QVERIFY2(created.size() > 19, qPrintable(created));
    QCOMPARE(exportedValue(session(u"ann"_s), SessionField::SignedIn), QString());
}

void TestExportForms::jsonIsWhatTheCommandLineWrites()
{
    const QList rows {session(u"ann"_s), session(u"bob\u202e\n"_s)};
    const ExportFormat whole {.kind = ExportFormat::Kind::Json};
    const QByteArray text
        = whole.begin() + whole.rows({rows.at(0)}, true) + whole.rows({rows.at(1)}, false) + whole.end();
    const QJsonArray array = QJsonDocument::fromJson(text).array();
    QCOMPARE(array.size(), 2);
    QCOMPARE(array.at(1).toObject(), toJson(rows.at(1)));
    QCOMPARE(QJsonDocument::fromJson(whole.begin() + whole.rows({}, true) + whole.end()).array(),
             QJsonArray());

    const ExportFormat lines {.kind = ExportFormat::Kind::JsonLines};
    const QList<QByteArray> parts = (lines.begin() + lines.rows(rows, true) + lines.end()).split('\n');
    QCOMPARE(parts.size(), 3);
    QCOMPARE(QJsonDocument::fromJson(parts.at(0)).object(), toJson(rows.at(0)));
    QVERIFY(!text.contains("csrfToken"));
    QCOMPARE(QJsonDocument::fromJson(CopyForms::json({rows.at(0)}).toUtf8()).object(), toJson(rows.at(0)));
    QCOMPARE(QJsonDocument::fromJson(CopyForms::json(rows).toUtf8()).array().size(), 2);
}

void TestExportForms::aRowIsOneLine()
{
    const QList<SessionField> columns {SessionField::User, SessionField::Address};
    QCOMPARE(CopyForms::rows({session(u"a\tb\nc"_s), session(u"bob"_s)}, columns),
             u"a b c\t203.0.113.7\nbob\t203.0.113.7"_s);
}

void TestExportForms::aShellTakesEachWordAsItIs_data()
{
    QTest::addColumn<QString>("word");
    int number = 0;
    for (const QString &word :
         {u"plain-1.db"_s, QString(), u"a b"_s, u"it's"_s, u"$(touch x)"_s, u"`id`"_s, u"\\"_s, u"\"q\""_s,
          u"a;b|c&d>e"_s, u"*?[x]{a,b}"_s, u"~"_s, u"!x"_s, u"#x"_s, u"é漢\n\t"_s, u"user:\"Ann Lee\""_s})
        QTest::addRow("%d", number++) << word;
}

void TestExportForms::aShellTakesEachWordAsItIs()
{
    QFETCH(const QString, word);
    QProcess shell;
    shell.start(u"/bin/sh"_s, {u"-c"_s, u"printf '<%s>' "_s + CopyForms::shellWord(word)});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), u'<' + word + u'>');
}

void TestExportForms::aCommandHoldsNoSecret()
{
    const StoreAddress store {u"postgres://shop:secret@db/sessions?sslmode=verify-full"_s, u"my key"_s};
    const SessionSearch search = ParsedSearch::read(u"\"Ann Lee\" state:active").search;

    const QString searched = CopyForms::commands(store, {}, search);
    QVERIFY2(!searched.contains("secret"_L1), qPrintable(searched));
    QVERIFY2(searched.endsWith(
                 " --root-key-file 'my key' session list --search 'user:\"Ann Lee\" state:active'"_L1),
             qPrintable(searched));
    const QString shown = CopyForms::commands({u"sqlite:shop.db"_s, {}}, {session(u"ann"_s)}, search);
    QCOMPARE(shown, u"axessctl --store sqlite:shop.db session show "_s + QString(32, u'a'));
    QCOMPARE(CopyForms::commands(store, {session(u"a"_s), session(u"b"_s)}, search).split(u'\n').size(), 2);
}

QTEST_MAIN(TestExportForms)
#include "tst_exportforms.moc"
