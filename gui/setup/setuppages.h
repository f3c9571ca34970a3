// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qwizard.h>

class QCheckBox;
class QLabel;

namespace Axess {

class SetupWizard;

/// What will be installed, and what an installation that is there becomes.
class WelcomePage : public QWizardPage
{
    Q_OBJECT

public:
    explicit WelcomePage(const SetupWizard &wizard);
};

/// The licence and the notices of what comes along. Nothing has to be agreed to in order to use the program.
class LicencePage : public QWizardPage
{
    Q_OBJECT

public:
    explicit LicencePage(const SetupWizard &wizard);
};

/// What may be left out, each with a sentence.
class ComponentsPage : public QWizardPage
{
    Q_OBJECT

public:
    explicit ComponentsPage(SetupWizard &wizard);
};

/// The entry in the menu of programs, and the command.
class ShortcutsPage : public QWizardPage
{
    Q_OBJECT

public:
    explicit ShortcutsPage(SetupWizard &wizard);
    void initializePage() override;
    bool isComplete() const override;

private:
    void showState();

    SetupWizard &m_wizard;
    QLabel *m_summary;
    bool m_isComplete = true;
};

/// How it went; starts the console if that is wished.
class FinishPage : public QWizardPage
{
    Q_OBJECT

public:
    explicit FinishPage(const SetupWizard &wizard);
    void initializePage() override;
    bool validatePage() override;

private:
    const SetupWizard &m_wizard;
    QLabel *m_text;
    QCheckBox *m_start;
};

} // namespace Axess
