// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionquery.h>

#include <QtWidgets/qdialog.h>

#include <chrono>

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace Axess {

/// What is about to be logged out: a frozen set, so that it cannot grow between preview and act.
struct LogOutPlan
{
    QList<ListedSession> sessions;
    std::optional<UserId> wholeUser; ///< All sessions of this user.
    qint64 now = 0; ///< UTC milliseconds of the store's time, for "since".

    QList<SessionId> ids() const;
};

/// Asks before sessions are ended: who, where, since when; a reason is required; Cancel is the default.
class LogOutDialog : public QDialog
{
    Q_OBJECT

public:
    static constexpr qsizetype MaximumReasonBytes = 256;

    explicit LogOutDialog(const LogOutPlan &plan, QWidget *parent = nullptr);

    QString reason() const;
    std::chrono::milliseconds grace() const; ///< Zero = cannot be undone.

private:
    void fillPreview(const LogOutPlan &plan);
    void fillReasons();
    void fillGraces(qsizetype sessions);
    void reasonChanged();
    QLayout *form();
    QLayout *buttons(const LogOutPlan &plan);

    QLabel *m_question;
    QTableWidget *m_preview;
    QComboBox *m_reason;
    QComboBox *m_grace;
    QLabel *m_note;
    QPushButton *m_confirm;
};

} // namespace Axess
