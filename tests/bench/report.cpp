// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "report.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qsavefile.h>
#include <QtCore/qsysinfo.h>

#include <cstdio>

using namespace Qt::StringLiterals;

void Report::section(const QString &title)
{
    m_section = title;
    std::printf("\n%s\n", qPrintable(title));
}

void Report::rate(const QString &setting, const QString &operation, int callers, const QString &subject,
                  double perSecond)
{
    std::printf("  %-16s %-6s %3d callers  %-28s %12.0f /s\n", qPrintable(setting), qPrintable(operation),
                callers, qPrintable(subject), perSecond);
    std::fflush(stdout);
    m_rates.append(QJsonObject {{u"setting"_s, setting},
                                {u"operation"_s, operation},
                                {u"callers"_s, callers},
                                {u"subject"_s, subject},
                                {u"perSecond"_s, perSecond}});
    if (perSecond <= 0)
        problem(u"%1 %2 by %3 callers on %4 answered wrongly"_s.arg(setting, operation)
                    .arg(callers)
                    .arg(subject));
}

void Report::figure(const QString &what, double value, std::optional<double> target, Bound bound)
{
    const bool reached = !target || (bound == Bound::AtLeast ? value >= *target : value <= *target);
    const QString wanted = !target ? QString()
                                   : u"%1 %2  %3"_s.arg(bound == Bound::AtLeast ? u"≥"_s : u"≤"_s)
                                         .arg(*target)
                                         .arg(reached ? u"reached"_s : u"MISSED"_s);
    std::printf("  %-64s %10.3f  %s\n", qPrintable(what), value, qPrintable(wanted));
    std::fflush(stdout);
    QJsonObject object {
        {u"section"_s, m_section}, {u"what"_s, what}, {u"value"_s, value}, {u"reached"_s, reached}};
    if (target)
        object.insert(bound == Bound::AtLeast ? u"atLeast"_s : u"atMost"_s, *target);
    m_figures.append(object);
    m_missed += reached ? 0 : 1;
}

void Report::problem(const QString &sentence)
{
    std::printf("  PROBLEM: %s\n", qPrintable(sentence));
    ++m_missed;
}

bool Report::writeJson(const QString &path) const
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    const QJsonObject machine {{u"kernel"_s, QSysInfo::kernelVersion()},
                               {u"system"_s, QSysInfo::prettyProductName()},
                               {u"architecture"_s, QSysInfo::currentCpuArchitecture()}};
    const QJsonObject all {{u"machine"_s, machine}, {u"rates"_s, m_rates}, {u"figures"_s, m_figures}};
    return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(all).toJson()) > 0 && file.commit();
}
