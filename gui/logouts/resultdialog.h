// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logouts/bulklogout.h"

#include <QtCore/qpointer.h>
#include <QtWidgets/qdialog.h>

class QLabel;
class QPushButton;
class QTableWidget;

namespace Axess {

/// What became of a log-out in bulk: the counts, what failed, and what can be done about it. Not modal.
class ResultDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ResultDialog(BulkLogOut &job, QWidget *parent = nullptr);

Q_SIGNALS:
    void retryWanted(const Axess::BulkOrder &order);

private:
    void layOut();
    void fill();
    void fillFailures();

    const QPointer<BulkLogOut> m_job;
    QLabel *m_title;
    QLabel *m_facts;
    QTableWidget *m_failures;
    QPushButton *m_copy;
    QPushButton *m_undo;
    QPushButton *m_retry;
};

} // namespace Axess
