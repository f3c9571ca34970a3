// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migration/migrationsight.h"
#include "widgets/findinglist.h"

#include <QtCore/qcoreapplication.h>

namespace Axess {

/// What stands in the way of a migration, what is to be known, and what is as it should be; worst first.
class Preflight
{
    Q_DECLARE_TR_FUNCTIONS(Axess::Preflight)

public:
    Preflight(const MigrationOrder &order, const MigrationSight &sight);

    const QList<FindingList::Line> &lines() const { return m_lines; }
    bool isStopped() const; ///< It cannot go on from here.
    QString text() const; ///< A line each, for reports.

private:
    void judgeProblem(const Error &error);
    void judgeTarget();
    void judgeSource();
    void judgeInstances();
    void judgeMove();
    void judgeEnvironments();
    void add(Tone tone, const QString &sentence, const QString &remedy = {});

    const MigrationOrder m_order;
    const MigrationSight m_sight;
    QList<FindingList::Line> m_lines;
};

} // namespace Axess
