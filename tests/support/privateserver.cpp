// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "privateserver.h"

#include "freshstore.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>

using namespace Axess;
using namespace Qt::StringLiterals;

Result<std::unique_ptr<PrivateServer>> PrivateServer::start(const QString &kind, const QStringList &options,
                                                            const QString &disk)
{
    std::unique_ptr<PrivateServer> server(new PrivateServer(kind, options, disk));
    const auto started = server->call({u"start"_s, server->m_folder, kind});
    if (!started)
        return std::unexpected(started.error());
    return server;
}

// Sockets want a short path, which the usual folder for temporary files may not have.
PrivateServer::PrivateServer(const QString &kind, const QStringList &options, const QString &disk)
    : m_kind(kind)
    , m_options(options)
    , m_diskSize(disk)
    , m_folder(u"/tmp/axess-%1"_s.arg(QRandomGenerator::system()->generate(), 8, 16, QLatin1Char('0')))
{ }

PrivateServer::~PrivateServer()
{
    if (const auto stopped = call({u"stop"_s, m_folder}); !stopped)
        qInfo("A test's server may still run: %s", qPrintable(stopped.error().message()));
}

Result<QString> PrivateServer::url(const QString &setUp) const
{
    return serverUrl(m_folder, setUp.isEmpty() ? m_kind : setUp);
}

int PrivateServer::port() const
{
    return StoreUrl::parse(url().value()).value().hosts().constFirst().port;
}

QString PrivateServer::processAt(int port) const
{
    // Both files have a line for each process, in the order of their start.
    QFile ports(u"%1/%2.ports"_s.arg(m_folder, m_kind));
    QFile processes(u"%1/%2.pids"_s.arg(m_folder, m_kind));
    if (!ports.open(QIODevice::ReadOnly) || !processes.open(QIODevice::ReadOnly))
        return {};
    while (!ports.atEnd()) {
        const QString process = QString::fromUtf8(processes.readLine()).trimmed().section(u' ', -1);
        if (ports.readLine().trimmed().toInt() == port)
            return process;
    }
    return {};
}

Result<QString> PrivateServer::disk() const
{
    QFile file(u"%1/%2.disk"_s.arg(m_folder, m_kind));
    if (file.open(QIODevice::ReadOnly))
        return QString::fromUtf8(file.readLine()).trimmed();
    return std::unexpected(Error(ErrorCode::Unavailable, u"The server has no disk of its own."_s));
}

Result<void> PrivateServer::freeze(const QString &process)
{
    return call({u"signal"_s, m_folder, m_kind, u"STOP"_s, process});
}

Result<void> PrivateServer::thaw(const QString &process)
{
    return call({u"signal"_s, m_folder, m_kind, u"CONT"_s, process});
}

Result<void> PrivateServer::kill(const QString &process)
{
    return call({u"signal"_s, m_folder, m_kind, u"KILL"_s, process});
}

Result<void> PrivateServer::restart(Data data)
{
    return call({u"restart"_s, m_folder, m_kind, data == Data::Empty ? u"empty"_s : QString()});
}

Result<void> PrivateServer::call(const QStringList &arguments) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"AXESS_SERVER_OPTIONS"_s, m_options.join(u' '));
    environment.insert(u"AXESS_SERVER_DISK"_s, m_diskSize);
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(qEnvironmentVariable("AXESS_SOURCE_DIR") + u"/tests/support/servers/servers.sh"_s,
                  arguments);
    const bool isDone = process.waitForFinished(120'000);
    if (isDone && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return {};
    const QString said = QString::fromUtf8(process.readAllStandardError());
    return std::unexpected(Error(ErrorCode::Unavailable,
                                 u"servers.sh %1 failed: %2"_s.arg(
                                     arguments.join(u' '), said.isEmpty() ? process.errorString() : said)));
}
