// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qwizard.h>

class QLabel;
class QProgressBar;

namespace Axess {

class SetupWizard;

/// Shows how far the installation is, and goes on by itself when it has ended.
class ProgressPage : public QWizardPage
{
    Q_OBJECT

public:
    explicit ProgressPage(SetupWizard &wizard);

    void initializePage() override;
    bool isComplete() const override { return m_hasEnded; }

private:
    void show(qint64 done, qint64 all);
    void end();

    SetupWizard &m_wizard;
    QProgressBar *m_bar;
    QLabel *m_text;
    bool m_hasEnded = false;
};

} // namespace Axess
