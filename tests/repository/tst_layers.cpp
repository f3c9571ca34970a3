// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "layerchecker.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

class TestLayers : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileIncludesOnlyWhatItsLayerMay();
    void anIncludeAgainstTheLayersIsNamed();
    void aPublicHeaderBelongsToTheFolderThatListsIt();
    void readingTheTimeElsewhereIsNamed();

private:
    static void write(const QTemporaryDir &tree, const QString &path, const QByteArray &content);
    static QStringList complaints(const QTemporaryDir &tree);
};

void TestLayers::write(const QTemporaryDir &tree, const QString &path, const QByteArray &content)
{
    const QString full = tree.filePath(path);
    QVERIFY(QDir().mkpath(QFileInfo(full).path()));
    QFile file(full);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

QStringList TestLayers::complaints(const QTemporaryDir &tree)
{
    write(tree, u"layers.txt"_s,
          "may engine/src/core :\n"
          "may engine/src/crypto : engine/src/core\n"
          "may engine/src/storage : engine/src/core\n"
          "only engine/src/core/clock.cpp : system_clock::now\n");
    return LayerChecker(TreeReader(tree.path()), u"layers.txt"_s).complaints();
}

void TestLayers::everyFileIncludesOnlyWhatItsLayerMay()
{
    const QStringList found
        = LayerChecker(TreeReader::ofThisRepository(), u"tests/repository/layers.txt"_s).complaints();
    QVERIFY2(found.isEmpty(), qPrintable(u'\n' + found.join(u'\n')));
}

void TestLayers::anIncludeAgainstTheLayersIsNamed()
{
    QTemporaryDir tree;
    write(tree, u"engine/src/storage/pool.h"_s, "");
    write(tree, u"engine/src/core/error.h"_s, "");
    write(tree, u"engine/src/crypto/envelope.cpp"_s,
          "#include \"core/error.h\"\n#include \"storage/pool.h\"\n");
    QCOMPARE(
        complaints(tree),
        QStringList(u"engine/src/crypto/envelope.cpp:2 includes storage/pool.h: crypto may not use storage "
                    "(layers.txt)"_s));
}

void TestLayers::aPublicHeaderBelongsToTheFolderThatListsIt()
{
    QTemporaryDir tree;
    write(tree, u"engine/include/axess/storeurl.h"_s, "");
    write(tree, u"engine/src/storage/CMakeLists.txt"_s, "${AXESS_INCLUDE_DIR}/axess/storeurl.h");
    write(tree, u"engine/src/crypto/ring.cpp"_s, "#include <axess/storeurl.h>\n");
    QCOMPARE(
        complaints(tree),
        QStringList(u"engine/src/crypto/ring.cpp:1 includes axess/storeurl.h: crypto may not use storage "
                    "(layers.txt)"_s));
}

void TestLayers::readingTheTimeElsewhereIsNamed()
{
    QTemporaryDir tree;
    write(tree, u"engine/src/core/clock.cpp"_s, "auto t = system_clock::now();\n");
    write(tree, u"engine/src/core/other.cpp"_s,
          "// system_clock::now() is not for here\nauto t = system_clock::now();\n");
    QCOMPARE(complaints(tree),
             QStringList(u"engine/src/core/other.cpp:2 says system_clock::now, which only "
                         "engine/src/core/clock.cpp may (layers.txt)"_s));
}

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
