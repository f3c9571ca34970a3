// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operatorlog/logtexts.h"

#include "app/timetexts.h"

#include <QtCore/qlocale.h>
#include <QtCore/qregularexpression.h>

#include <array>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

struct Act
{
    const char *name;
    const char *words;
};

constexpr std::array Acts {
    Act {"revoke", QT_TRANSLATE_NOOP("Axess::LogTexts", "Log out")},
    Act {"restore", QT_TRANSLATE_NOOP("Axess::LogTexts", "Undo a log-out")},
    Act {"raise-epoch", QT_TRANSLATE_NOOP("Axess::LogTexts", "Log out everybody")},
    Act {"job-submit", QT_TRANSLATE_NOOP("Axess::LogTexts", "Begin a job")},
    Act {"job-pause", QT_TRANSLATE_NOOP("Axess::LogTexts", "Pause a job")},
    Act {"job-resume", QT_TRANSLATE_NOOP("Axess::LogTexts", "Go on with a job")},
    Act {"job-cancel", QT_TRANSLATE_NOOP("Axess::LogTexts", "Cancel a job")},
    Act {"export", QT_TRANSLATE_NOOP("Axess::LogTexts", "Export")},
    Act {"unlock", QT_TRANSLATE_NOOP("Axess::LogTexts", "Unlock data")},
    Act {"look-up", QT_TRANSLATE_NOOP("Axess::LogTexts", "Ask a look-up command")},
    Act {"key-stage", QT_TRANSLATE_NOOP("Axess::LogTexts", "Add a key")},
    Act {"key-activate", QT_TRANSLATE_NOOP("Axess::LogTexts", "Activate a key")},
    Act {"key-retire", QT_TRANSLATE_NOOP("Axess::LogTexts", "Retire a key")},
    Act {"key-compromise", QT_TRANSLATE_NOOP("Axess::LogTexts", "Mark a key as compromised")},
    Act {"root-key-add", QT_TRANSLATE_NOOP("Axess::LogTexts", "Add a root key")},
    Act {"root-key-finish", QT_TRANSLATE_NOOP("Axess::LogTexts", "Finish the root key's change")},
    Act {"init", QT_TRANSLATE_NOOP("Axess::LogTexts", "Make the store")},
    Act {"ring-make", QT_TRANSLATE_NOOP("Axess::LogTexts", "Make the ring of keys")},
    Act {"move-begin", QT_TRANSLATE_NOOP("Axess::LogTexts", "Begin a move")},
    Act {"move-cut-over", QT_TRANSLATE_NOOP("Axess::LogTexts", "Cut a move over")},
    Act {"move-roll-back", QT_TRANSLATE_NOOP("Axess::LogTexts", "Roll a move back")},
    Act {"move-finish", QT_TRANSLATE_NOOP("Axess::LogTexts", "Finish a move")},
    Act {"move-cancel", QT_TRANSLATE_NOOP("Axess::LogTexts", "Cancel a move")},
    Act {"move-abandon-source", QT_TRANSLATE_NOOP("Axess::LogTexts", "Abandon a move's source")},
    Act {"move-abandon-target", QT_TRANSLATE_NOOP("Axess::LogTexts", "Abandon a move's target")},
};

} // namespace

QString LogTexts::act(const QString &name)
{
    const auto known
        = std::ranges::find(Acts, name, [](const Act &act) { return QLatin1StringView(act.name); });
    return known == Acts.end() ? name : tr(known->words);
}

QStringList LogTexts::knownActs()
{
    QStringList names;
    for (const Act &act : Acts)
        names.append(QString::fromLatin1(act.name));
    return names;
}

QString LogTexts::person(const AuditEntry &entry)
{
    const qsizetype at = entry.by.lastIndexOf(u'@');
    return at < 0 ? entry.by : entry.by.first(at);
}

QString LogTexts::host(const AuditEntry &entry)
{
    const qsizetype at = entry.by.lastIndexOf(u'@');
    return at < 0 ? QString() : entry.by.sliced(at + 1);
}

// "3 sessions: …" and "5 session(s): …" are how the trail says it.
QString LogTexts::count(const AuditEntry &entry)
{
    static const QRegularExpression counted(u"^(\\d{1,9}) session"_s);
    const auto match = counted.match(entry.what);
    return match.hasMatch() ? QLocale().toString(match.captured(1).toInt()) : QString();
}

QString LogTexts::outcome(const AuditRecord &record)
{
    if (!record.result)
        return tr("No result");
    if (record.result->phase == AuditPhase::Failed)
        return tr("Failed");
    return record.intent ? tr("Done") : tr("Done, intent missing");
}

QString LogTexts::result(const AuditRecord &record)
{
    if (!record.result)
        return tr("There is no result: whoever meant to was cut off, or is still at it.");
    const QString word = outcome(record);
    return record.result->result.isEmpty() ? word
                                           : tr("%1: %2", "outcome, why").arg(word, record.result->result);
}

Tone LogTexts::tone(const AuditRecord &record)
{
    if (!record.result || !record.intent)
        return Tone::Attention;
    return record.result->phase == AuditPhase::Failed ? Tone::Danger : Tone::Good;
}

QString LogTexts::took(const AuditRecord &record)
{
    const auto time = record.duration();
    if (!time)
        return {};
    return time->count() < 1000 ? tr("%1 ms").arg(time->count()) : TimeTexts::duration(time->count());
}

QString LogTexts::proof(const AuditEntry &entry)
{
    return entry.key == 0 ? tr("closed by a plain hash, which anybody can make")
                          : tr("closed by audit key %1").arg(Texts::keyId(entry.key));
}

QString LogTexts::problem(const AuditProblem &problem)
{
    const QString number = QLocale().toString(problem.number);
    switch (problem.harm) {
    case AuditHarm::NoEntry:
        return tr("Altered: what stands at place %1 is no entry any more.").arg(number);
    case AuditHarm::Altered:
        return tr("Altered: entry %1 is not as it was written.").arg(number);
    case AuditHarm::Unproven:
        return tr("Not proved: the key that closes entry %1 is not here.").arg(number);
    case AuditHarm::Removed:
        return problem.last == problem.number
            ? tr("Missing: entry %1 was removed.").arg(number)
            : tr("Missing: entries %1 to %2 were removed.").arg(number, QLocale().toString(problem.last));
    case AuditHarm::OutOfOrder:
        return tr("Reordered: entry %1 was moved, or put in.").arg(number);
    case AuditHarm::Detached:
        return tr("Altered: entry %1 does not follow the one before it; one of both was exchanged.")
            .arg(number);
    case AuditHarm::NoEntryInFile:
        return tr("Altered: line %1 of the local file is no entry.").arg(number);
    case AuditHarm::OtherThanInFile:
        return tr("Altered: the store tells entry %1 otherwise than the local file.").arg(number);
    case AuditHarm::RemovedSinceFile:
        return tr("Missing: the local file has entry %1, the store has it no more.").arg(number);
    case AuditHarm::OtherOrderThanInFile:
        break;
    }
    return tr("Reordered: entry %1 stands elsewhere in the store than in the local file.").arg(number);
}

} // namespace Axess
