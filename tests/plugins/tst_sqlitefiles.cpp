// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "sqlitefixture.h"
#include "verify.h"
#include "workerprocess.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <cstdio>

#include <sys/stat.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSqliteFiles : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aMissingFileIsMade();
    void onlyItsOwnerMayReadIt(); // Promise: 6
    void createNoRefusesAMissingFile();
    void readingOnlyMakesNoFile();
    void aMissingFolderIsNamed();
    void aFolderIsRefused();
    void aPipeIsRefused();
    void anEmptyFileBecomesAStore();
    void whatIsNoDatabaseIsLeftAsItIs_data();
    void whatIsNoDatabaseIsLeftAsItIs();
    void aTruncatedStoreIsCorrupt();
    void aDamagedPageIsCorrupt();
    void anotherProgramsDatabaseIsLeftAsItIs();
    void anEmptyDatabaseOfAnotherProgramIsRefused();
    void aNewerSchemaIsTooNew();
    void aNewerSchemaThatIsReadableOpens();
    void aStoreWithoutItsTablesSaysSo();
    void rightsThatAreMissingAreDenied_data();
    void rightsThatAreMissingAreDenied();
    void pathsMayHoldAnything_data();
    void pathsMayHoldAnything();
    void optionsThatMakeNoSenseAreRefused();
    void aLinkLeadsToTheSameLock();
    void aFileThatTookThePlaceOfTheOpenOneIsTheStore();

private:
    static int modeOf(const QString &path);
    static QByteArray contentOf(const QString &path);
    static void fill(const QString &path, const QByteArray &content);
};

int TestSqliteFiles::modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

QByteArray TestSqliteFiles::contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

void TestSqliteFiles::fill(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QFile::WriteOnly | QFile::Truncate));
    QCOMPARE(file.write(content), content.size());
}

void TestSqliteFiles::aMissingFileIsMade()
{
    const SqliteFixture fixture;
    TAKE(connection, fixture.store());
    TAKE(state, connection->schema());
    QVERIFY(state.exists);
    QCOMPARE(state.written, state.mine);
    VERIFY_OK(connection->initSchema());
    VERIFY_OK(connection->upgradeSchema());
}

void TestSqliteFiles::onlyItsOwnerMayReadIt()
{
    const SqliteFixture fixture;
    TAKE(connection, fixture.store());
    VERIFY_OK(connection->create(newRows(1, SystemClock().now()), horizonNow()));
    const QStringList files = QDir(fixture.folder()).entryList(QDir::Files);
    QCOMPARE(files.size(), 4);
    for (const QString &file : files)
        QCOMPARE(modeOf(fixture.folder() + u'/' + file), 0600);
}

void TestSqliteFiles::createNoRefusesAMissingFile()
{
    const SqliteFixture fixture;
    TAKE(factory, fixture.factory(fixture.url(u"create"_s, u"no"_s)));
    VERIFY_FAILS(factory->connect(Deadline::in(std::chrono::seconds(5))), ErrorCode::InvalidArgument);
    QVERIFY(!QFile::exists(fixture.path()));
}

void TestSqliteFiles::readingOnlyMakesNoFile()
{
    const SqliteFixture fixture;
    VERIFY_FAILS(fixture.connect(AccessMode::ReadOnly), ErrorCode::InvalidArgument);
    QVERIFY(!QFile::exists(fixture.path()));
}

void TestSqliteFiles::aMissingFolderIsNamed()
{
    const SqliteFixture fixture;
    TAKE(factory, fixture.factory(StoreUrl::forFile(fixture.folder() + u"/no/store.db"_s)));
    const auto connected = factory->connect(Deadline::in(std::chrono::seconds(5)));
    VERIFY_FAILS(connected, ErrorCode::InvalidArgument);
    QVERIFY(connected.error().message().contains(fixture.folder() + u"/no"_s));
}

void TestSqliteFiles::aFolderIsRefused()
{
    const SqliteFixture fixture;
    QVERIFY(QDir().mkdir(fixture.path()));
    VERIFY_FAILS(fixture.connect(), ErrorCode::InvalidArgument);
    VERIFY_FAILS(fixture.connect(AccessMode::ReadOnly), ErrorCode::InvalidArgument);
}

void TestSqliteFiles::aPipeIsRefused()
{
    const SqliteFixture fixture;
    QCOMPARE(::mkfifo(QFile::encodeName(fixture.path()).constData(), 0600), 0);
    VERIFY_FAILS(fixture.connect(), ErrorCode::InvalidArgument);
}

void TestSqliteFiles::anEmptyFileBecomesAStore()
{
    const SqliteFixture fixture;
    fill(fixture.path(), {});
    TAKE(connection, fixture.store());
    TAKE(state, connection->schema());
    QVERIFY(state.exists);
}

void TestSqliteFiles::whatIsNoDatabaseIsLeftAsItIs_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("text") << QByteArray("This is not a database.\n").repeated(100);
    QTest::newRow("noise") << freshBytes(8).repeated(1024);
    QTest::newRow("zeros") << QByteArray(8192, '\0');
    QTest::newRow("a database's first bytes, then noise")
        << QByteArray("SQLite format 3\0", 16) + freshBytes(8).repeated(510);
}

void TestSqliteFiles::whatIsNoDatabaseIsLeftAsItIs()
{
    QFETCH(QByteArray, content);
    const SqliteFixture fixture;
    fill(fixture.path(), content);
    VERIFY_FAILS(fixture.store(), ErrorCode::Corrupt);
    VERIFY_FAILS(fixture.connect(AccessMode::ReadOnly), ErrorCode::Corrupt);
    QCOMPARE(contentOf(fixture.path()), content);
}

void TestSqliteFiles::aTruncatedStoreIsCorrupt()
{
    const SqliteFixture fixture;
    {
        TAKE(connection, fixture.store());
        VERIFY_OK(connection->create(newRows(64, SystemClock().now()), horizonNow()));
    }
    fixture.shell(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    QVERIFY(QFile::resize(fixture.path(), 3 * 4096));
    const auto connection = fixture.connect();
    if (!connection) {
        VERIFY_FAILS(connection, ErrorCode::Corrupt);
        return;
    }
    VERIFY_FAILS((*connection)->page(PageRequest()), ErrorCode::Corrupt);
}

void TestSqliteFiles::aDamagedPageIsCorrupt()
{
    const SqliteFixture fixture;
    std::vector<NewRow> rows = newRows(64, SystemClock().now());
    {
        TAKE(connection, fixture.store());
        VERIFY_OK(connection->create(rows, horizonNow()));
    }
    fixture.shell(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    QByteArray content = contentOf(fixture.path());
    for (qsizetype page = 4; page * 4096 < content.size(); ++page)
        content.replace(page * 4096, 8, QByteArray(8, '\xff'));
    fill(fixture.path(), content);
    TAKE(connection, fixture.connect());
    const auto loaded = connection->load(only(rows.front().row.id));
    VERIFY_FAILS(loaded, ErrorCode::Corrupt);
    QVERIFY(connection->isBroken());
}

void TestSqliteFiles::anotherProgramsDatabaseIsLeftAsItIs()
{
    const SqliteFixture fixture;
    fixture.shell(u"CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')"_s);
    const QByteArray before = contentOf(fixture.path());
    const auto connected = fixture.store();
    VERIFY_FAILS(connected, ErrorCode::InvalidArgument);
    QVERIFY(connected.error().message().contains(u"another program"_s));
    QCOMPARE(contentOf(fixture.path()), before);
    QCOMPARE(fixture.shell(u"PRAGMA journal_mode"_s), u"delete"_s);
}

void TestSqliteFiles::anEmptyDatabaseOfAnotherProgramIsRefused()
{
    const SqliteFixture fixture;
    fixture.shell(u"PRAGMA application_id = 1234"_s);
    VERIFY_FAILS(fixture.store(), ErrorCode::InvalidArgument);
}

void TestSqliteFiles::aNewerSchemaIsTooNew()
{
    const SqliteFixture fixture;
    VERIFY_OK(fixture.store());
    QCOMPARE(fixture.shell(u"UPDATE axess_schema SET written = 99, readable_from = 98"_s), QString());
    VERIFY_FAILS(fixture.connect(), ErrorCode::TooNew);
    VERIFY_FAILS(fixture.connect(AccessMode::ReadOnly), ErrorCode::TooNew);
}

void TestSqliteFiles::aNewerSchemaThatIsReadableOpens()
{
    const SqliteFixture fixture;
    VERIFY_OK(fixture.store());
    QCOMPARE(fixture.shell(u"UPDATE axess_schema SET written = 99"_s), QString());
    TAKE(connection, fixture.store());
    VERIFY_OK(connection->upgradeSchema());
    TAKE(state, connection->schema());
    QCOMPARE(state.written, 99);
}

void TestSqliteFiles::aStoreWithoutItsTablesSaysSo()
{
    const SqliteFixture fixture;
    TAKE(connection, fixture.connect());
    const auto page = connection->page(PageRequest());
    VERIFY_FAILS(page, ErrorCode::Unavailable);
    QVERIFY(page.error().message().contains(u"initialise"_s));
    VERIFY_FAILS(connection->upgradeSchema(), ErrorCode::InvalidArgument);
    VERIFY_OK(connection->initSchema());
    VERIFY_OK(connection->page(PageRequest()));
}

void TestSqliteFiles::rightsThatAreMissingAreDenied_data()
{
    QTest::addColumn<int>("fileMode");
    QTest::addColumn<int>("folderMode");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("all rights") << 0666 << 0777 << QByteArray("Opened");
    QTest::newRow("unreadable file") << 0000 << 0777 << QByteArray("Denied");
    QTest::newRow("read-only file") << 0444 << 0777 << QByteArray("Denied");
    QTest::newRow("read-only folder") << 0666 << 0555 << QByteArray("Denied");
    QTest::newRow("read-only folder without the file") << -1 << 0555 << QByteArray("Denied");
}

void TestSqliteFiles::rightsThatAreMissingAreDenied()
{
    QFETCH(int, fileMode);
    QFETCH(int, folderMode);
    QFETCH(QByteArray, answer);
    const SqliteFixture fixture;
    const QByteArray folder = QFile::encodeName(fixture.folder());
    if (fileMode >= 0) {
        fill(fixture.path(), {});
        QCOMPARE(::chmod(QFile::encodeName(fixture.path()).constData(), mode_t(fileMode)), 0);
    }
    QCOMPARE(::chmod(folder.constData(), mode_t(folderMode)), 0);
    WorkerProcess worker(u"probe"_s, fixture.path());
    QVERIFY(worker.isReady());
    worker.begin();
    const QByteArray said = worker.line();
    ::chmod(folder.constData(), 0700);
    QCOMPARE(said, answer);
}

void TestSqliteFiles::pathsMayHoldAnything_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("space") << u"my store.db"_s;
    QTest::newRow("quotes") << u"it's \"quoted\".db"_s;
    QTest::newRow("query") << u"store.db?mode=memory&x=%00"_s;
    QTest::newRow("URI") << u"file:store.db"_s;
    QTest::newRow("memory") << u":memory:"_s;
    QTest::newRow("semicolon") << u"a;QSQLITE_OPEN_READONLY.db"_s;
    QTest::newRow("Unicode") << u"Größe 店.db"_s;
}

void TestSqliteFiles::pathsMayHoldAnything()
{
    QFETCH(QString, name);
    const SqliteFixture fixture;
    const QString path = fixture.folder() + u'/' + name;
    TAKE(factory, fixture.factory(StoreUrl::forFile(path)));
    TAKE(connection, factory->connect(Deadline::in(std::chrono::seconds(30))));
    VERIFY_OK(connection->initSchema());
    QVERIFY(QFile::exists(path));
    QVERIFY(QFile::exists(path + u"-axess-lock"_s));
}

void TestSqliteFiles::optionsThatMakeNoSenseAreRefused()
{
    const SqliteFixture fixture;
    VERIFY_FAILS(fixture.factory(fixture.url(u"driver"_s, u"fast"_s)), ErrorCode::InvalidArgument);
    VERIFY_FAILS(fixture.factory(fixture.url(u"synchronous"_s, u"off"_s)), ErrorCode::InvalidArgument);
    VERIFY_FAILS(fixture.factory(fixture.url(u"create"_s, u"maybe"_s)), ErrorCode::InvalidArgument);
    VERIFY_FAILS(fixture.factory(StoreUrl()), ErrorCode::InvalidArgument);
}

void TestSqliteFiles::aLinkLeadsToTheSameLock()
{
    const SqliteFixture fixture;
    const QString link = fixture.folder() + u"/link.db"_s;
    QVERIFY(QFile::link(fixture.path(), link));
    VERIFY_OK(fixture.store());
    TAKE(factory, fixture.factory(StoreUrl::forFile(link)));
    TAKE(connection, factory->connect(Deadline::in(std::chrono::seconds(30))));
    VERIFY_OK(connection->initSchema());
    QVERIFY(!QFile::exists(link + u"-axess-lock"_s));
}

void TestSqliteFiles::aFileThatTookThePlaceOfTheOpenOneIsTheStore()
{
    const SqliteFixture fixture;
    TAKE(factory, fixture.factory(fixture.url()));
    auto connected = factory->connect(Deadline::in(30s));
    VERIFY_OK(connected);
    StorageConnection &store = **connected;
    store.setDeadline(Deadline::in(60s));
    VERIFY_OK(store.initSchema());
    const Horizon horizon = horizonNow();
    VERIFY_OK(store.create(newRows(3, horizon.now), horizon));
    const QString backup = fixture.folder() + u"/backup.db"_s;
    QCOMPARE(fixture.shell(u"VACUUM INTO '%1'"_s.arg(backup)), QString());
    QCOMPARE(fixture.shell(u"PRAGMA journal_mode = WAL"_s, backup), u"wal"_s);
    VERIFY_OK(store.create(newRows(2, horizon.now), horizon));
    for (const QString &beside : {u"-wal"_s, u"-shm"_s})
        QVERIFY(QFile::remove(fixture.path() + beside));
    QVERIFY(std::rename(backup.toUtf8().constData(), fixture.path().toUtf8().constData()) == 0);

    VERIFY_OK(store.create(newRows(1, horizon.now), horizon));
    QCOMPARE(fixture.shell(u"SELECT COUNT(*) FROM axess_session"_s), u"4"_s);
    // Connections that have the old file open are not handed to anybody any more.
    QTRY_VERIFY(!(store.detachFromThread() && store.attachToThread()));
    TAKE(another, factory->connect(Deadline::in(30s)));
    another->setDeadline(Deadline::in(60s));
    TAKE(page, another->page(firstPage(10)));
    QCOMPARE(page.rows.size(), 4);
}

QTEST_GUILESS_MAIN(TestSqliteFiles)
#include "tst_sqlitefiles.moc"
