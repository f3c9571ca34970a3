// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qprocess.h>

using namespace Qt::StringLiterals;

QJsonObject AxessctlRun::json() const
{
    return QJsonDocument::fromJson(output).object();
}

AxessctlRun runAxessctl(const QStringList &arguments, const QStringList &environment)
{
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString &variable : environment)
        variables.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    process.setProcessEnvironment(variables);
    process.start(QString::fromLatin1(AXESSCTL), arguments);
    AxessctlRun run;
    if (process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit)
        run.exitCode = process.exitCode();
    process.kill();
    process.waitForFinished();
    run.output = process.readAllStandardOutput();
    run.errors = process.readAllStandardError();
    return run;
}

SealedStore::SealedStore()
{
    m_isReady = m_folder.isValid()
        && runAxessctl({u"key"_s, u"generate"_s, u"--out"_s, path(u"root.key"_s)}).exitCode == 0
        && run({u"init"_s}).exitCode == 0;
}

AxessctlRun SealedStore::run(const QStringList &command) const
{
    return runAxessctl(
        QStringList {u"--store"_s, url(), u"--root-key-file"_s, path(u"root.key"_s), u"--json"_s} + command);
}

AxessctlRun SealedStore::runKeyless(const QStringList &command) const
{
    return runAxessctl(QStringList {u"--store"_s, url(), u"--json"_s} + command);
}
