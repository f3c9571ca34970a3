// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "codeblocks.h"

#include "axesstest.h"
#include "treereader.h"
#include "verify.h"

#include <axess/configuration.h>
#include <axess/storeurl.h>

#include <QtCore/qfile.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qstandardpaths.h>
#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Every block of code in the documents is compiled, run or read by a test, or says why not.
class TestBlocks : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void eachBlockHasATest();
    void eachFenceIsWholeAndAlone();
    void whatIsNotRunSaysWhyAndIsCounted();
    void whatAnotherTestRunsIsKnownThere();
    void eachBlockOfCppIsCompiled();
    void settingsAreRead();
    void unitsCallWhatThereIs();
    void jsonIsJson();
    void urlsAreUrls();
    void prometheusReadsItsConfiguration();
    void cmakeIsThatOfTheExample();
    void eachVerbOfDevIsThere();

private:
    QList<CodeBlock> all(const QString &language) const;

    const TreeReader m_tree = TreeReader::ofThisRepository();
    const QList<CodeBlock> m_blocks = [this] {
        QList<CodeBlock> blocks;
        for (const QString &page : m_tree.files({}, {u"md"_s}))
            blocks.append(codeBlocks(page, m_tree.text(page)));
        return blocks;
    }();
};

namespace {

// Blocks that a test reads by itself.
const struct
{
    QLatin1StringView page;
    QLatin1StringView language;
    QLatin1StringView test;
} readElsewhere[] = {
    {"docs/envelope.md"_L1, "example"_L1, "tests/crypto/tst_formats.cpp"_L1},
    {"docs/profiles.md"_L1, "json"_L1, "tests/profiles/tst_profileformat.cpp"_L1},
    {"docs/session-format.md"_L1, "data"_L1, "tests/session/tst_sessiondatacodec.cpp"_L1},
    {"docs/session-format.md"_L1, "hex"_L1, "tests/session/tst_sessiondatacodec.cpp"_L1},
    {"docs/mysql.md"_L1, "sql"_L1, "tests/docs/sql.sh"_L1},
    {"docs/postgresql.md"_L1, "sql"_L1, "tests/docs/sql.sh"_L1},
};

bool isUnit(const CodeBlock &block)
{
    return block.language == "ini"_L1 && block.lines.value(0) == "[Service]"_L1;
}

} // namespace

QList<CodeBlock> TestBlocks::all(const QString &language) const
{
    QList<CodeBlock> found;
    for (const CodeBlock &block : m_blocks) {
        if (block.language == language && block.marked(u"not run:").isEmpty())
            found.append(block);
    }
    return found;
}

void TestBlocks::eachBlockHasATest()
{
    // Of cli.runbooks, and of the functions below.
    static const QStringList tested {u"console"_s, u"cpp"_s,  u"ini"_s,  u"json"_s,
                                     u"url"_s,     u"yaml"_s, u"cmake"_s};
    static const QRegularExpression runbookPage(u"^(docs/)?[^/]+\\.md$"_s);
    QCOMPARE_GE(m_blocks.size(), 50);
    for (const CodeBlock &block : m_blocks) {
        QVERIFY2(!block.language.isEmpty(),
                 qPrintable(block.place() + u" names no language, or has no end"_s));
        if (!block.marked(u"not run:").isEmpty() || !block.marked(u"run by:").isEmpty())
            continue;
        const auto reader = std::ranges::find_if(readElsewhere, [&](const auto &known) {
            return known.page == block.page && known.language == block.language.section(u' ', 0, 0);
        });
        if (reader != std::end(readElsewhere)) {
            QVERIFY2(m_tree.text(reader->test).contains(block.page.section(u'/', -1).section(u'.', 0, 0)),
                     qPrintable(reader->test + u" does not read "_s + block.page));
            continue;
        }
        QVERIFY2(tested.contains(block.language),
                 qPrintable(u"%1: nothing tests “%2”"_s.arg(block.place(), block.language)));
        if (block.language == "console"_L1)
            QVERIFY2(block.page.contains(runbookPage), qPrintable(block.place() + u" is run by nobody"_s));
    }
}

// Whoever runs blocks looks for them there.
void TestBlocks::eachFenceIsWholeAndAlone()
{
    for (const QString &page : m_tree.files({}, {u"md"_s})) {
        const QStringList lines = m_tree.text(page).split(u'\n');
        for (const QString &line : lines) {
            const QString fence = line.trimmed();
            QVERIFY2(!fence.startsWith("~~~"_L1), qPrintable(page));
            QVERIFY2(!fence.startsWith("```"_L1) || line == fence, qPrintable(page + u": "_s + line));
        }
    }
}

// One more is a decision: change the number.
void TestBlocks::whatIsNotRunSaysWhyAndIsCounted()
{
    QStringList places;
    for (const CodeBlock &block : m_blocks) {
        const QString why = block.marked(u"not run:");
        if (why.isEmpty())
            continue;
        QVERIFY2(why.size() > 20, qPrintable(block.place()));
        places.append(block.place());
    }
    QVERIFY2(places.size() == 9, qPrintable(places.join(u'\n')));
}

void TestBlocks::whatAnotherTestRunsIsKnownThere()
{
    int found = 0;
    for (const CodeBlock &block : m_blocks) {
        const QString test = block.marked(u"run by:");
        if (test.isEmpty())
            continue;
        const QString source = u"tests/%1/tst_%2.cpp"_s.arg(test.section(u'.', 0, 0), test.section(u'.', 1));
        QVERIFY2(m_tree.text(source).contains(block.page),
                 qPrintable(u"%1: %2 does not know the page"_s.arg(block.place(), source)));
        ++found;
    }
    QCOMPARE_GE(found, 1);
}

void TestBlocks::eachBlockOfCppIsCompiled()
{
    QHash<QString, int> counts;
    for (const CodeBlock &block : all(u"cpp"_s))
        ++counts[block.page];
    QStringList pages;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        pages.append(u"%1=%2"_s.arg(it.key()).arg(it.value()));
    pages.sort();
    QStringList compiled = QStringLiteral(AXESS_CPP_PAGES).split(u',');
    compiled.sort();
    QCOMPARE(pages, compiled);
}

void TestBlocks::settingsAreRead()
{
    int found = 0;
    for (const CodeBlock &block : all(u"ini"_s)) {
        if (isUnit(block))
            continue;
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"axess.conf"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(block.text().toUtf8());
        file.close();
        ConfigurationPlaces places;
        places.userFile = file.fileName();
        TAKE(configuration, Configuration::resolve({}, places));
        QVERIFY2(!configuration.store().isEmpty(), qPrintable(block.place()));
        VERIFY_OK(configuration.storeUrl());
        ++found;
    }
    QCOMPARE_GE(found, 1);
}

// The options of the command that a unit starts are those of the program.
void TestBlocks::unitsCallWhatThereIs()
{
    int found = 0;
    for (const CodeBlock &block : all(u"ini"_s)) {
        if (!isUnit(block))
            continue;
        QStringList words = block.lines.last().section(u'=', 1).split(u' ');
        QCOMPARE(words.takeFirst(), u"/usr/bin/axessctl"_s);
        QProcess program;
        program.start(QStringLiteral(AXESSCTL), words << u"--help"_s);
        QVERIFY(program.waitForFinished());
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError());
        ++found;
    }
    QCOMPARE_GE(found, 1);
}

void TestBlocks::jsonIsJson()
{
    for (const CodeBlock &block : all(u"json"_s)) {
        QJsonParseError error;
        QJsonDocument::fromJson(block.text().toUtf8(), &error);
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(block.place()));
    }
}

void TestBlocks::urlsAreUrls()
{
    int found = 0;
    for (const CodeBlock &block : all(u"url"_s)) {
        for (const QString &line : block.lines) {
            const auto url = StoreUrl::parse(line.section(u' ', 0, 0));
            QVERIFY2(url, qPrintable(block.place() + u": "_s + line));
            ++found;
        }
    }
    QCOMPARE_GE(found, 5);
}

void TestBlocks::prometheusReadsItsConfiguration()
{
    const QString promtool = QStandardPaths::findExecutable(u"promtool"_s);
    QVERIFY(!promtool.isEmpty());
    const QList<CodeBlock> blocks = all(u"yaml"_s);
    QCOMPARE_GE(blocks.size(), 1);
    for (const CodeBlock &block : blocks) {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"prometheus.yml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(block.text().toUtf8());
        file.close();
        QProcess program;
        program.start(promtool, {u"check"_s, u"config"_s, file.fileName()});
        QVERIFY(program.waitForFinished());
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError());
    }
}

// install.installed builds it against an installed engine.
void TestBlocks::cmakeIsThatOfTheExample()
{
    const QString example = m_tree.text(u"examples/hello/CMakeLists.txt"_s);
    for (const CodeBlock &block : all(u"cmake"_s)) {
        for (const QString &line : block.lines)
            QVERIFY2(line.isEmpty() || example.contains(line.trimmed()),
                     qPrintable(block.place() + u": "_s + line));
    }
}

void TestBlocks::eachVerbOfDevIsThere()
{
    static const QRegularExpression call(u"\\./dev ([a-z]+)"_s);
    int found = 0;
    for (const QString &page : m_tree.files({}, {u"md"_s})) {
        for (const auto &match : call.globalMatch(m_tree.text(page).replace(u'\n', u' '))) {
            QVERIFY2(m_tree.exists(u"cmake/dev/verbs/%1.sh"_s.arg(match.captured(1))),
                     qPrintable(page + u": "_s + match.captured(0)));
            ++found;
        }
    }
    QCOMPARE_GE(found, 20);
}

QTEST_GUILESS_MAIN(TestBlocks)
#include "tst_blocks.moc"
