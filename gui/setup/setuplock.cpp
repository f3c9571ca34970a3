// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/setuplock.h"

#include <QtCore/qfileinfo.h>

namespace Axess {

using namespace Qt::StringLiterals;

QString SetupLock::beside(const QString &prefix, const QString &ending)
{
    const QFileInfo info(prefix);
    return info.path() + u"/."_s + info.fileName() + ending;
}

Result<std::unique_ptr<QLockFile>> SetupLock::take(const QString &prefix)
{
    auto lock = std::make_unique<QLockFile>(beside(prefix, u".lock"_s));
    // By age, a slow setup would lose it; that of one that was killed is known by its process.
    lock->setStaleLockTime(std::chrono::milliseconds::zero());
    if (lock->tryLock())
        return lock;
    if (lock->error() == QLockFile::LockFailedError)
        return std::unexpected(
            Error(ErrorCode::Conflict,
                  tr("Another setup is at work in %1; wait until it has finished.").arg(prefix)));
    return std::unexpected(
        Error(ErrorCode::Denied,
              tr("You may not write in %1; choose another folder, or start the setup as administrator.")
                  .arg(QFileInfo(prefix).path())));
}

} // namespace Axess
