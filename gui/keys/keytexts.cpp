// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/keytexts.h"

#include <QtCore/qlocale.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QString number(qint64 value)
{
    return QLocale().toString(value);
}

} // namespace

QString KeyTexts::purpose(const QString &purpose)
{
    if (purpose == "envelope"_L1)
        return tr("Sessions");
    if (purpose == "cookie"_L1)
        return tr("Cookies");
    if (purpose == "document"_L1)
        return tr("Documents");
    if (purpose == "audit"_L1)
        return tr("Audit trail");
    return purpose;
}

QString KeyTexts::state(const QString &state)
{
    if (state == "staged"_L1)
        return tr("Staged");
    if (state == "active"_L1)
        return tr("Active");
    if (state == "decrypt-only"_L1)
        return tr("Decrypt-only");
    if (state == "retired"_L1)
        return tr("Retired");
    if (state == "compromised"_L1)
        return tr("Compromised");
    return state;
}

Tone KeyTexts::stateTone(const QString &state)
{
    if (state == "active"_L1)
        return Tone::Good;
    if (state == "staged"_L1)
        return Tone::Info;
    if (state == "decrypt-only"_L1)
        return Tone::Attention;
    return state == "compromised"_L1 ? Tone::Danger : Tone::Neutral;
}

QString KeyTexts::phase(RotationPhase phase)
{
    switch (phase) {
    case RotationPhase::Stage:
        return tr("Add a key");
    case RotationPhase::Settle:
        return tr("Make it known");
    case RotationPhase::Activate:
        return tr("Put it to use");
    case RotationPhase::Reseal:
        return tr("Seal anew");
    case RotationPhase::Drain:
        return tr("Wait for the last");
    case RotationPhase::Verify:
        return tr("Verify");
    case RotationPhase::Retire:
        break;
    }
    return tr("Retire the old key");
}

QString KeyTexts::phaseSentence(RotationPhase phase)
{
    switch (phase) {
    case RotationPhase::Stage:
        return tr("A new key is added to the ring, or one that stands staged is taken. Nobody uses it yet.");
    case RotationPhase::Settle:
        return tr("Until every instance knows the key; 30 seconds at most.");
    case RotationPhase::Activate:
        return tr("Sessions are sealed under it from now on. The one before opens only.");
    case RotationPhase::Reseal:
        return tr("Session by session under the new key. A live save always comes first.");
    case RotationPhase::Drain:
        return tr("Until nothing that began before can be under way.");
    case RotationPhase::Verify:
        return tr("Every session is read and opened.");
    case RotationPhase::Retire:
        break;
    }
    return tr("Not while a session does not open.");
}

QString KeyTexts::rotationTitle(const JobInfo &job)
{
    const auto progress = RotationProgress::of(job);
    const bool isOfCookies = progress && progress->purpose == "cookie"_L1;
    if (job.request.mode == JobMode::DryRun)
        return tr("Trial of a rotation");
    return isOfCookies ? tr("Rotation of the cookies' key") : tr("Rotation of the sessions' key");
}

QString KeyTexts::rotationProgress(const JobInfo &job)
{
    const auto progress = RotationProgress::of(job);
    if (!progress || job.hasEnded())
        return {};
    const QString phase = KeyTexts::phase(progress->phase);
    if (job.total <= 0
        || (progress->phase != RotationPhase::Reseal && progress->phase != RotationPhase::Verify))
        return phase;
    return tr("%1, %2 %", "phase, how much of all of it")
        .arg(phase)
        .arg(std::min<qint64>(100, 100 * job.done / job.total));
}

QString KeyTexts::rotationResult(const JobInfo &job)
{
    const auto &counts = job.counts;
    const qint64 unreadable = counts.value(u"unreadable"_s);
    QStringList parts;
    if (job.request.mode == JobMode::DryRun) {
        parts.append(tr("%1 would be sealed anew").arg(number(counts.value(u"resealed"_s))));
        parts.append(tr("%1 do not open").arg(number(unreadable)));
        return parts.join(u" · "_s);
    }
    if (counts.contains(u"resealed"_s))
        parts.append(tr("%1 sealed anew").arg(number(counts.value(u"resealed"_s))));
    if (counts.value(u"overtaken"_s) > 0)
        parts.append(tr("%1 were saved first").arg(number(counts.value(u"overtaken"_s))));
    if (counts.contains(u"sessions"_s))
        parts.append(
            tr("%1 of %2 verified")
                .arg(number(counts.value(u"sessions"_s) - unreadable), number(counts.value(u"sessions"_s))));
    parts.append(tr("%1 keys retired").arg(number(counts.value(u"retired"_s))));
    return parts.join(u" · "_s);
}

QString KeyTexts::verification(const KeyVerification &report)
{
    if (report.isClean())
        return tr("All %1 sessions open, all under key %2")
            .arg(number(report.open), Texts::keyId(report.activeKey));
    return tr("%1 of %2 sessions open · %3 under other keys than %4 · %5 do not open")
        .arg(number(report.open), number(report.sessions), number(report.underOldKeys),
             Texts::keyId(report.activeKey), number(report.unreadable));
}

QString KeyTexts::revocationProgress(const JobInfo &job)
{
    const qint64 ended = job.counts.value(u"done"_s);
    return ended > 0 ? tr("%1 logged out").arg(number(ended)) : QString();
}

QString KeyTexts::revocationResult(const JobInfo &job)
{
    return tr("%1 requested · %2 logged out · %3 had ended already · %4 failed")
        .arg(number(job.counts.value(u"requested"_s)), number(job.counts.value(u"done"_s)),
             number(job.counts.value(u"gone"_s)), number(job.failureCount));
}

QString KeyTexts::instance(const InstanceInfo &instance)
{
    return tr("%1 on %2", "program, host").arg(instance.program, instance.host);
}

} // namespace Axess
