// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/installrun.h"

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// What pkexec itself answers.
constexpr int Dismissed = 126;
constexpr int NotAuthorised = 127;

} // namespace

InstallRun::InstallRun(QObject *parent)
    : QObject(parent)
{
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &InstallRun::readLines);
    connect(&m_process, &QProcess::finished, this, &InstallRun::conclude);
    connect(&m_process, &QProcess::errorOccurred, this, &InstallRun::failToStart);
}

bool InstallRun::isRefusedByPkexec(int exitCode)
{
    return exitCode == Dismissed || exitCode == NotAuthorised;
}

QString InstallRun::sentenceIn(const QByteArray &standardError)
{
    const QString sentence = QString::fromUtf8(standardError).trimmed().section(u'\n', -1);
    return sentence.startsWith("axess-setup: "_L1) ? sentence.section(u": "_s, 1) : sentence;
}

void InstallRun::start(const QString &program, const QStringList &arguments, bool asAdministrator)
{
    m_asAdministrator = asAdministrator;
    if (asAdministrator)
        m_process.start(u"pkexec"_s, QStringList {program} + arguments);
    else
        m_process.start(program, arguments);
}

void InstallRun::cancel()
{
    m_process.closeWriteChannel();
}

void InstallRun::readLines()
{
    while (m_process.canReadLine()) {
        const QStringList words = QString::fromUtf8(m_process.readLine()).trimmed().split(u' ');
        if (words.size() == 3 && words[0] == u"progress"_s)
            Q_EMIT progressed(words[1].toLongLong(), words[2].toLongLong());
    }
}

void InstallRun::conclude(int exitCode, QProcess::ExitStatus status)
{
    readLines();
    if (status == QProcess::NormalExit && exitCode == 0) {
        Q_EMIT finished({});
        return;
    }
    if (m_asAdministrator && isRefusedByPkexec(exitCode)) {
        Q_EMIT finished(tr("No administrator agreed; nothing was installed."));
        return;
    }
    const QString sentence = sentenceIn(m_process.readAllStandardError());
    Q_EMIT finished(sentence.isEmpty() ? tr("The setup ended unexpectedly; start it again.") : sentence);
}

void InstallRun::failToStart(QProcess::ProcessError error)
{
    if (error != QProcess::FailedToStart)
        return;
    Q_EMIT finished(m_asAdministrator
                        ? tr("This machine has no pkexec; as administrator, start the installer with "
                             "--unattended --system.")
                        : tr("The setup cannot be started: %1.").arg(m_process.errorString()));
}

} // namespace Axess
