// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migration/migrationorder.h"

#include <axess/livemigration.h>

#include <QtWidgets/qwidget.h>

class QLabel;

namespace Axess {

class Chip;
class FindingList;

/// How a live move stands: its phases, who is ready, and what must be so before the target leads.
class MoveView : public QWidget
{
    Q_OBJECT

public:
    explicit MoveView(QWidget *parent = nullptr);

    void show(const MigrationOrder &order, const LiveMigrationState &state);
    void showProblem(const Error &error); ///< It could not be looked at; what is shown is as it was.

    /// Whether the step is one of that phase at all.
    static bool belongs(MigrationStep step, MigrationPhase phase);
    /// Why the step cannot be done in that state; empty = it can.
    static QString obstacle(MigrationStep step, const LiveMigrationState &state);

private:
    void showPhases(MigrationPhase phase);

    struct Line
    {
        Chip *chip;
        QLabel *name;
    };

    QLabel *m_heading;
    QLabel *m_stale;
    QList<Line> m_phases;
    FindingList *m_checks;
};

} // namespace Axess
