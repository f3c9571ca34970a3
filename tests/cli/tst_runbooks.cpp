// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"
#include "freshstore.h"
#include "verify.h"

#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

struct Command
{
    QString text;
    QStringList expected; ///< Lines of its answer, with `…` for whatever is there.
    int exitCode = 0;
    int line = 0; ///< Of the document.
};

struct Runbook
{
    QString title;
    QStringList stores;
    bool isUnsealed = false;
    QList<Command> commands;
};

/// The runbooks of a document: a section, the stores that it is tried on, and its blocks of commands.
class Document
{
public:
    Document()
    {
        QFile file(QString::fromLatin1(AXESS_OPERATIONS));
        if (!file.open(QIODevice::ReadOnly))
            return;
        text = QString::fromUtf8(file.readAll());
        for (const QString &line : text.split(u'\n')) {
            ++m_line;
            if (m_isInside)
                readInside(line);
            else
                readOutside(line);
        }
    }

    QString text;
    QList<Runbook> runbooks;
    QStringList problems;

private:
    void readOutside(const QString &line)
    {
        static const QString stores = u"<!-- stores: "_s;
        if (line.startsWith("```"_L1)) {
            m_isInside = true;
            m_isSetting = line == "```ini"_L1;
            if (!m_isSetting && (line != "```console"_L1 || runbooks.isEmpty()))
                problems.append(u"Line %1: a block that nobody runs"_s.arg(m_line));
        } else if (line.startsWith("## "_L1)) {
            runbooks.append({line.sliced(3), {}, false, {}});
        } else if (line.startsWith(stores) && !runbooks.isEmpty()) {
            const QString words = line.sliced(stores.size()).section(u" -->"_s, 0, 0);
            runbooks.last().stores = words.section(u';', 0, 0).split(u' ');
            runbooks.last().isUnsealed = words.contains("unsealed"_L1);
        }
    }

    void readInside(const QString &line)
    {
        if (line.startsWith("```"_L1)) {
            m_isInside = false;
            return;
        }
        if (runbooks.isEmpty() || m_isSetting)
            return;
        QList<Command> &commands = runbooks.last().commands;
        if (line.startsWith("$ "_L1))
            commands.append({line.sliced(2), {}, 0, m_line});
        else if (commands.isEmpty())
            problems.append(u"Line %1 is no command and no answer"_s.arg(m_line));
        else if (line.startsWith("# exit "_L1))
            commands.last().exitCode = line.sliced(7).toInt();
        else
            commands.last().expected.append(line);
    }

    int m_line = 0;
    bool m_isInside = false;
    bool m_isSetting = false; ///< Of a configuration file: nothing to run.
};

bool answers(const QString &expected, const QStringList &lines)
{
    QStringList parts = expected.simplified().split(u'\u2026');
    for (QString &part : parts)
        part = QRegularExpression::escape(part.trimmed());
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(parts.join(u".*"_s)));
    return std::ranges::any_of(
        lines, [&](const QString &line) { return pattern.match(line.simplified()).hasMatch(); });
}

} // namespace

/// Every command of docs/operations.md is run, and answers as it says there.
class TestRunbooks : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyBlockIsOfARunbook();
    void everyCommandIsThere();
    void itDoesWhatItSays_data();
    void itDoesWhatItSays();

private:
    void prepare(const Runbook &runbook);
    QString read(const QString &name) const;

    const Document m_document;
    std::unique_ptr<QTemporaryDir> m_folder;
    QProcessEnvironment m_environment;
};

void TestRunbooks::everyBlockIsOfARunbook()
{
    QVERIFY2(m_document.problems.isEmpty(), qPrintable(m_document.problems.join(u'\n')));
    QCOMPARE_GE(m_document.runbooks.size(), 14);
    for (const Runbook &runbook : m_document.runbooks) {
        QVERIFY2(runbook.stores.contains(u"sqlite"_s), qPrintable(runbook.title));
        QVERIFY2(!runbook.commands.isEmpty(), qPrintable(runbook.title));
    }
}

// Those in the text, too.
void TestRunbooks::everyCommandIsThere()
{
    const QString help = QString::fromUtf8(runAxessctl({u"--help"_s}).output);
    static const QRegularExpression mentioned(u"`axessctl ([a-z][^`]*)`"_s);
    int found = 0;
    for (const auto &match : mentioned.globalMatch(m_document.text)) {
        const QStringList words = match.captured(1).split(u' ');
        const QString one = u"\n  "_s + words[0] + u"  "_s;
        const QString two = u"\n  "_s + words.first(std::min<qsizetype>(2, words.size())).join(u' ') + u' ';
        QVERIFY2(help.contains(one) || help.contains(two), qPrintable(match.captured(0)));
        ++found;
    }
    QVERIFY(found > 5);
}

void TestRunbooks::itDoesWhatItSays_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s)) {
        for (int i = 0; i < m_document.runbooks.size(); ++i) {
            const Runbook &runbook = m_document.runbooks[i];
            if (runbook.stores.contains(setUp))
                QTest::addRow("%s: %s", qPrintable(setUp), qPrintable(runbook.title)) << i << setUp;
        }
    }
}

// A folder with a root key, and a store with some sessions in it.
void TestRunbooks::prepare(const Runbook &runbook)
{
    const QStringList store {u"--store"_s, m_environment.value(u"AXESS_STORE"_s)};
    QStringList key;
    if (!runbook.isUnsealed) {
        const QString file = m_folder->filePath(u"root.key"_s);
        QCOMPARE(runAxessctl({u"key"_s, u"generate"_s, u"--out"_s, file}).exitCode, 0);
        key = {u"--root-key-file"_s, file};
        m_environment.insert(u"AXESS_ROOT_KEY_FILE"_s, u"root.key"_s);
    }
    const QStringList init
        = runbook.isUnsealed ? QStringList {u"init"_s, u"--unsealed"_s} : QStringList {u"init"_s};
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
    const Runbook &runbook = m_document.runbooks[number];
    m_folder = std::make_unique<QTemporaryDir>();
    m_environment = QProcessEnvironment::systemEnvironment();
    m_environment.insert(
        u"PATH"_s, QFileInfo(QString::fromLatin1(AXESSCTL)).path() + u':' + m_environment.value(u"PATH"_s));
    std::unique_ptr<FreshStore> fresh;
    if (setUp != "sqlite"_L1) {
        TAKE(made, FreshStore::make(setUp));
        fresh = std::move(made);
    }
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
        const Command &command = runbook.commands[i];
        const QString output = read(u"out.%1"_s.arg(i));
        const QString told = u"docs/operations.md:%1: %2\n%3"_s.arg(command.line).arg(command.text, output);
        QVERIFY2(read(u"code.%1"_s.arg(i)).trimmed() == QString::number(command.exitCode), qPrintable(told));
        for (const QString &expected : command.expected)
            QVERIFY2(answers(expected, output.split(u'\n')),
                     qPrintable(u"“%1” is not in "_s.arg(expected) + told));
    }
}

QTEST_GUILESS_MAIN(TestRunbooks)
#include "tst_runbooks.moc"
