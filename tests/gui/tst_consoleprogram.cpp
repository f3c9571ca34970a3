// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <QtCore/qdir.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>
#include <QtGui/qimage.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestConsoleProgram : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void versionAndHelpNeedNoDisplay();
    void whatIsNotUnderstoodIsAUsageError();
    void picturesOfAStoreAreWritten();
    void picturesOfNoStoreFailWithASentence();
    void aMachineWithoutFontsGetsASentence();
    void anInstallationThatIsWholeSaysSo();
    void aPluginThatIsNoneFailsTheSelfTest();

private:
    struct Run
    {
        int exitCode = -1;
        QString output;
        QString errors;
    };
    Run run(const QStringList &arguments, const QString &platform = u"offscreen"_s) const;

    QTemporaryDir m_folder;
    QString m_store;
    QString m_key;
};

TestConsoleProgram::Run TestConsoleProgram::run(const QStringList &arguments, const QString &platform) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, platform);
    environment.insert(u"XDG_CONFIG_HOME"_s, m_folder.filePath(u"config"_s));
    process.setProcessEnvironment(environment);
    process.start(QString::fromUtf8(AXESS_CONSOLE), arguments);
    if (!process.waitForFinished(90000))
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

void TestConsoleProgram::initTestCase()
{
    m_store = u"sqlite:"_s + m_folder.filePath(u"shop.db"_s);
    m_key = m_folder.filePath(u"root.key"_s);
    SystemRandom random;
    VERIFY_OK(RootKey::generate(random, m_key));
    TAKE(url, StoreUrl::parse(m_store));
    TAKE(store, SessionStore::initialise(url, RootKey::fromFile(m_key)));
    for (const QString &user : {u"ann"_s, u"bob"_s, u"eve"_s}) {
        SessionRow row = guestRow();
        row.user = userNamed(user);
        row.level = SessionLevel::Authenticated;
        TAKE(ticket, store->ticket(row.user));
        VERIFY_OK(store->save(row, SignIn {ticket}));
    }
}

void TestConsoleProgram::versionAndHelpNeedNoDisplay()
{
    const Run version = run({u"--version"_s}, u"no-such-platform"_s);
    QCOMPARE(version.exitCode, 0);
    QVERIFY(version.output.startsWith("axess-console "_L1));

    const Run help = run({u"--help"_s}, u"no-such-platform"_s);
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.output.contains("--screenshots"_L1));
}

void TestConsoleProgram::whatIsNotUnderstoodIsAUsageError()
{
    const Run wrong = run({u"--no-such-option"_s});
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY(wrong.errors.startsWith("axess-console: "_L1));
}

void TestConsoleProgram::picturesOfAStoreAreWritten()
{
    const QString pictures = m_folder.filePath(u"pictures"_s);
    const Run done = run({u"--store"_s, m_store, u"--root-key-file"_s, m_key, u"--screenshots"_s, pictures});

    QVERIFY2(done.exitCode == 0, qPrintable(done.errors));
    const QStringList files = QDir(pictures).entryList({u"*.png"_s});
    QCOMPARE_GE(files.size(), 3);
    QVERIFY(files.contains(u"live-dark.png"_s));
    QVERIFY(files.contains(u"overview-light.png"_s));
    QVERIFY(files.contains(u"sessions-dark.png"_s));
    for (const QString &file : files)
        QVERIFY2(!QImage(QDir(pictures).filePath(file)).isNull(), qPrintable(file));
}

void TestConsoleProgram::picturesOfNoStoreFailWithASentence()
{
    const QString absent = m_folder.filePath(u"absent.db"_s);
    const Run failed = run({u"--store"_s, absent, u"--screenshots"_s, m_folder.filePath(u"none"_s)});

    QCOMPARE(failed.exitCode, 1);
    QVERIFY(failed.errors.startsWith("axess-console: The store could not be opened. "_L1));
    QVERIFY(!QFile::exists(absent));
}

void TestConsoleProgram::aMachineWithoutFontsGetsASentence()
{
    QFile settings(m_folder.filePath(u"fonts.conf"_s));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write("<fontconfig><cachedir>" + QFile::encodeName(m_folder.path())
                   + "</cachedir></fontconfig>");
    settings.close();
    qputenv("FONTCONFIG_FILE", QFile::encodeName(settings.fileName()));
    const Run refused = run({u"--store"_s, m_store});
    qunsetenv("FONTCONFIG_FILE");

    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("no fonts; install some"_L1), qPrintable(refused.errors));
}

void TestConsoleProgram::anInstallationThatIsWholeSaysSo()
{
    const Run whole = run({u"--self-test"_s});

    QVERIFY2(whole.exitCode == 0, qPrintable(whole.errors));
    for (const QString &line : {u"backend memory: ok\n"_s, u"backend sqlite: ok\n"_s, u"texts: ok"_s,
                                u"cryptography: ok\n"_s, u"window: ok\n"_s})
        QVERIFY2(whole.output.contains(line), qPrintable(whole.output));
}

void TestConsoleProgram::aPluginThatIsNoneFailsTheSelfTest()
{
    const QString folder = m_folder.filePath(u"plugins"_s);
    QVERIFY(QDir().mkpath(folder));
    QFile plugin(folder + u"/axess_broken.so"_s);
    QVERIFY(plugin.open(QIODevice::WriteOnly));
    plugin.write("no library at all");
    plugin.close();
    const QByteArray usual = qgetenv("AXESS_PLUGIN_PATH");
    qputenv("AXESS_PLUGIN_PATH", usual + ':' + QFile::encodeName(folder));
    const Run broken = run({u"--self-test"_s});
    qputenv("AXESS_PLUGIN_PATH", usual);

    QCOMPARE(broken.exitCode, 1);
    QVERIFY2(broken.errors.contains("axess_broken.so"_L1), qPrintable(broken.errors));
}

QTEST_GUILESS_MAIN(TestConsoleProgram)
#include "tst_consoleprogram.moc"
