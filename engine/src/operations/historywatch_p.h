// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/documentbox_p.h"

#include <axess/jobs.h>

#include <QtCore/qstringlist.h>

namespace Axess {

class StoreCore;

/// What the servers of a store say which history of writes they tell: of each server one. Those that do not
/// answer are missing; empty for backends that do not say, and for who may not ask.
AXESS_TEST_EXPORT Result<QStringList> serverHistories(StoreCore &core);

/// Has a store's indexes verified once its servers tell of a history that was not known: after a failover or
/// a restart, which may have kept one half of what belongs together.
///
/// One job for all instances: what they know is a document, and who submits holds a lease. Only a backend
/// that keeps its indexes itself tells of histories. Used by one thread.
class AXESS_TEST_EXPORT HistoryWatch
{
public:
    /// `delay` from noticing to submitting: what was begun less than a minute before is left alone by
    /// the job.
    HistoryWatch(std::shared_ptr<SessionStore> store, const QString &program,
                 std::chrono::milliseconds delay);

    /// Whether a job was submitted now.
    Result<bool> look();

private:
    Result<bool> verify();
    Result<bool> submit();
    struct Known
    {
        QStringList histories;
        quint64 revision = 0; ///< 0 = there is no document.
    };
    Result<Known> known();
    Result<void> write(const Known &known);
    static QStringList unknown(const QStringList &histories, const QStringList &known);

    const std::shared_ptr<SessionStore> m_store;
    const QString m_program;
    const std::chrono::milliseconds m_delay;
    bool m_isOff = false; ///< This store tells of no histories, or not us.
    QStringList m_told; ///< By the servers, with this look.
    QStringList m_known;
    QStringList m_noticed; ///< Since `m_since`, and not known.
    std::chrono::steady_clock::time_point m_since;
};

} // namespace Axess
