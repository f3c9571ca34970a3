// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qwidget.h>

class QLabel;
class QToolButton;

namespace Axess {

class DockJob;
class JobsModel;
class ListTable;

/// What the Jobs dock holds: the jobs of this window, and what can be done about the chosen one.
class JobsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit JobsPanel(JobsModel &jobs, QWidget *parent = nullptr);

    void choose(int row);
    DockJob *current() const;

Q_SIGNALS:
    void detailsWanted(Axess::DockJob *job);

private:
    QToolButton *tool(const QString &icon, const QString &text, const QString &name);
    void connectAll();
    void judge();

    JobsModel &m_jobs;
    ListTable *m_table;
    QLabel *m_result;
    QToolButton *m_pause;
    QToolButton *m_resume;
    QToolButton *m_cancel;
    QToolButton *m_undo;
    QToolButton *m_details;
    QToolButton *m_clear;
};

} // namespace Axess
