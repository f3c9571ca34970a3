// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "auditcheck_p.h"

#include "storeaudit_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

QString sentenceOf(const AuditProblem &problem)
{
    switch (problem.harm) {
    case AuditHarm::NoEntry:
        return u"Entry %1 of the log is no entry of a trail: it was altered"_s.arg(problem.number);
    case AuditHarm::Altered:
        return u"Entry %1 was altered"_s.arg(problem.number);
    case AuditHarm::Unproven:
        return u"Entry %1 cannot be proven: the audit key that closes it is not here"_s.arg(problem.number);
    case AuditHarm::Removed:
        return problem.last == problem.number
            ? u"Entry %1 was removed"_s.arg(problem.number)
            : u"Entries %1 to %2 were removed"_s.arg(problem.number).arg(problem.last);
    case AuditHarm::OutOfOrder:
        return u"Entry %1 stands out of order: it was moved, or put in"_s.arg(problem.number);
    case AuditHarm::Detached:
        return u"Entry %1 does not follow what stands before it: an entry was altered or exchanged"_s.arg(
            problem.number);
    case AuditHarm::NoEntryInFile:
        return u"Line %1 of the local file is no entry of a trail"_s.arg(problem.number);
    case AuditHarm::OtherThanInFile:
        return u"Entry %1 is another one in the store than in the local file"_s.arg(problem.number);
    case AuditHarm::RemovedSinceFile:
        return u"Entry %1 of the local file was removed from the store"_s.arg(problem.number);
    case AuditHarm::OtherOrderThanInFile:
        break;
    }
    return u"Entry %1 stands in another order in the store than in the local file"_s.arg(problem.number);
}

} // namespace

Result<QList<QByteArray>> AuditCheck::trailOf(StoreCore &core, const std::function<bool(qint64)> &goOn)
{
    // The head first: what is appended meanwhile is behind it.
    const auto head = AuditHead::read(core);
    if (!head)
        return std::unexpected(head.error());
    return AuditLog::read(core, 0, goOn).transform([&](const AuditLog &log) {
        QList<QByteArray> lines = log.lines;
        if (log.isWhole && !head->line.code.isEmpty() && !lines.contains(head->line.bytes()))
            lines.append(head->line.bytes());
        return lines;
    });
}

void AuditCheck::complain(AuditHarm harm, quint64 number, quint64 last)
{
    if (m_report.problems.size() >= AuditVerification::MostProblems)
        return;
    const AuditProblem problem {harm, number, std::max(number, last)};
    m_report.found.append(problem);
    m_report.problems.append(sentenceOf(problem));
}

void AuditCheck::judge(const QList<QByteArray> &trail)
{
    quint64 expected = 1;
    QByteArray previous;
    QList<quint64> open;
    for (const QByteArray &bytes : trail) {
        m_places.insert(bytes, m_report.entries++);
        const auto line = AuditLine::parse(bytes);
        if (!line) {
            complain(AuditHarm::NoEntry, quint64(m_report.entries));
            continue;
        }
        const AuditEntry &entry = line->entry;
        m_numbers.insert(entry.number, bytes);
        judgeOne(*line, expected, previous);
        if (entry.phase == AuditPhase::Intent)
            open.append(entry.number);
        else
            open.removeAll(entry.intent);
        expected = std::max(expected, entry.number + 1);
        previous = line->code;
    }
    m_report.unfinished = open;
}

void AuditCheck::judgeOne(const AuditLine &line, quint64 expected, const QByteArray &previous)
{
    const quint64 number = line.entry.number;
    const auto genuine = line.isGenuine(m_ring);
    if (!genuine)
        complain(AuditHarm::Unproven, number);
    else if (!*genuine)
        complain(AuditHarm::Altered, number);
    else
        (line.entry.key != 0 ? m_report.proven : m_report.hashed)++;
    if (number < expected)
        complain(AuditHarm::OutOfOrder, number);
    else if (number > expected)
        complain(AuditHarm::Removed, expected, number - 1);
    else if (line.previous != previous)
        complain(AuditHarm::Detached, number);
}

void AuditCheck::compare(const QList<QByteArray> &file)
{
    qsizetype last = -1;
    for (const QByteArray &bytes : file) {
        ++m_report.inFile;
        const auto line = AuditLine::parse(bytes);
        if (!line) {
            complain(AuditHarm::NoEntryInFile, quint64(m_report.inFile));
            continue;
        }
        const quint64 number = line->entry.number;
        const auto place = m_places.constFind(bytes);
        if (place == m_places.cend()) {
            complain(m_numbers.contains(number) ? AuditHarm::OtherThanInFile : AuditHarm::RemovedSinceFile,
                     number);
            continue;
        }
        if (*place < last)
            complain(AuditHarm::OtherOrderThanInFile, number);
        last = *place;
    }
}

} // namespace Axess
