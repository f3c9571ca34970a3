// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "accounttest.h"

#include "rawclient.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qurl.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr auto Password = "p'a\"s"_L1;

QString quoted(const QString &name, QChar mark)
{
    return mark + QString(name).replace(mark, QString(2, mark)) + mark;
}

} // namespace

const QStringList &AccountTest::modes()
{
    static const QStringList names {u"viewer"_s, u"support"_s, u"operator"_s, u"admin"_s};
    return names;
}

void AccountTest::accounts(const QStringList &chosen)
{
    QTest::addColumn<QString>("setUp");
    QTest::addColumn<QString>("mode");
    for (const QString &setUp : FreshStore::asked(u"postgres"_s)) {
        for (const QString &mode : chosen)
            QTest::addRow("%s %s", qPrintable(setUp), qPrintable(mode)) << setUp << mode;
    }
}

void AccountTest::init()
{
    AxessTest::init();
    QFETCH(const QString, setUp);
    QFETCH(const QString, mode);
    m_setUp = setUp;
    TAKE(store, FreshStore::make(setUp));
    m_store = std::move(store);
    QVERIFY(m_folder.isValid());
    if (!QFile::exists(m_folder.filePath(u"root.key"_s)))
        QCOMPARE(
            runAxessctl({u"key"_s, u"generate"_s, u"--out"_s, m_folder.filePath(u"root.key"_s)}).exitCode, 0);
    AxessctlRun made = asOwner({u"init"_s});
    QVERIFY2(made.exitCode == 0, made.errors.constData());
    QCOMPARE(asOwner({u"demo-data"_s, u"40"_s}).exitCode, 0);
    m_sessions = asOwner({u"session"_s, u"list"_s}).json().value(u"sessions"_s).toArray();
    QCOMPARE(m_sessions.size(), 40);
    signInAs(mode);
}

void AccountTest::cleanup()
{
    if (!m_store)
        return;
    const auto removed = RawClient::administrate(m_store->url(), m_setUp, removal());
    QVERIFY2(removed.isDone, qPrintable(removed.output));
    m_store.reset();
}

QStringList AccountTest::creation(const QString &mode) const
{
    const QString &backend = m_store->url().backend();
    const QString password = quoted(Password, u'\'');
    QStringList lines {u"CREATE ROLE %1 LOGIN PASSWORD %2;"_s.arg(quoted(m_account, u'"'), password)};
    if (backend == "postgres"_L1 && mode == "admin"_L1) {
        // The run's user is a superuser, whose share nobody gets.
        const auto refused = RawClient::administrate(m_store->url(), m_setUp, lines + m_lines);
        if (refused.isDone || !refused.output.contains(u"belong to the superuser axess"_s))
            qWarning("A superuser's tables were shared: %s", qPrintable(refused.output));
        lines = {
            u"CREATE ROLE %1;"_s.arg(owner()),
            u"GRANT USAGE, CREATE ON SCHEMA %1 TO %2;"_s.arg(*m_store->url().option(u"schema"_s), owner())};
        for (const QString &table :
             {u"schema"_s, u"session"_s, u"user"_s, u"document"_s, u"event"_s, u"audit"_s, u"tombstone"_s})
            lines.append(u"ALTER TABLE axess_%1 OWNER TO %2;"_s.arg(table, owner()));
    }
    if (backend == "postgres"_L1)
        return lines;
    if (backend == "mysql"_L1)
        return {u"CREATE USER %1 IDENTIFIED BY %2;"_s.arg(quoted(m_account, u'`'), password)};
    return {};
}

QStringList AccountTest::removal() const
{
    const QString &backend = m_store->url().backend();
    if (backend == "postgres"_L1)
        return {u"DROP OWNED BY %1; DROP ROLE %1;"_s.arg(quoted(m_account, u'"')),
                u"DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%1') THEN REASSIGN OWNED BY "
                u"%1 TO"
                " axess; DROP OWNED BY %1; DROP ROLE %1; END IF; END $$;"_s.arg(owner())};
    if (backend == "mysql"_L1)
        return {u"DROP USER %1;"_s.arg(quoted(m_account, u'`'))};
    return {u"ACL DELUSER \"%1\""_s.arg(QString(m_account).replace(u"\""_s, u"\\\""_s))};
}

void AccountTest::signInAs(const QString &mode)
{
    // Accounts are the whole server's.
    static int number = 0;
    m_account = u"o'b\"r`i$axess$%%1"_s.arg(++number);
    const AxessctlRun printed = runAxessctl(
        {u"--store"_s, m_store->text(), u"--json"_s, u"grants"_s, mode, u"--account"_s, m_account});
    QVERIFY2(printed.exitCode == 0, printed.errors.constData());
    m_lines.clear();
    for (const auto &line : printed.json().value(u"lines"_s).toArray())
        m_lines.append(line.toString());
    QStringList lines = creation(mode) + m_lines;
    if (m_store->url().backend() == "valkey"_L1)
        lines.append(u"ACL SETUSER \"%1\" \">%2\""_s.arg(QString(m_account).replace(u"\""_s, u"\\\""_s),
                                                         QString(Password).replace(u"\""_s, u"\\\""_s)));
    const auto given = RawClient::administrate(m_store->url(), m_setUp, lines);
    QVERIFY2(given.isDone, qPrintable(given.output + lines.join(u'\n')));
    const QString text = m_store->text();
    m_accountUrl = text.section(u"://"_s, 0, 0) + u"://"_s
        + QString::fromLatin1(QUrl::toPercentEncoding(m_account)) + u':'
        + QString::fromLatin1(QUrl::toPercentEncoding(Password)) + u'@' + text.section(u'@', 1);
}

AxessctlRun AccountTest::asOwner(const QStringList &command) const
{
    return runAxessctl(QStringList {u"--store"_s, m_store->text(), u"--root-key-file"_s,
                                    m_folder.filePath(u"root.key"_s), u"--json"_s}
                       + command);
}

AxessctlRun AccountTest::asAccount(const QStringList &command, bool hasKey) const
{
    QStringList arguments {u"--store"_s, m_accountUrl, u"--json"_s};
    if (hasKey)
        arguments << u"--root-key-file"_s << m_folder.filePath(u"root.key"_s);
    return runAxessctl(arguments + command);
}

void AccountTest::tries(const QString &statement, bool isAllowed, const QString &refusal) const
{
    TAKE(url, StoreUrl::parse(m_accountUrl));
    const auto run = RawClient::type(url, {statement});
    QVERIFY2(run.isDone == isAllowed, qPrintable(statement + u": "_s + run.output));
    const QRegularExpression refused(refusal, QRegularExpression::CaseInsensitiveOption);
    QVERIFY2(isAllowed || refused.match(run.output).hasMatch(), qPrintable(statement + u": "_s + run.output));
}
