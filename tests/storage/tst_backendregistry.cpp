// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/backendregistry.h>

#include "axesstest.h"
#include "verify.h"

#include <QtCore/qdir.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestBackendRegistry : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theBackendInMemoryIsAlwaysThere();
    void aPluginIsDescribedWithoutBeingLoaded();
    void aPluginIsLoadedOnceWhenItIsWanted();
    void theFirstFolderWins();
    void aMissingPluginNamesItsPackageAndTheFolders(); // Promise: 10
    void whatIsNoBackendIsToldAndNotUsed_data();
    void whatIsNoBackendIsToldAndNotUsed();
    void aPluginThatLiesIsAnErrorAndNoCrash();
    void metaDataIsCheckedClosely_data();
    void metaDataIsCheckedClosely();
    void aUrlFindsItsBackend();
    void theUsualFoldersBeginWithTheEnvironments();

private:
    const QString m_folder = QStringLiteral(AXESS_TEST_PLUGINS);
};

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

} // namespace

void TestBackendRegistry::theBackendInMemoryIsAlwaysThere()
{
    BackendRegistry registry {QStringList()};
    QCOMPARE(registry.backends().size(), 1);
    QCOMPARE(registry.backends().front().backend, u"memory"_s);
    QVERIFY(!registry.backends().front().has(u"persistent"_s));
    TAKE(backend, registry.backend(u"memory"_s));
    QVERIFY(backend != nullptr);
}

void TestBackendRegistry::aPluginIsDescribedWithoutBeingLoaded()
{
    BackendRegistry registry({m_folder});
    const auto fake = registry.descriptor(u"fake"_s);
    QVERIFY(fake.has_value());
    QCOMPARE(fake->displayName, u"The Fake"_s);
    QCOMPARE(fake->schemes, QStringList {u"fake"_s});
    QVERIFY(fake->has(u"persistent"_s));
    QVERIFY(!fake->has(u"tls"_s));
    QVERIFY(!fake->has(u"never heard of"_s));
    QVERIFY(fake->file.endsWith(u".so"));
    QVERIFY(registry.problems().isEmpty());
}

void TestBackendRegistry::aPluginIsLoadedOnceWhenItIsWanted()
{
    BackendRegistry registry({m_folder});
    TAKE(first, registry.backend(u"fake"_s));
    TAKE(second, registry.backend(u"fake"_s));
    QVERIFY(first == second);
    VERIFY_FAILS(first->factory(StoreUrl(), AccessMode::ReadOnly), ErrorCode::Denied);
}

void TestBackendRegistry::theFirstFolderWins()
{
    QTemporaryDir folder;
    const QString copy = folder.filePath(u"copy.so"_s);
    const QStringList plugins = QDir(m_folder).entryList({u"*fakeplugin*.so"_s});
    QCOMPARE(plugins.size(), 1);
    QVERIFY(QFile::copy(m_folder + u'/' + plugins.front(), copy));

    BackendRegistry registry({folder.path(), m_folder});

    QCOMPARE(registry.descriptor(u"fake"_s)->file, copy);
}

void TestBackendRegistry::aMissingPluginNamesItsPackageAndTheFolders()
{
    BackendRegistry registry({u"/nowhere/one"_s, u"/nowhere/two"_s});
    const auto missing = registry.backend(u"sqlite"_s);
    VERIFY_FAILS(missing, ErrorCode::Unsupported);
    QVERIFY(missing.error().message().contains(u"axess-plugin-sqlite"));
    QVERIFY(missing.error().message().contains(u"/nowhere/one, /nowhere/two"));
}

void TestBackendRegistry::whatIsNoBackendIsToldAndNotUsed_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray plugin
        = contentOf(m_folder + u'/' + QDir(m_folder).entryList({u"*fakeplugin*.so"_s}).value(0));
    QVERIFY(!plugin.isEmpty());
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("not a library\n");
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
    QTest::newRow("only the first bytes") << plugin.first(64);
    // Half of one with much for debuggers is all that is loaded.
    QTest::newRow("the beginning") << plugin.first(16 * 1024);
    QTest::newRow("another library") << contentOf(QStringLiteral(AXESS_TEST_LIBRARY));
    QTest::newRow("another version") << QByteArray(plugin).replace("org.axess.StorageBackend/1",
                                                                   "org.axess.StorageBackend/9");
}

void TestBackendRegistry::whatIsNoBackendIsToldAndNotUsed()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    write(folder.filePath(u"plugin.so"_s), content);

    BackendRegistry registry({folder.path()});

    QCOMPARE(registry.backends().size(), 1);
    QCOMPARE(registry.problems().size(), 1);
    QVERIFY(registry.problems().front().contains(u"plugin.so"));
    QVERIFY(registry.backend(u"fake"_s).error().message().contains(registry.problems().front()));
}

void TestBackendRegistry::aPluginThatLiesIsAnErrorAndNoCrash()
{
    BackendRegistry registry({m_folder});
    const auto liar = registry.backend(u"liar"_s);
    VERIFY_FAILS(liar, ErrorCode::Unsupported);
    QVERIFY(liar.error().message().contains(u"The Liar"));
}

void TestBackendRegistry::metaDataIsCheckedClosely_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("no version") << QByteArray(R"({"backend": "a", "displayName": "A", "schemes": ["a"]})");
    QTest::newRow("version is text") << QByteArray(
        R"({"backend": "a", "displayName": "A", "schemes": ["a"], "apiVersion": "1"})");
    QTest::newRow("no backend") << QByteArray(R"({"displayName": "A", "schemes": ["a"], "apiVersion": 1})");
    QTest::newRow("backend with a path")
        << QByteArray(R"({"backend": "../a", "displayName": "A", "schemes": ["a"], "apiVersion": 1})");
    QTest::newRow("no display name") << QByteArray(R"({"backend": "a", "schemes": ["a"], "apiVersion": 1})");
    QTest::newRow("no schemes") << QByteArray(R"({"backend": "a", "displayName": "A", "apiVersion": 1})");
    QTest::newRow("scheme is a number")
        << QByteArray(R"({"backend": "a", "displayName": "A", "schemes": [1], "apiVersion": 1})");
    QTest::newRow("capability is text") << QByteArray(
        R"({"backend": "a", "displayName": "A", "schemes": ["a"], "apiVersion": 1, "capabilities": {"tls": "yes"}})");
}

void TestBackendRegistry::metaDataIsCheckedClosely()
{
    QFETCH(QByteArray, json);
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    VERIFY_FAILS(BackendDescriptor::fromMetaData(object), ErrorCode::InvalidArgument);

    QJsonObject later = object;
    later.insert(u"apiVersion"_s, 2);
    VERIFY_FAILS(BackendDescriptor::fromMetaData(later), ErrorCode::TooNew);
}

void TestBackendRegistry::aUrlFindsItsBackend()
{
    BackendRegistry registry {QStringList()};
    TAKE(url, StoreUrl::parse(u"memory:"_s));
    TAKE(factory, registry.factory(url, AccessMode::ReadWrite));
    QVERIFY(factory->defaultPoolSize() > 0);
    VERIFY_FAILS(registry.factory(StoreUrl(), AccessMode::ReadWrite), ErrorCode::InvalidArgument);
    VERIFY_FAILS(registry.factory(StoreUrl::forFile(u"a.db"_s), AccessMode::ReadWrite),
                 ErrorCode::Unsupported);
}

void TestBackendRegistry::theUsualFoldersBeginWithTheEnvironments()
{
    const QByteArray before = qgetenv("AXESS_PLUGIN_PATH");
    qputenv("AXESS_PLUGIN_PATH", "/one:/two/");
    const QStringList folders = BackendRegistry::usualFolders();
    qputenv("AXESS_PLUGIN_PATH", before);

    QCOMPARE(folders.first(2), QStringList({u"/one"_s, u"/two"_s}));
    QVERIFY(folders.size() > 4);
    for (const QString &folder : folders)
        QVERIFY2(QDir::isAbsolutePath(folder), qPrintable(folder));
}

QTEST_GUILESS_MAIN(TestBackendRegistry)
#include "tst_backendregistry.moc"
