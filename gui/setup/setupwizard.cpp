// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/setupwizard.h"

#include "setup/installrun.h"
#include "setup/progresspage.h"
#include "setup/setuppages.h"
#include "setup/targetpage.h"

#include <QtGui/qicon.h>

namespace Axess {

using namespace Qt::StringLiterals;

SetupWizard::SetupWizard(const Bundle &bundle, const SetupPlaces &places, const Machine &machine,
                         QWidget *parent)
    : QWizard(parent)
    , m_bundle(bundle)
    , m_places(places)
    , m_machine(machine)
    , m_run(new InstallRun(this))
{
    setObjectName(u"setupWizard"_s);
    setWindowTitle(tr("Axess Console Setup"));
    setWizardStyle(QWizard::ModernStyle);
    setOptions(NoBackButtonOnStartPage | NoBackButtonOnLastPage | NoCancelButtonOnLastPage | NoDefaultButton);
    setPixmap(LogoPixmap, QIcon(bundle.folder() + u"/share/org.axess.Console.svg"_s).pixmap(48, 48));
    m_options.components = bundle.components();
    setForEverybody(places.isRoot);

    addPage(new WelcomePage(*this));
    addPage(new LicencePage(*this));
    addPage(new TargetPage(*this));
    addPage(new ComponentsPage(*this));
    addPage(new ShortcutsPage(*this));
    addPage(new ProgressPage(*this));
    addPage(new FinishPage(*this));
    connect(m_run, &InstallRun::finished, this, [this](const QString &problem) {
        m_problem = problem;
        Q_EMIT installationEnded();
    });
    setMinimumSize(640, 480);
    resize(680, 520);
}

void SetupWizard::setForEverybody(bool forEverybody)
{
    m_forEverybody = forEverybody;
    m_options.prefix = m_places.usualPrefix(forEverybody);
    m_places.setFolders(m_options, forEverybody);
}

QString SetupWizard::objection() const
{
    if (m_forEverybody && !m_places.isRoot)
        return {};
    SetupFiles files;
    const auto checked = Installer(m_bundle, m_options, m_machine, files).check();
    return checked ? QString() : checked.error().message();
}

QString SetupWizard::shortcutObjection() const
{
    SetupFiles files;
    const auto checked = Installer(m_bundle, m_options, m_machine, files).checkShortcuts();
    return checked ? QString() : checked.error().message();
}

void SetupWizard::startInstallation()
{
    QStringList arguments = SetupOptions::argumentsFor(m_options, m_bundle.components());
    if (m_forEverybody)
        arguments << u"--system"_s;
    m_run->start(m_bundle.folder() + u"/bin/axess-setup"_s, arguments, m_forEverybody && !m_places.isRoot);
}

void SetupWizard::reject()
{
    if (m_run->isRunning())
        m_run->cancel();
    else
        QWizard::reject();
}

} // namespace Axess
