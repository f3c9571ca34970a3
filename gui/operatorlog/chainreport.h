// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/threadjob.h"
#include "widgets/findinglist.h"

#include <axess/audit.h>

#include <QtWidgets/qdialog.h>

namespace Axess {

/// What verifying the chain of the operator log has shown, in plain words.
struct ChainReport
{
    Q_DECLARE_TR_FUNCTIONS(Axess::ChainReport)

public:
    AuditVerification found;
    QString file; ///< That it was compared with; empty = none.
    bool hasKey = false; ///< Of the window.

    /// No doubt is left: neither by what was written without the key nor at the end.
    bool isProved() const;
    Tone tone() const;
    QString headline() const;
    /// What was proved, what was found, what stays open.
    QList<FindingList::Line> lines() const;

private:
    void addProved(QList<FindingList::Line> &lines) const;
    void addHarm(QList<FindingList::Line> &lines) const;
    void addOpen(QList<FindingList::Line> &lines) const;
};

/// The job that reads the whole trail for it. `report` is filled when it has ended.
ThreadJob::Order chainVerification(const Console &console, const std::shared_ptr<ChainReport> &report);

/// The report, to read and to copy.
class ChainDialog : public QDialog
{
    Q_OBJECT

public:
    /// `line` is that of axessctl which verifies the same.
    ChainDialog(const ChainReport &report, const QString &line, QWidget *parent = nullptr);
};

} // namespace Axess
