// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qwizard.h>

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace Axess {

class SetupWizard;

/// For whom and where; says at once what speaks against a folder.
class TargetPage : public QWizardPage
{
    Q_OBJECT

public:
    explicit TargetPage(SetupWizard &wizard);

    void initializePage() override;
    bool isComplete() const override;

private:
    void choose();
    void showState();
    void browse();

    SetupWizard &m_wizard;
    QRadioButton *m_forMe;
    QRadioButton *m_forEverybody;
    QRadioButton *m_elsewhere;
    QLineEdit *m_folder;
    QPushButton *m_browse;
    QLabel *m_room;
    QLabel *m_objection;
    bool m_isComplete = false;
};

} // namespace Axess
