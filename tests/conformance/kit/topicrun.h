// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "caseresult.h"

#include <chrono>

/// Runs a topic's cases in processes of their own, so that a backend that crashes or hangs breaks a case and
/// not the kit. What comes behind such a case is run in a further process.
class TopicRun
{
public:
    /// No process lives much longer than `deadline` without a case that ends.
    TopicRun(const QString &topic, std::chrono::seconds deadline);

    QList<CaseResult> run();

private:
    struct Ending
    {
        QString why; ///< Empty = as it should.
    };

    Ending runProcess(const QStringList &cases, const QString &file) const;

    QString m_topic;
    std::chrono::seconds m_deadline;
};
