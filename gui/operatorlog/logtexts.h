// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <axess/auditreader.h>

namespace Axess {

/// The audit trail in the words of the people who read it.
class LogTexts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::LogTexts)

public:
    static QString act(const QString &name); ///< The name itself for one that is not known.
    static QStringList knownActs(); ///< Names.
    static QString person(const AuditEntry &entry); ///< Of `ann@desk`: ann.
    static QString host(const AuditEntry &entry); ///< And desk; empty = not told.
    /// How many sessions, where the trail tells; empty else.
    static QString count(const AuditEntry &entry);
    static QString outcome(const AuditRecord &record); ///< A word.
    static QString result(const AuditRecord &record); ///< The word, and of a failure why.
    static Tone tone(const AuditRecord &record);
    static QString took(const AuditRecord &record);
    static QString proof(const AuditEntry &entry); ///< By what it is closed.

    static QString problem(const AuditProblem &problem);
};

} // namespace Axess
