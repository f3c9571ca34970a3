// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/jobsmodel.h"
#include "logouts/bulklogout.h"
#include "logouts/logoutset.h"
#include "models/bulkscope.h"

#include <QtCore/qpointer.h>
#include <QtCore/qset.h>

namespace Axess {

class MessageStrip;

/// The log-outs in bulk of a window: opens the wizard, starts what it decides, and tells what became of it.
class BulkLogOuts : public QObject
{
    Q_OBJECT

public:
    BulkLogOuts(Console &console, MessageStrip &strip, QWidget *window);

    void askChosen(const QList<SessionId> &ids);
    void askMatching(const BulkScope &scope);
    void askTenant(const TenantId &tenant);
    void askEverybody();
    void start(const BulkOrder &order);
    void showDetails(BulkLogOut *job);

    JobsModel &jobs() { return m_jobs; }
    BulkLogOut *logOut(int row) const; ///< Of the jobs; null = that is another job.

Q_SIGNALS:
    void started(); ///< The newest job stands first.
    void ended(const QSet<Axess::SessionId> &ids);
    void someEnded(); ///< Or live again; which, only reading anew can tell.

private:
    void ask(const LogOutTarget &target);
    bool refuses(GatedAct act);
    void tell(BulkLogOut *job);
    void finished(BulkLogOut *job);
    void conclude(BulkLogOut *job, bool isClean);

    Console &m_console;
    MessageStrip &m_strip;
    QWidget *m_window;
    JobsModel m_jobs;
    QPointer<BulkLogOut> m_told; ///< Of whom the strip speaks.
};

} // namespace Axess
