// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/progresspage.h"

#include "setup/installrun.h"
#include "setup/setupwizard.h"

#include <QtCore/qlocale.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qprogressbar.h>

namespace Axess {

using namespace Qt::StringLiterals;

ProgressPage::ProgressPage(SetupWizard &wizard)
    : m_wizard(wizard)
    , m_bar(new QProgressBar(this))
    , m_text(new QLabel(this))
{
    setTitle(tr("Installing"));
    setSubTitle(tr("Every file is checked while it is copied. Cancel undoes what was done so far."));
    m_bar->setObjectName(u"progress"_s);
    m_bar->setAccessibleName(tr("Progress"));
    m_text->setForegroundRole(QPalette::PlaceholderText);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addWidget(m_bar);
    column->addWidget(m_text);
    column->addStretch();
    connect(&wizard.run(), &InstallRun::progressed, this, &ProgressPage::show);
    connect(&wizard, &SetupWizard::installationEnded, this, &ProgressPage::end);
}

void ProgressPage::initializePage()
{
    m_hasEnded = false;
    m_bar->setRange(0, 0);
    m_text->setText(m_wizard.isForEverybody() && !m_wizard.places().isRoot
                        ? tr("Waiting for an administrator…")
                        : tr("Beginning…"));
    m_wizard.startInstallation();
}

void ProgressPage::show(qint64 done, qint64 all)
{
    constexpr int Steps = 1000;
    m_bar->setRange(0, Steps);
    m_bar->setValue(all > 0 ? int(done * Steps / all) : 0);
    const QLocale locale;
    m_text->setText(tr("%1 of %2").arg(locale.formattedDataSize(done), locale.formattedDataSize(all)));
}

void ProgressPage::end()
{
    m_hasEnded = true;
    Q_EMIT completeChanged();
    m_wizard.next();
}

} // namespace Axess
