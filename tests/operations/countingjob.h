// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "operations/jobkinds_p.h"

#include <mutex>

/// A job of so many rows, which notes the rows it was asked to handle, and fails as it is told. Thread-safe.
class CountingJob final : public Axess::JobKind
{
public:
    explicit CountingJob(int total)
        : m_total(total)
    { }

    QString name() const override { return QStringLiteral("counting"); }
    Axess::Result<void> check(const Axess::JobRequest &request) const override;
    Axess::Result<Axess::JobStep> step(Axess::StoreCore &core, const Axess::JobInfo &job,
                                       int rows) const override;

    /// The step from this row on fails so, until `heal`.
    void failAt(int row, const Axess::Error &error);
    void heal();
    /// Called in each step before it answers.
    void inStep(std::function<void(int row)> hook);
    /// How often each row was handled.
    QList<int> handled() const;

private:
    const int m_total;
    mutable std::mutex m_mutex;
    int m_failingRow = -1;
    std::optional<Axess::Error> m_error;
    std::function<void(int)> m_hook;
    mutable QMap<int, int> m_handled;
};
