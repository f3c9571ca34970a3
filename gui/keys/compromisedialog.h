// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/jobsteering.h"
#include "keys/keydialog.h"
#include "keys/keyorders.h"

#include <axess/keys.h>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;

namespace Axess {

class ReasonBox;

/// A key is known to somebody else: whether those who began before are logged out, and whether it is replaced
/// everywhere at once.
class CompromiseDialog final : public KeyDialog
{
    Q_OBJECT

public:
    CompromiseDialog(Console &console, const KeyUse &use, QWidget *parent = nullptr);
    ~CompromiseDialog() override;

    CompromiseOrder order() const;
    QString line() const override;

private:
    QString problem() const override;
    void layOutRevocation();
    void changed();
    void count();
    void showCount(const Result<BulkRun> &run);
    static KeyQuestion question(const Console &console, const KeyUse &use);

    const KeyUse m_use;
    QCheckBox *m_rotate;
    QCheckBox *m_revoke;
    QWidget *m_revocation;
    QComboBox *m_who;
    QDateTimeEdit *m_before;
    ReasonBox *m_reason;
    QLineEdit *m_ticket;
    QPushButton *m_count;
    QLabel *m_counted;
    std::shared_ptr<JobSteering> m_steering = std::make_shared<JobSteering>(); ///< Of the counting.
    Latest m_counting;
};

} // namespace Axess
