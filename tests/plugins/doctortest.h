// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "axesstest.h"
#include "privateserver.h"
#include "verify.h"

#include <axess/operations.h>

/// The base of tests of the doctor: a server of their own that is harmed, and looked over each time by a
/// program that has just been started.
class DoctorTest : public AxessTest
{
    Q_OBJECT

protected:
    /// Makes a sealed store there.
    void makeStore(const QString &url);
    /// As an application opens it, with its key.
    Axess::Result<std::shared_ptr<Axess::SessionStore>> open() const { return open(m_url); }
    Axess::Result<std::shared_ptr<Axess::SessionStore>> open(const QString &url,
                                                             Axess::StoreOptions options = {}) const;
    const QString &url() const { return m_url; }
    QString urlWith(const QString &option) const;

    /// What the doctor says of this check; nothing if it says nothing.
    std::optional<Axess::Finding> found(const QString &check) const { return found(check, m_url); }
    std::optional<Axess::Finding> found(const QString &check, const QString &url) const;
    /// Nothing but good findings, so many at least, and good health.
    void isWellKept(qsizetype checks);
    /// The columns of a table of wrong settings; what is answered adds a row to it.
    template<typename Act> static auto wrongSettings()
    {
        QTest::addColumn<QString>("check");
        QTest::addColumn<Axess::Severity>("severity");
        QTest::addColumn<Act>("harm");
        QTest::addColumn<Act>("remedy");
        return [](const char *check, Axess::Severity severity, const Act &harm, const Act &remedy) {
            QTest::newRow(check) << QString::fromLatin1(check) << severity << harm << remedy;
        };
    }
    /// Waits until the check is as bad as this; servers take settings over when they come to it.
    void appears(const QString &check, Axess::Severity severity);
    /// Waits until the doctor looks and the check is good, or nothing is said about it any more.
    void goes(const QString &check);
    /// What was said when it appeared last.
    const Axess::Finding &finding() const { return m_finding; }

    /// Waits until `health` says what is severe, or nothing, as it should.
    void healthIs(Axess::Health health);

private:
    Axess::Result<QList<Axess::Finding>> look(const QString &url) const;

    QString m_url;
    Axess::RootKey m_rootKey = Axess::RootKey::none();
    Axess::Finding m_finding;
};

/// A row that turns into a session.
Axess::SessionRow someGuest();
