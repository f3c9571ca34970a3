// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qwidget.h>

class QLabel;
class QProgressBar;

namespace Axess {

class MigrationJob;

/// How far a step is, and what came of it.
class StepView : public QWidget
{
    Q_OBJECT

public:
    explicit StepView(QWidget *parent = nullptr);

    void show(const MigrationJob *job); ///< Null = nothing is under way.
    void setAfterwards(const QStringList &lines); ///< What is to be done now.

private:
    QLabel *m_title;
    QLabel *m_state;
    QProgressBar *m_bar;
    QLabel *m_pace;
    QLabel *m_result;
    QLabel *m_problem;
    QLabel *m_afterwards;
};

} // namespace Axess
