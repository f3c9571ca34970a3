// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "doctorrules_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

Finding findingOf(const DoctorRule &rule, const Verdict &verdict)
{
    const QString check = QString::fromLatin1(rule.check);
    if (verdict.isGood)
        return {check, Severity::Good, verdict.sentence, {}};
    QString remedy = QString::fromUtf8(rule.remedy);
    for (qsizetype i = 0; i < verdict.blanks.size(); ++i)
        remedy.replace(u"%%1"_s.arg(i + 1), verdict.blanks[i]);
    return {check, rule.severity, verdict.sentence, remedy};
}

} // namespace

QList<DoctorRules> doctorRules()
{
    return {
        {"", storeRules()},        {"", serverRules()},
        {"sqlite", sqliteRules()}, {"postgres", postgresRules()},
        {"mysql", mysqlRules()},   {"valkey", valkeyRules()},
    };
}

QList<Finding> judged(const FactTable &facts)
{
    QList<Finding> findings;
    const QList<DoctorRules> fields = doctorRules();
    for (const DoctorRules &field : fields) {
        const QLatin1StringView backend(field.backend);
        if (!backend.isEmpty() && !facts.is("backend"_L1, backend))
            continue;
        for (const DoctorRule &rule : field.rules) {
            if (const Judgement verdict = rule.judge(facts))
                findings.append(findingOf(rule, *verdict));
        }
    }
    return findings;
}

bool isRemoteHost(QStringView host)
{
    const bool isLoopback = host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || host == "::1"_L1
        || host == "[::1]"_L1 || host.startsWith("127."_L1);
    return !host.isEmpty() && !host.startsWith(u'/') && !isLoopback;
}

} // namespace Axess
