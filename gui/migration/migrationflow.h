// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migration/migrationwizard.h"

namespace Axess {

class JobsModel;
class MessageStrip;

/// Sessions to another store: asks by the wizard, acts, and tells what became of it. Steps stand in the Jobs
/// dock.
class MigrationFlow : public QObject
{
    Q_OBJECT

public:
    MigrationFlow(Console &console, MessageStrip &strip, JobsModel &jobs, QWidget *window);
    ~MigrationFlow() override;

    void ask();
    void show(MigrationJob *job);
    MigrationWizard *wizard() const { return m_wizard; }

Q_SIGNALS:
    void started(); ///< The newest job stands first.

private:
    void makeWizard();
    void begin(const MigrationOrder &order, MigrationStep step, qint64 expected);

    Console &m_console;
    MessageStrip &m_strip;
    JobsModel &m_jobs;
    QWidget *m_window;
    QPointer<MigrationWizard> m_wizard;
};

} // namespace Axess
