// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"
#include "runbook.h"

#include "axesstest.h"
#include "freshstore.h"
#include "verify.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qhash.h>
#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Every command of the documents is run, and answers as it says there.
class TestRunbooks : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyBlockIsOfARunbook();
    void everyOperationHasCommands();
    void everyCommandIsThere();
    void itDoesWhatItSays_data();
    void itDoesWhatItSays();

public:
    TestRunbooks();

private:
    void prepare(const Runbook &runbook);
    QString read(const QString &name) const;

    QList<RunbookPage> m_pages;
    QList<Runbook> m_runbooks; ///< Of all pages, those with commands.
    std::unique_ptr<QTemporaryDir> m_folder;
    QProcessEnvironment m_environment;
};

TestRunbooks::TestRunbooks()
{
    const QDir tree(qEnvironmentVariable("AXESS_SOURCE_DIR"));
    QStringList pages = tree.entryList({u"*.md"_s}, QDir::Files);
    pages.removeAll(u"CHANGELOG.md"_s); // it tells of commands in shorthand
    for (const QString &name : QDir(tree.filePath(u"docs"_s)).entryList({u"*.md"_s}, QDir::Files))
        pages.append(u"docs/"_s + name);
    for (const QString &page : std::as_const(pages)) {
        m_pages.append(RunbookPage(tree.path(), page));
        for (const Runbook &runbook : std::as_const(m_pages.last().runbooks)) {
            if (!runbook.commands.isEmpty())
                m_runbooks.append(runbook);
        }
    }
}

void TestRunbooks::everyBlockIsOfARunbook()
{
    for (const RunbookPage &page : std::as_const(m_pages))
        QVERIFY2(page.problems.isEmpty(), qPrintable(page.problems.join(u'\n')));
    for (const Runbook &runbook : std::as_const(m_runbooks))
        QVERIFY2(runbook.stores.contains(u"sqlite"_s), qPrintable(runbook.page + u": "_s + runbook.title));
}

void TestRunbooks::everyOperationHasCommands()
{
    const auto page = std::ranges::find_if(
        m_pages, [](const RunbookPage &one) { return one.text.contains(u"\n# Operations\n"_s); });
    QVERIFY(page != m_pages.end());
    QCOMPARE_GE(page->runbooks.size(), 14);
    for (const Runbook &runbook : std::as_const(page->runbooks))
        QVERIFY2(!runbook.commands.isEmpty(), qPrintable(runbook.title));
}

// Those in the text, too, with their options.
void TestRunbooks::everyCommandIsThere()
{
    const QString help = QString::fromUtf8(runAxessctl({u"--help"_s}).output);
    static const QRegularExpression mentioned(u"`axessctl ([a-z][^`]*)`"_s);
    static const QRegularExpression option(u"(?<=^| |\\[)--[a-z-]+"_s);
    QHash<QString, QString> helps;
    int found = 0;
    for (const RunbookPage &page : std::as_const(m_pages)) {
        for (const auto &match : mentioned.globalMatch(page.text)) {
            const QStringList words = match.captured(1).simplified().split(u' ');
            const QString two = words.first(std::min<qsizetype>(2, words.size())).join(u' ');
            // A word alone may mean all commands that begin with it: `axessctl migrate`.
            const bool isKnown = help.contains(u"\n  "_s + two + u' ');
            const bool isTwo = isKnown && words.size() > 1;
            QVERIFY2(isKnown || help.contains(u"\n  "_s + words[0] + u"  "_s), qPrintable(match.captured(0)));
            QString &own = helps[isTwo ? two : words[0]];
            if (own.isEmpty())
                own = QString::fromUtf8(
                    runAxessctl(words.first(isTwo ? 2 : 1) + QStringList {u"--help"_s}).output);
            for (const auto &named : option.globalMatch(match.captured(1)))
                QVERIFY2(own.contains(named.captured(0)),
                         qPrintable(match.captured(0) + u": "_s + named.captured(0)));
            ++found;
        }
    }
    QVERIFY(found > 50);
}

void TestRunbooks::itDoesWhatItSays_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s)) {
        for (int i = 0; i < m_runbooks.size(); ++i) {
            const Runbook &runbook = m_runbooks[i];
            if (runbook.stores.contains(setUp))
                QTest::addRow("%s: %s: %s", qPrintable(setUp), qPrintable(runbook.page),
                              qPrintable(runbook.title))
                    << i << setUp;
        }
    }
}

// A folder with a root key, and a store with some sessions in it.
void TestRunbooks::prepare(const Runbook &runbook)
{
    if (runbook.start == Runbook::Start::Nothing)
        return;
    const QStringList store {u"--store"_s, m_environment.value(u"AXESS_STORE"_s)};
    QStringList key;
    if (runbook.start == Runbook::Start::Sealed) {
        const QString file = m_folder->filePath(u"root.key"_s);
        QCOMPARE(runAxessctl({u"key"_s, u"generate"_s, u"--out"_s, file}).exitCode, 0);
        key = {u"--root-key-file"_s, file};
        m_environment.insert(u"AXESS_ROOT_KEY_FILE"_s, u"root.key"_s);
    }
    const QStringList init = runbook.start == Runbook::Start::Unsealed
        ? QStringList {u"init"_s, u"--unsealed"_s}
        : QStringList {u"init"_s};
    QCOMPARE(runAxessctl(store + key + init).exitCode, 0);
    QCOMPARE(runAxessctl(store + key + QStringList {u"demo-data"_s, u"120"_s, u"--seed"_s, u"7"_s}).exitCode,
             0);
}

QString TestRunbooks::read(const QString &name) const
{
    QFile file(m_folder->filePath(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void TestRunbooks::itDoesWhatItSays()
{
    QFETCH(const int, number);
    QFETCH(const QString, setUp);
    const Runbook &runbook = m_runbooks[number];
    m_folder = std::make_unique<QTemporaryDir>();
    m_environment = QProcessEnvironment::systemEnvironment();
    m_environment.insert(
        u"PATH"_s, QFileInfo(QString::fromLatin1(AXESSCTL)).path() + u':' + m_environment.value(u"PATH"_s));
    std::unique_ptr<FreshStore> fresh;
    if (setUp != "sqlite"_L1) {
        TAKE(made, FreshStore::make(setUp));
        fresh = std::move(made);
    }
    if (runbook.start != Runbook::Start::Nothing)
        m_environment.insert(u"AXESS_STORE"_s,
                             fresh ? fresh->text() : u"sqlite:"_s + m_folder->filePath(u"shop.db"_s));
    prepare(runbook);
    if (QTest::currentTestFailed())
        return;

    QFile script(m_folder->filePath(u"script"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    for (qsizetype i = 0; i < runbook.commands.size(); ++i)
        script.write(
            u"{\n%1\n} >out.%2 2>&1\necho $? >code.%2\n"_s.arg(runbook.commands[i].text).arg(i).toUtf8());
    script.close();
    QProcess shell;
    shell.setProcessEnvironment(m_environment);
    shell.setWorkingDirectory(m_folder->path());
    shell.setStandardInputFile(QProcess::nullDevice());
    shell.start(u"/bin/sh"_s, {script.fileName()});
    QVERIFY(shell.waitForFinished(240'000));
    for (qsizetype i = 0; i < runbook.commands.size(); ++i) {
        const DocumentedCommand &command = runbook.commands[i];
        const QString output = read(u"out.%1"_s.arg(i));
        const QString told = u"%1:%2: %3\n%4"_s.arg(runbook.page).arg(command.line).arg(command.text, output);
        QVERIFY2(read(u"code.%1"_s.arg(i)).trimmed() == QString::number(command.exitCode), qPrintable(told));
        for (const QString &expected : command.expected)
            QVERIFY2(answers(expected, output.split(u'\n')),
                     qPrintable(u"“%1” is not in "_s.arg(expected) + told));
    }
}

QTEST_GUILESS_MAIN(TestRunbooks)
#include "tst_runbooks.moc"
