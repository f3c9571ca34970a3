// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "axessctlrun.h"

#include "axesstest.h"
#include "freshstore.h"
#include "verify.h"

#include <QtCore/qjsonarray.h>

/// The base of tests about accounts: a sealed store with sessions, and an account of its server, of a hostile
/// name, with the rights that `axessctl grants` prints for a mode. Both come from the test's columns.
class AccountTest : public AxessTest
{
    Q_OBJECT

protected Q_SLOTS:
    void init();
    void cleanup();

protected:
    static const QStringList &modes(); ///< Each may what those before it may.
    /// The columns: each set-up with each of these modes.
    static void accounts(const QStringList &chosen = modes());

    AxessctlRun asOwner(const QStringList &command) const;
    AxessctlRun asAccount(const QStringList &command, bool hasKey = false) const;
    /// One act past our programs: done, or refused for want of a right.
    void tries(const QString &statement, bool isAllowed,
               const QString &refusal = QStringLiteral("denied")) const;

    std::unique_ptr<FreshStore> m_store;
    QString m_setUp;
    QString m_account;
    QJsonArray m_sessions;

private:
    void signInAs(const QString &mode);
    QStringList creation(const QString &mode) const;
    QStringList removal() const;
    static QString owner() { return QStringLiteral("axess_grants_owner"); }

    const QTemporaryDir m_folder;
    QString m_accountUrl;
    QStringList m_lines; ///< What was printed for it.
};

#define VERIFY_RUN(run, code)                                                                                \
    do {                                                                                                     \
        const AxessctlRun &verifiedRun = (run);                                                              \
        QVERIFY2(verifiedRun.exitCode == (code),                                                             \
                 (#run ": "_ba + verifiedRun.errors + verifiedRun.output).constData());                      \
    } while (false)
