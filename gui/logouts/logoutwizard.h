// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "logouts/bulkorder.h"
#include "logouts/logoutset.h"

#include <QtCore/qtimer.h>
#include <QtWidgets/qdialog.h>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace Axess {

class ConfirmStep;
class CountStep;
class HoldButton;
class OptionsStep;
class ScopeStep;

/// The questions before many are logged out: whose, how many exactly, how, and for what reason.
///
/// Ends with `decided`; nothing was ended by then.
class LogOutWizard : public QDialog
{
    Q_OBJECT

public:
    LogOutWizard(Console &console, const LogOutTarget &target, QWidget *parent = nullptr);
    ~LogOutWizard() override;

    bool isCounting() const { return m_isCounting; }
    BulkOrder order() const;

Q_SIGNALS:
    void decided(const Axess::BulkOrder &order);

private:
    enum Step : quint8 { Scope, Count, Options, Confirm };

    void layOut();
    QLayout *buttons();
    void turnTo(Step step);
    void goOn();
    void goBack();
    void count();
    void counted(const Result<LogOutSet> &set, quint64 question);
    void judge();
    void decide();
    void copyLine();
    void keepSet(quint64 question);
    void dropSet();
    std::chrono::seconds idleFor() const;
    LogOutRung rung() const;
    QString typedName() const;
    QString title() const;
    QString whose() const; ///< The title, with who is spared.
    QString summary() const;

    Console &m_console;
    const LogOutTarget m_target;
    LogOutSet m_set;
    QString m_setFile;
    QString m_fileUnderWay; ///< Is being written, or was written for nobody.
    std::stop_source m_stop;
    std::shared_ptr<std::atomic<qint64>> m_counted = std::make_shared<std::atomic<qint64>>(0);
    QTimer m_ticks;
    Latest m_count;
    Step m_step = Scope;
    bool m_isCounting = false;
    bool m_isCounted = false;
    bool m_wasCopied = false;
    bool m_isDecided = false;
    QLabel *m_heading;
    QStackedWidget *m_steps;
    ScopeStep *m_scope;
    CountStep *m_counting;
    OptionsStep *m_options;
    ConfirmStep *m_confirm;
    QPushButton *m_copy;
    QPushButton *m_back;
    QPushButton *m_cancel;
    QPushButton *m_next;
    HoldButton *m_act;
};

} // namespace Axess
