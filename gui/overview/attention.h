// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/findinglist.h"

#include <axess/jobs.h>
#include <axess/livesample.h>

namespace Axess {

/// What is known of a store when it is judged what needs attention. Parts that are not known are absent.
struct AttentionFacts
{
    std::optional<Result<QList<Finding>>> findings; ///< The doctor's.
    std::optional<Result<QList<JobInfo>>> jobs;
    std::optional<Result<QList<InstanceInfo>>> instances;
    std::optional<Result<QList<KeyInfo>>> keys;
    std::optional<Result<LiveSample>> sample;
    qint64 now = 0;
};

/// What needs attention, the worst first, each with what to do and the page on which it is done.
class Attention
{
    Q_DECLARE_TR_FUNCTIONS(Axess::Attention)

public:
    static constexpr std::chrono::milliseconds TakenWithin = std::chrono::seconds(15);

    static QList<FindingList::Line> of(const AttentionFacts &facts);

private:
    explicit Attention(const AttentionFacts &facts)
        : m_facts(facts)
    { }

    void addFindings();
    void addJobs();
    void addJob(const JobInfo &job);
    void addInstances();
    void addSilent();
    void add(Tone tone, const QString &sentence, const QString &remedy, int page = -1);

    const AttentionFacts &m_facts;
    QList<FindingList::Line> m_lines;
};

} // namespace Axess
