// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storeaddress.h"
#include "export/exportformat.h"

#include <axess/sessionsearch.h>

namespace Axess {

/// Sessions as the clipboard takes them.
namespace CopyForms {

QString ids(const QList<ListedSession> &sessions); ///< One a line.
/// One a line, fields between tabs.
QString rows(const QList<ListedSession> &sessions, const QList<SessionField> &columns);
QString json(const QList<ListedSession> &sessions); ///< Of one an object, of several an array.
/// The command lines that show these sessions; of none, the one that runs the search. They hold no password
/// and no key, and a shell takes each word as it is.
QString commands(const StoreAddress &store, const QList<ListedSession> &sessions,
                 const SessionSearch &search);
QString shellWord(const QString &text);

} // namespace CopyForms

} // namespace Axess
