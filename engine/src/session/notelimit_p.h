// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/event.h>

#include <QtCore/qhash.h>

#include <mutex>

namespace Axess {

/// Lets an event of one kind about one session through once a minute, so that a stolen cookie cannot flood
/// the log.
///
/// Bounded: it remembers at most 1,024 sessions and then begins anew. Thread-safe.
class NoteLimit
{
public:
    bool letsThrough(EventKind kind, const SessionId &session, qint64 now);

private:
    std::mutex m_mutex;
    QHash<std::pair<SessionId, EventKind>, qint64> m_last;
};

} // namespace Axess
