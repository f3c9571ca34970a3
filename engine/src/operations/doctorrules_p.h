// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "facttable_p.h"

#include <axess/operations.h>

#include <span>

namespace Axess {

/// What a rule says of the facts.
struct Verdict
{
    bool isGood = true;
    QString sentence;
    QStringList blanks; ///< What fills the remedy's %1, %2.

    static Verdict good(const QString &sentence) { return {true, sentence, {}}; }
    static Verdict bad(const QString &sentence, const QStringList &blanks = {})
    {
        return {false, sentence, blanks};
    }
};

/// Nothing where a rule does not apply, or nobody told what it goes by.
using Judgement = std::optional<Verdict>;

/// One check of the doctor. docs/doctor.md lists them all; a test compares.
struct DoctorRule
{
    const char *check; ///< A stable name.
    Severity severity; ///< Of a bad verdict.
    const char *remedy; ///< Names the setting or the command.
    Judgement (*judge)(const FactTable &facts);
};

/// The rules of one field.
struct DoctorRules
{
    const char *backend; ///< Whose facts they judge; empty = any's.
    std::span<const DoctorRule> rules;
};

std::span<const DoctorRule> storeRules();
std::span<const DoctorRule> serverRules();
std::span<const DoctorRule> sqliteRules();
std::span<const DoctorRule> postgresRules();
std::span<const DoctorRule> mysqlRules();
std::span<const DoctorRule> valkeyRules();

/// All of them, in the order of the report.
AXESS_TEST_EXPORT QList<DoctorRules> doctorRules();
/// What the rules for these facts say. Good findings are among them, with an empty remedy.
AXESS_TEST_EXPORT QList<Finding> judged(const FactTable &facts);

/// Whether a host of a URL is another machine, by its looks: neither a socket nor a name or address of the
/// loopback.
AXESS_TEST_EXPORT bool isRemoteHost(QStringView host);

} // namespace Axess
