// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "valkeyclient.h"
#include "verify.h"

#include <axess/sessionstore.h>

#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlquery.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype DataBytes = 1024;
constexpr qsizetype EnvelopeBytes = 52;
// The data's own name and length, the header of docs/session-format.md with these names, and the time-outs.
constexpr qsizetype HeaderBytes = 200;
// The clear columns, and what the server has to say of each.
constexpr qsizetype ColumnBytes = 400;

} // namespace

/// What a sealed session takes, by the figures of the server that keeps it.
class TestStoredSizes : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aSessionTakesLittleMoreThanItsData_data();
    void aSessionTakesLittleMoreThanItsData();

private:
    static qint64 inTable(const StoreUrl &url, const QString &expression);
    static qint64 inValkey(const StoreUrl &url);
};

qint64 TestStoredSizes::inTable(const StoreUrl &url, const QString &expression)
{
    const QString name = u"sizes"_s;
    qint64 size = -1;
    {
        const QString driver = url.backend() == u"sqlite"_s ? u"QSQLITE"_s
            : url.backend() == u"mysql"_s                   ? u"QMYSQL"_s
                                                            : u"QPSQL"_s;
        QSqlDatabase database = QSqlDatabase::addDatabase(driver, name);
        database.setDatabaseName(url.path());
        if (!url.hosts().isEmpty()) {
            database.setHostName(url.hosts().constFirst().name);
            database.setPort(url.hosts().constFirst().port);
            database.setUserName(url.user());
            database.setPassword(url.password());
        }
        if (const auto schema = url.option(u"schema"_s))
            database.setConnectOptions(u"options='-c search_path=%1'"_s.arg(*schema));
        QSqlQuery query(database);
        if (database.open())
            query = QSqlQuery(u"SELECT %1 FROM axess_session"_s.arg(expression), database);
        if (query.next())
            size = query.value(0).toLongLong();
    }
    QSqlDatabase::removeDatabase(name);
    return size;
}

qint64 TestStoredSizes::inValkey(const StoreUrl &url)
{
    const auto client = ValkeyClient::connect(url, url.hosts().constFirst());
    if (!client)
        return -1;
    const QByteArray prefix = url.option(u"prefix"_s).value_or(u"axess:"_s).toUtf8();
    const auto found = (*client)->call({"SCAN", "0", "MATCH", prefix + "*session:{*", "COUNT", "1000000"});
    if (!found || found->items.value(1).items.size() != 1)
        return -1;
    const auto size = (*client)->call({"STRLEN", found->items[1].items[0].text});
    return size ? size->text.toLongLong() : -1;
}

void TestStoredSizes::aSessionTakesLittleMoreThanItsData_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s))
        QTest::addRow("%s", qPrintable(setUp)) << setUp;
}

void TestStoredSizes::aSessionTakesLittleMoreThanItsData()
{
    QFETCH(QString, setUp);
    TAKE(fresh, FreshStore::make(setUp));
    SystemRandom random;
    TAKE(bytes, SecretBytes::random(random, 32));
    TAKE(store, SessionStore::initialise(fresh->url(), RootKey::fromBytes(std::move(bytes))));
    SessionRow row;
    row.user = UserId::fromText(u"ann"_s).value();
    row.level = SessionLevel::Authenticated;
    row.client.label = u"Firefox on Linux"_s;
    TAKE(data, random.bytes<DataBytes>());
    row.data.insert(u"data"_s, QByteArray(reinterpret_cast<const char *>(data.data()), DataBytes));
    TAKE(saved, store->save(row));

    const qsizetype payload = DataBytes + EnvelopeBytes + HeaderBytes;
    QCOMPARE_LE(saved.payloadBytes, payload);
    if (fresh->url().backend() == u"valkey"_s) {
        const qint64 size = inValkey(fresh->url());
        QCOMPARE_GE(size, DataBytes);
        QCOMPARE_LE(size, payload + ColumnBytes);
        return;
    }
    // Base64 would make a third more of it.
    const QString length
        = fresh->url().backend() == u"postgres"_s ? u"octet_length(payload)"_s : u"length(payload)"_s;
    QCOMPARE(inTable(fresh->url(), length), saved.payloadBytes);
    if (fresh->url().backend() != u"postgres"_s)
        return;
    const qint64 whole = inTable(fresh->url(), u"pg_column_size(axess_session.*)"_s);
    QCOMPARE_GE(whole, DataBytes);
    QCOMPARE_LE(whole, payload + ColumnBytes);
}

QTEST_GUILESS_MAIN(TestStoredSizes)
#include "tst_storedsizes.moc"
