// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/setfile.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qsavefile.h>
#include <QtCore/qstandardpaths.h>
#include <QtCore/qtimezone.h>

namespace Axess {

using namespace Qt::StringLiterals;

QString SetFile::pathFor(qint64 now, const SessionId &first)
{
    const QString time
        = QDateTime::fromMSecsSinceEpoch(now, QTimeZone::UTC).toString(u"yyyyMMdd-HHmmss-zzz"_s);
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation));
    return folder.filePath(u"log-outs/%1-%2.ids"_s.arg(time, first.text().first(6)));
}

Result<void> SetFile::write(const QString &path, const QList<SessionId> &ids)
{
    const auto refused = [&](const QString &why) {
        return std::unexpected(
            Error(ErrorCode::Full, u"The set cannot be kept in “%1”: %2"_s.arg(path, why)));
    };
    if (!QFileInfo(path).isAbsolute())
        return refused(u"there is no folder for it"_s);
    if (!QDir().mkpath(QFileInfo(path).path()))
        return refused(u"its folder cannot be made"_s);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return refused(file.errorString());
    if (!file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return refused(u"others could read it there"_s);
    for (const SessionId &id : ids)
        file.write(id.text().toLatin1() + '\n');
    if (!file.commit())
        return refused(file.errorString());
    return {};
}

void SetFile::remove(const QString &path)
{
    if (!path.isEmpty())
        QFile::remove(path);
}

} // namespace Axess
