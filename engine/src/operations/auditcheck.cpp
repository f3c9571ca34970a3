// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "auditcheck_p.h"

#include "storeaudit_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qsizetype mostProblems = 100;

} // namespace

Result<QList<QByteArray>> AuditCheck::trailOf(StoreCore &core)
{
    // The head first: what is appended meanwhile is behind it.
    const auto head = AuditHead::read(core);
    if (!head)
        return std::unexpected(head.error());
    return AuditLog::read(core, 0).transform([&](const AuditLog &log) {
        QList<QByteArray> lines = log.lines;
        if (!head->line.code.isEmpty() && !lines.contains(head->line.bytes()))
            lines.append(head->line.bytes());
        return lines;
    });
}

void AuditCheck::complain(const QString &sentence)
{
    if (m_report.problems.size() < mostProblems)
        m_report.problems.append(sentence);
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
            complain(u"Entry %1 of the log is no entry of a trail: it was altered"_s.arg(m_report.entries));
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
        complain(u"Entry %1 cannot be proven: %2"_s.arg(number).arg(genuine.error().message()));
    else if (!*genuine)
        complain(u"Entry %1 was altered"_s.arg(number));
    else
        (line.entry.key != 0 ? m_report.proven : m_report.hashed)++;
    if (number < expected)
        complain(u"Entry %1 stands out of order: it was moved, or put in"_s.arg(number));
    else if (number > expected)
        complain(number == expected + 1 ? u"Entry %1 was removed"_s.arg(expected)
                                        : u"Entries %1 to %2 were removed"_s.arg(expected).arg(number - 1));
    else if (line.previous != previous)
        complain(u"Entry %1 does not follow what stands before it: an entry was altered or exchanged"_s.arg(
            number));
}

void AuditCheck::compare(const QList<QByteArray> &file)
{
    qsizetype last = -1;
    for (const QByteArray &bytes : file) {
        ++m_report.inFile;
        const auto line = AuditLine::parse(bytes);
        if (!line) {
            complain(u"Line %1 of the local file is no entry of a trail"_s.arg(m_report.inFile));
            continue;
        }
        const quint64 number = line->entry.number;
        const auto place = m_places.constFind(bytes);
        if (place == m_places.cend()) {
            complain(m_numbers.contains(number)
                         ? u"Entry %1 is another one in the store than in the local file"_s.arg(number)
                         : u"Entry %1 of the local file was removed from the store"_s.arg(number));
            continue;
        }
        if (*place < last)
            complain(u"Entry %1 stands in another order in the store than in the local file"_s.arg(number));
        last = *place;
    }
}

} // namespace Axess
