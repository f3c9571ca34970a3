// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operatorlog/chainreport.h"
#include "operatorlog/logmodel.h"
#include "pages/page.h"

#include <QtCore/qpointer.h>

class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace Axess {

class ListTable;
class LogFilterBar;
struct ExportFormat;
class StatePanel;
class UpkeepFlow;

/// Who did what to the store: the audit trail, in the store and in the local file, and whether it is whole.
class OperatorLogPage : public Page
{
    Q_OBJECT

public:
    explicit OperatorLogPage(Console &console, QWidget *parent = nullptr);

    void refresh() override;
    bool isSettled() const override;
    void setFlow(UpkeepFlow &flow) { m_flow = &flow; }
    LogModel &model() { return *m_model; }
    void verify();
    void askExport();
    QString line() const; ///< Of axessctl, that lists the same.

private:
    QLayout *toolRow();
    QToolButton *tool(const QString &icon, const QString &text, const QString &name);
    void modelChanged();
    void showState();
    void showProblem(const Error &error);
    void tellFooter();
    void showDetail();
    void exportTo(const ExportFormat &format, const QString &path, bool all);
    void showReport(const ChainReport &report);

    LogModel *m_model;
    LogFilterBar *m_filter;
    QStackedWidget *m_stack;
    ListTable *m_table;
    StatePanel *m_state;
    QLabel *m_detail; ///< Of the chosen act, in full.
    QLabel *m_footer;
    QPushButton *m_further;
    QToolButton *m_stop = nullptr;
    QToolButton *m_verify = nullptr;
    QToolButton *m_export = nullptr;
    QPointer<ThreadJob> m_verification;
    UpkeepFlow *m_flow = nullptr;
};

} // namespace Axess
