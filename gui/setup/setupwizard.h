// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "setup/setupoptions.h"

#include <QtWidgets/qwizard.h>

namespace Axess {

class InstallRun;

/// The setup with a window: welcome, licence, where, what, shortcuts, progress, finish.
///
/// Nothing is touched before the last page that asks; from then on an unattended setup works in a process of
/// its own.
class SetupWizard : public QWizard
{
    Q_OBJECT

public:
    SetupWizard(const Bundle &bundle, const SetupPlaces &places, const Machine &machine,
                QWidget *parent = nullptr);

    const Bundle &bundle() const { return m_bundle; }
    const SetupPlaces &places() const { return m_places; }
    const Machine &machine() const { return m_machine; }
    InstallOptions &options() { return m_options; }
    const InstallOptions &options() const { return m_options; }
    InstallRun &run() { return *m_run; }

    bool isForEverybody() const { return m_forEverybody; }
    void setForEverybody(bool forEverybody);
    /// What speaks against the choices so far; empty if nothing does. For an administrator, only that
    /// administrator knows.
    QString objection() const;
    QString shortcutObjection() const; ///< What speaks against the menu entry or the command.
    void startInstallation();
    QString problem() const { return m_problem; } ///< Of the installation that ended.

    void reject() override; ///< While it works: asks, undoes, and stays to say so.

Q_SIGNALS:
    void installationEnded();

private:
    Bundle m_bundle;
    SetupPlaces m_places;
    const Machine &m_machine;
    InstallOptions m_options;
    InstallRun *m_run;
    QString m_problem;
    bool m_forEverybody = false;
};

} // namespace Axess
