// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/uninstallrun.h"

#include "setup/installrun.h"

#include <QtCore/qfileinfo.h>
#include <QtCore/qprocess.h>

namespace Axess {

using namespace Qt::StringLiterals;

UninstallRun::UninstallRun(QString prefix, const Machine &machine, QString pkexec)
    : m_prefix(std::move(prefix))
    , m_machine(machine)
    , m_pkexec(std::move(pkexec))
{ }

UninstallRun::Outcome UninstallRun::run() const
{
    if (!m_machine.isWritable(m_prefix) || !m_machine.isWritable(QFileInfo(m_prefix).path()))
        return runAsAdministrator();
    SetupFiles files;
    const auto kept = Uninstaller(m_prefix, m_machine, files).uninstall();
    if (!kept)
        return {.removed = false, .text = kept.error().message()};
    return {.removed = true, .text = linesOf(m_prefix, *kept).join(u'\n')};
}

UninstallRun::Outcome UninstallRun::runAsAdministrator() const
{
    const QString setup = m_prefix + u"/bin/axess-setup"_s;
    QProcess process;
    process.start(m_pkexec, {setup, u"--uninstall"_s, u"--unattended"_s});
    if (!process.waitForStarted(-1))
        return {.removed = false,
                .text = tr("This machine has no pkexec; as administrator, start %1 --uninstall --unattended.")
                            .arg(setup)};
    process.closeWriteChannel();
    process.waitForFinished(-1);
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return {.removed = true, .text = QString::fromUtf8(process.readAllStandardOutput()).trimmed()};
    if (process.exitStatus() == QProcess::NormalExit && InstallRun::isRefusedByPkexec(process.exitCode()))
        return {.removed = false, .text = tr("No administrator agreed; nothing was removed.")};
    const QString sentence = InstallRun::sentenceIn(process.readAllStandardError());
    return {.removed = false,
            .text = sentence.isEmpty() ? tr("The removal ended unexpectedly; start it again.") : sentence};
}

QStringList UninstallRun::linesOf(const QString &prefix, const QStringList &kept)
{
    QStringList lines {tr("Axess Console was removed from %1; your settings stay.").arg(prefix)};
    for (const QString &path : kept)
        lines << tr("Kept, because it is not the setup's: %1").arg(path);
    return lines;
}

} // namespace Axess
