// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/result.h>
#include <axess/sessionid.h>

#include <QtCore/qlist.h>

namespace Axess {

/// A frozen set as a file of this machine, an id a line: as `axessctl revoke --ids-from` reads it.
///
/// Who works without the key has no other copy of it when the program dies. Nobody else may read it.
class SetFile
{
public:
    /// Where a set of that moment is kept, in the person's folder.
    static QString pathFor(qint64 now, const SessionId &first);
    /// Writes it anew; Full or Denied with a sentence, and nothing is left behind then.
    static Result<void> write(const QString &path, const QList<SessionId> &ids);
    static void remove(const QString &path);
};

} // namespace Axess
