// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtCore/qstandardpaths.h>

#include <array>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

/// What a service manager listens at.
class NotifySocket
{
public:
    explicit NotifySocket(const QString &path)
        : m_socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    {
        const QByteArray name = QFile::encodeName(path);
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        if (m_socket < 0 || name.size() >= qsizetype(sizeof(address.sun_path)))
            return;
        std::memcpy(address.sun_path, name.constData(), std::size_t(name.size()));
        m_isBound
            = ::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), socklen_t(sizeof(address))) == 0;
    }
    ~NotifySocket() { ::close(m_socket); }
    Q_DISABLE_COPY_MOVE(NotifySocket)

    bool isBound() const { return m_isBound; }
    /// What was said so far, a line each.
    const QByteArray &heard()
    {
        std::array<char, 4096> buffer {};
        for (;;) {
            const auto size = ::recv(m_socket, buffer.data(), buffer.size(), 0);
            if (size <= 0)
                return m_heard;
            m_heard.append(buffer.data(), size).append('\n');
        }
    }

private:
    int m_socket;
    bool m_isBound = false;
    QByteArray m_heard;
};

} // namespace

class TestAxessctlWorker : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aWorkerTellsItsServiceManager();
    void theUnitIsSound();
};

void TestAxessctlWorker::aWorkerTellsItsServiceManager()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    NotifySocket manager(store.path(u"notify"_s));
    QVERIFY(manager.isBound());
    QProcess worker;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"NOTIFY_SOCKET"_s, store.path(u"notify"_s));
    environment.insert(u"WATCHDOG_USEC"_s, u"200000"_s);
    environment.remove(u"WATCHDOG_PID"_s);
    worker.setProcessEnvironment(environment);
    worker.start(QString::fromLatin1(AXESSCTL),
                 {u"--store"_s, store.url(), u"--root-key-file"_s, store.path(u"root.key"_s), u"worker"_s});
    QVERIFY(worker.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(manager.heard().startsWith("READY=1\n"), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(manager.heard().count("WATCHDOG=1\n") >= 2, 60'000);
    QVERIFY(!manager.heard().contains("STOPPING=1"));
    worker.terminate();
    QVERIFY(worker.waitForFinished(60'000));
    QCOMPARE(worker.exitCode(), 0);
    QVERIFY(manager.heard().endsWith("STOPPING=1\n"));
}

void TestAxessctlWorker::theUnitIsSound()
{
    QFile unit(QString::fromLocal8Bit(qgetenv("AXESS_SOURCE_DIR"))
               + u"/resources/systemd/axess-worker.service.in"_s);
    QVERIFY(unit.open(QIODevice::ReadOnly));
    const QByteArray text = unit.readAll().replace("@AXESSCTL@", AXESSCTL);
    for (const char *line : {"\nType=notify\n", "\nDynamicUser=yes\n", "\nRestart=on-failure\n",
                             "\nLoadCredential=axess-root-key:/etc/axess/root.key\n", "\nWatchdogSec=60s\n"})
        QVERIFY2(text.contains(line), line);
    const QString analyze = QStandardPaths::findExecutable(u"systemd-analyze"_s);
    if (analyze.isEmpty())
        return; // Only a whole system has it.
    QTemporaryDir folder;
    QFile made(folder.filePath(u"axess-worker.service"_s));
    QVERIFY(made.open(QIODevice::WriteOnly));
    made.write(text);
    made.close();
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(analyze, {u"verify"_s, u"--man=no"_s, made.fileName()});
    QVERIFY(process.waitForFinished(60'000));
    const QByteArray said = process.readAll();
    // What it says of the machine that it runs on, and of its units, does not matter.
    for (const QByteArray &sentence : said.split('\n')) {
        for (const char *complaint : {"Unknown key", "Unknown section", "Failed to parse", "Invalid"})
            QVERIFY2(!sentence.contains("axess-worker.service") || !sentence.contains(complaint),
                     said.constData());
    }
}

QTEST_GUILESS_MAIN(TestAxessctlWorker)

#include "tst_axessctl_worker.moc"
