// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/migrationflow.h"

#include "app/recentstores.h"
#include "jobs/jobsmodel.h"
#include "widgets/messagestrip.h"

namespace Axess {

using namespace Qt::StringLiterals;

MigrationFlow::MigrationFlow(Console &console, MessageStrip &strip, JobsModel &jobs, QWidget *window)
    : QObject(window)
    , m_console(console)
    , m_strip(strip)
    , m_jobs(jobs)
    , m_window(window)
{ }

MigrationFlow::~MigrationFlow()
{
    // It asks the console, which goes before the window's children.
    delete m_wizard;
}

void MigrationFlow::makeWizard()
{
    QList<StoreAddress> known = RecentStores().list();
    known.removeIf([&](const StoreAddress &each) { return each.url == m_console.address().url; });
    m_wizard = new MigrationWizard(m_console, known, m_window);
    connect(m_wizard, &MigrationWizard::decided, this, &MigrationFlow::begin);
}

void MigrationFlow::ask()
{
    if (!m_wizard)
        makeWizard();
    if (m_wizard->isVisible()) {
        m_wizard->raise();
        m_wizard->activateWindow();
    }
    m_wizard->show();
}

void MigrationFlow::show(MigrationJob *job)
{
    ask();
    if (m_wizard->followed() != job)
        m_wizard->follow(job);
}

void MigrationFlow::begin(const MigrationOrder &order, MigrationStep step, qint64 expected)
{
    auto *job = new MigrationJob(m_console, order, step, expected);
    m_jobs.add(job);
    connect(job, &DockJob::finished, this, [this, job] {
        QStringList parts {job->title(), job->stateText(), job->problemText(), job->resultText()};
        parts.removeAll(QString());
        m_strip.show(parts.join(u" · "_s), job->tone());
    });
    Q_EMIT started();
    m_wizard->follow(job);
    job->start();
}

} // namespace Axess
