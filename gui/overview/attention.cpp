// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "overview/attention.h"

#include "app/timetexts.h"
#include "keys/keytexts.h"
#include "pages/pagenumbers.h"

#include <axess/rotationprogress.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

Tone toneOf(Severity severity)
{
    switch (severity) {
    case Severity::Good:
        return Tone::Good;
    case Severity::Hint:
        return Tone::Info;
    case Severity::Warning:
        return Tone::Attention;
    case Severity::Problem:
        break;
    }
    return Tone::Danger;
}

// Where what the doctor found is mended, or at least seen; -1 = not in the console.
int pageOf(const QString &check)
{
    static constexpr std::array keys {"keys."_L1, "store.sealing"_L1, "store.key"_L1};
    static constexpr std::array live {"valkey.memory"_L1, "valkey.max-memory"_L1, "valkey.evict"_L1,
                                      "server.connections"_L1, "store.health"_L1};
    const auto begins = [&check](QLatin1StringView begin) { return check.startsWith(begin); };
    if (std::ranges::any_of(keys, begins))
        return KeysPageNumber;
    if (std::ranges::any_of(live, begins))
        return LivePageNumber;
    return -1;
}

// The most severe first; what is only told last.
int rankOf(Tone tone)
{
    static constexpr std::array order {Tone::Danger, Tone::Attention, Tone::Info, Tone::Neutral, Tone::Good};
    return int(std::ranges::find(order, tone) - order.begin());
}

} // namespace

void Attention::add(Tone tone, const QString &sentence, const QString &remedy, int page)
{
    const QString names[] {{}, {}, {}, {}, tr("Live"), tr("Keys")};
    const QString action = page == LivePageNumber || page == KeysPageNumber ? names[page] : QString();
    m_lines.append({tone, sentence, remedy, action, page});
}

void Attention::addFindings()
{
    if (!m_facts.findings)
        return;
    const auto &findings = *m_facts.findings;
    if (!findings) {
        add(Tone::Danger, tr("The store could not be looked over."), Texts::problem(findings.error()));
        return;
    }
    for (const Finding &finding : *findings) {
        if (finding.severity != Severity::Good)
            add(toneOf(finding.severity), finding.sentence, finding.remedy, pageOf(finding.check));
    }
}

void Attention::addJob(const JobInfo &job)
{
    const QString begun = TimeTexts::ago(job.submitted, m_facts.now);
    const bool rotates = RotationProgress::of(job).has_value();
    const QString title = rotates ? KeyTexts::rotationTitle(job) : tr("Job %1").arg(job.request.kind);
    const bool isUntaken
        = job.state == JobState::Waiting && m_facts.now - job.submitted > TakenWithin.count();
    if (isUntaken)
        add(Tone::Attention, tr("%1 waits since %2: nobody takes it.", "title, when").arg(title, begun),
            tr("Let an application work jobs off, start axessctl worker, or run it here: axessctl job run %1")
                .arg(job.id),
            rotates ? KeysPageNumber : -1);
    else if (job.state == JobState::Paused)
        add(Tone::Attention,
            tr("%1 is paused, begun %2 by %3.", "title, when, who").arg(title, begun, job.request.by),
            tr("axessctl job resume %1 goes on with it.").arg(job.id), rotates ? KeysPageNumber : -1);
    else if (rotates)
        add(Tone::Info,
            tr("%1 is under way, begun %2 by %3.", "title, when, who").arg(title, begun, job.request.by), {},
            KeysPageNumber);
}

void Attention::addJobs()
{
    if (!m_facts.jobs)
        return;
    const auto &jobs = *m_facts.jobs;
    if (!jobs) {
        // Without the key that is how it is, and the doctor says so.
        if (jobs.error().code() != ErrorCode::KeyMissing)
            add(Tone::Attention, tr("The jobs of the store could not be read."),
                Texts::problem(jobs.error()));
        return;
    }
    for (const JobInfo &job : *jobs) {
        if (!job.hasEnded())
            addJob(job);
    }
}

void Attention::addInstances()
{
    const bool isKnown = m_facts.instances && *m_facts.instances && m_facts.keys && *m_facts.keys;
    if (!isKnown)
        return;
    for (const InstanceInfo &instance : **m_facts.instances) {
        QStringList missing;
        for (const KeyInfo &key : **m_facts.keys) {
            const bool matters = key.state == "active"_L1 || key.state == "staged"_L1;
            if (matters && !instance.keysKnown.isEmpty() && !instance.keysKnown.contains(key.id))
                missing.append(Texts::keyId(key.id));
        }
        if (!missing.isEmpty())
            add(Tone::Attention,
                tr("%1 does not know key %2 yet.").arg(KeyTexts::instance(instance), missing.join(u", "_s)),
                tr("It reads the ring once more when it meets the key. Do not retire the old one before."),
                KeysPageNumber);
    }
}

void Attention::addSilent()
{
    if (!m_facts.sample || !*m_facts.sample)
        return;
    for (const InstanceSample &instance : (*m_facts.sample)->instances) {
        if (instance.isSilent)
            add(Tone::Attention,
                tr("%1 is silent since %2.")
                    .arg(instance.name, TimeTexts::ago(instance.renewed, m_facts.now)),
                tr("It was ended without a word, or does not reach the store."), LivePageNumber);
    }
}

QList<FindingList::Line> Attention::of(const AttentionFacts &facts)
{
    Attention attention(facts);
    attention.addFindings();
    attention.addJobs();
    attention.addInstances();
    attention.addSilent();
    std::ranges::stable_sort(attention.m_lines, {},
                             [](const FindingList::Line &line) { return rankOf(line.tone); });
    if (attention.m_lines.isEmpty() && facts.findings && *facts.findings)
        attention.add(
            Tone::Good,
            tr("Nothing. %n check(s) found the store in order.", nullptr, int((*facts.findings)->size())),
            {});
    return attention.m_lines;
}

} // namespace Axess
