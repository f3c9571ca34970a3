// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>

/// What a run of axess-conformance answered.
struct Run
{
    int code = -1;
    QByteArray out;
    QByteArray err;

    QJsonObject report() const { return QJsonDocument::fromJson(out).object(); }
    /// Numbers of the promises that are broken.
    QList<int> broken() const
    {
        QList<int> numbers;
        for (const QJsonValue &promise : report().value(QLatin1StringView("promises")).toArray()) {
            if (promise[QLatin1StringView("broken")].toInt() > 0)
                numbers.append(promise[QLatin1StringView("number")].toInt());
        }
        return numbers;
    }
    /// Of a case; empty if there is none.
    QString verdict(const QString &name) const
    {
        for (const QJsonValue &promise : report().value(QLatin1StringView("promises")).toArray()) {
            for (const QJsonValue &entry : promise[QLatin1StringView("cases")].toArray()) {
                if (entry[QLatin1StringView("name")].toString() == name)
                    return entry[QLatin1StringView("verdict")].toString();
            }
        }
        return {};
    }
    /// How many cases of all promises there are.
    int count(QLatin1StringView verdict) const
    {
        int sum = 0;
        for (const QJsonValue &promise : report().value(QLatin1StringView("promises")).toArray())
            sum += promise[verdict].toInt();
        return sum;
    }
    QString text() const { return QString::fromUtf8(out + err); }
};

inline Run kit(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(AXESS_KIT), arguments);
    Run run;
    if (!process.waitForFinished(500'000))
        process.kill();
    else if (process.exitStatus() == QProcess::NormalExit)
        run.code = process.exitCode();
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

/// For one of BrokenBackend's stores.
inline QStringList broken(const QString &url, const QStringList &more = {})
{
    return QStringList {QStringLiteral("--plugins"), QStringLiteral(AXESS_BROKEN_PLUGINS),
                        QStringLiteral("--json"), url}
    + more;
}
