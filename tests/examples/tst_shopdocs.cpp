// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>

using namespace Qt::StringLiterals;

/// “Try it with the shop” of docs/moving.md, as it is written there.
class TestShopDocs : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theMoveGoesAsItIsWritten();

private:
    struct Command
    {
        QString text;
        QStringList expected; ///< Lines of its answer, with `…` for whatever is there.
    };
    static QList<Command> commandsIn(const QString &section);
    QString read(const QString &name) const;
    void run(const QList<Command> &commands);

    QTemporaryDir m_folder;
};

QList<TestShopDocs::Command> TestShopDocs::commandsIn(const QString &section)
{
    QFile file(QStringLiteral(AXESS_MOVING));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString text = QString::fromUtf8(file.readAll()).section(u"\n## "_s + section + u'\n', 1, 1);
    QList<Command> commands;
    bool isInside = false;
    for (const QString &line : text.section(u"\n## "_s, 0, 0).split(u'\n')) {
        if (line.startsWith("```"_L1))
            isInside = line == "```console"_L1;
        else if (isInside && line.startsWith("$ "_L1))
            commands.append({line.sliced(2), {}});
        else if (isInside && !commands.isEmpty())
            commands.last().expected.append(line);
    }
    return commands;
}

QString TestShopDocs::read(const QString &name) const
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).simplified() : QString();
}

// In one shell, on ports that are free here; nothing is left running, whatever happens.
void TestShopDocs::run(const QList<Command> &commands)
{
    QString script = u"trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\ntrap 'exit 1' TERM\n"_s;
    for (qsizetype i = 0; i < commands.size(); ++i)
        script += u"{ %1\n} >out.%2 2>&1\necho $? >code.%2\n"_s.arg(commands[i].text).arg(i);
    QTcpServer first;
    QTcpServer second;
    QVERIFY(first.listen(QHostAddress::LocalHost) && second.listen(QHostAddress::LocalHost));
    script.replace(u"8081"_s, QString::number(first.serverPort()));
    script.replace(u"8082"_s, QString::number(second.serverPort()));
    first.close();
    second.close();
    QProcess shell;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"AXESS_STANDBY_STORE"_s);
    environment.insert(u"PATH"_s,
                       QFileInfo(QStringLiteral(AXESSCTL)).path() + u':'
                           + QFileInfo(QStringLiteral(AXESS_SHOP)).path() + u':'
                           + environment.value(u"PATH"_s));
    shell.setProcessEnvironment(environment);
    shell.setWorkingDirectory(m_folder.path());
    shell.setStandardInputFile(QProcess::nullDevice());
    shell.setStandardOutputFile(QProcess::nullDevice());
    shell.setStandardErrorFile(QProcess::nullDevice());
    shell.start(u"/bin/sh"_s, {u"-c"_s, script});
    const bool hasEnded = shell.waitForFinished(240'000);
    if (!hasEnded) {
        shell.terminate();
        shell.waitForFinished();
    }
    QVERIFY(hasEnded);
}

void TestShopDocs::theMoveGoesAsItIsWritten()
{
    const QList<Command> commands = commandsIn(u"Try it with the shop"_s);
    QCOMPARE_GE(commands.size(), 15);
    run(commands);
    for (qsizetype i = 0; i < commands.size(); ++i) {
        const QString output = read(u"out.%1"_s.arg(i));
        const QString told = u"docs/moving.md: %1\n%2"_s.arg(commands[i].text, output);
        QVERIFY2(read(u"code.%1"_s.arg(i)) == "0"_L1, qPrintable(told));
        for (const QString &expected : commands[i].expected) {
            QStringList parts = expected.simplified().split(u'\u2026');
            for (QString &part : parts)
                part = QRegularExpression::escape(part.trimmed());
            const QRegularExpression pattern(parts.join(u" .*"_s));
            QVERIFY2(pattern.match(output).hasMatch(), qPrintable(u"“%1” is not in "_s.arg(expected) + told));
        }
    }
    QVERIFY(!read(u"visitors.log"_s).contains(u"signed in 0 times"_s));
}

QTEST_GUILESS_MAIN(TestShopDocs)
#include "tst_shopdocs.moc"
