// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "promtool.h"

#include <QtCore/qprocess.h>

using namespace Qt::StringLiterals;

QString promtoolComplaint(const QByteArray &scrape)
{
    QProcess promtool;
    promtool.setProcessChannelMode(QProcess::MergedChannels);
    promtool.start(u"promtool"_s, {u"check"_s, u"metrics"_s});
    if (!promtool.waitForStarted(30'000))
        return u"promtool does not start: %1"_s.arg(promtool.errorString());
    promtool.write(scrape);
    promtool.closeWriteChannel();
    if (!promtool.waitForFinished(60'000))
        return u"promtool does not end"_s;
    const QString said = QString::fromUtf8(promtool.readAll());
    return promtool.exitCode() == 0 ? said : u"%1 (exit code %2)"_s.arg(said).arg(promtool.exitCode());
}
