// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "search/lookupcommand.h"

#include "search/pause.h"

#include <QtCore/qprocess.h>
#include <QtCore/qstandardpaths.h>
#include <QtCore/qstringconverter.h>

#include <csignal>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestComplaint = 300;

// Keys and passwords may stand there.
QProcessEnvironment environmentForOthers()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith("AXESS_"_L1) || name == "CREDENTIALS_DIRECTORY"_L1)
            environment.remove(name);
    }
    return environment;
}

std::optional<QString> textOf(QByteArrayView bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(text);
}

std::optional<LookedUpUser> userOf(const QStringList &columns)
{
    if (columns.isEmpty() || columns.size() > 2)
        return {};
    const auto user = UserId::fromText(columns.constFirst());
    if (!user || user->isEmpty())
        return {};
    if (columns.size() == 1)
        return LookedUpUser {*user, {}};
    const auto tenant = TenantId::fromText(columns.at(1));
    return tenant ? std::optional(LookedUpUser {*user, *tenant}) : std::nullopt;
}

} // namespace

LookupCommand::LookupCommand(Pause *deadline, QObject *parent)
    : QObject(parent)
    , m_deadline(deadline)
{
    m_deadline->setParent(this);
    connect(m_deadline, &Pause::over, this, [this] {
        end(std::unexpected(tr("The look-up did not answer within %n second(s).", nullptr,
                               int(std::chrono::seconds(Deadline).count()))));
    });
}

// What was killed is gone in a moment; a process must not outlive its object.
LookupCommand::~LookupCommand()
{
    letGo();
    for (QProcess *process : findChildren<QProcess *>())
        process->waitForFinished();
}

void LookupCommand::setCommand(const QString &line)
{
    m_command = QProcess::splitCommand(line);
}

bool LookupCommand::canAskFor(const QString &word)
{
    return !word.isEmpty() && !word.startsWith(u'-') && !word.contains(QChar::Null);
}

void LookupCommand::ask(const QString &word)
{
    letGo();
    m_word = word;
    if (!isConfigured() || !canAskFor(word)) {
        Q_EMIT answered(std::unexpected(tr("“%1” cannot be looked up.").arg(word)));
        return;
    }
    // Asked before, since a process that inherits nothing cannot say that it was not started.
    const QString program = QStandardPaths::findExecutable(m_command.constFirst());
    if (program.isEmpty()) {
        end(std::unexpected(tr("The look-up command “%1” cannot be started. Tell your operators.")
                                .arg(m_command.constFirst())));
        return;
    }
    m_process = new QProcess(this);
    m_process->setProgram(program);
    m_process->setArguments(m_command.sliced(1) << word);
    m_process->setProcessEnvironment(environmentForOthers());
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setUnixProcessParameters(QProcess::UnixProcessFlag::CreateNewSession
                                        | QProcess::UnixProcessFlag::CloseFileDescriptors);
    connect(m_process, &QProcess::readyReadStandardOutput, this, &LookupCommand::take);
    connect(m_process, &QProcess::readyReadStandardError, this, &LookupCommand::take);
    connect(m_process, &QProcess::finished, this, [this](int exitCode, QProcess::ExitStatus status) {
        finished(exitCode, status == QProcess::CrashExit);
    });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finished(-1, false);
    });
    m_deadline->begin();
    m_process->start(QIODevice::ReadOnly);
}

void LookupCommand::stop()
{
    letGo();
}

// What it started goes with it: it leads a session of its own.
void LookupCommand::letGo()
{
    m_deadline->cancel();
    m_output.clear();
    m_complaint.clear();
    QProcess *process = std::exchange(m_process, nullptr);
    if (!process)
        return;
    process->disconnect(this);
    if (process->processId() > 0)
        ::kill(pid_t(-process->processId()), SIGKILL);
    if (process->state() == QProcess::NotRunning) {
        process->deleteLater();
        return;
    }
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    process->kill();
}

void LookupCommand::take()
{
    m_output += m_process->readAllStandardOutput();
    const QByteArray complaint = m_process->readAllStandardError();
    m_complaint += complaint.first(std::min(complaint.size(), LongestComplaint - m_complaint.size()));
    if (m_output.size() > MostBytes)
        end(std::unexpected(tr("The look-up answered too much for “%1”. Say more exactly who.").arg(m_word)));
}

void LookupCommand::finished(int exitCode, bool crashed)
{
    take();
    if (!m_process)
        return;
    if (!crashed && exitCode == 0) {
        end(read());
        return;
    }
    const QString why
        = QString::fromUtf8(m_complaint.trimmed()).section(u'\n', 0, 0).simplified().left(LongestComplaint);
    end(std::unexpected(why.isEmpty() ? tr("The look-up failed and does not say why. Tell your operators.")
                                      : tr("The look-up failed: %1").arg(why)));
}

void LookupCommand::end(const Answer &answer)
{
    letGo();
    Q_EMIT answered(answer);
}

LookupCommand::Answer LookupCommand::read() const
{
    QList<LookedUpUser> users;
    for (QByteArray line : m_output.split('\n')) {
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.isEmpty())
            continue;
        const auto text = textOf(line);
        const auto found = userOf(text ? text->split(u'\t') : QStringList());
        if (!found)
            return std::unexpected(tr("The look-up answered what is no user id. Tell your operators."));
        if (!users.contains(*found))
            users.append(*found);
        if (users.size() > MostUsers)
            return std::unexpected(tr("The look-up knows more than %n user(s) as “%1”. Say more exactly who.",
                                      nullptr, int(MostUsers))
                                       .arg(m_word));
    }
    if (users.isEmpty())
        return std::unexpected(tr("The look-up knows nobody as “%1”.").arg(m_word));
    return users;
}

} // namespace Axess
