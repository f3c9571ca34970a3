// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "search/lookupcommand.h"
#include "widgets/messagestrip.h"

#include <axess/sessionsearch.h>

class QComboBox;

namespace Axess {

/// Offers to look up whom a word means, and lets choose where it means several.
class LookupStrip : public MessageStrip
{
    Q_OBJECT

public:
    /// Takes the command over. Each question goes into the audit trail first.
    LookupStrip(Console &console, LookupCommand *command, QWidget *parent = nullptr);

    LookupCommand &command() { return *m_command; }
    void propose(const QString &word); ///< Nothing is asked yet.
    void takeBack();
    bool isAsking() const { return m_isRecording || m_command->isAsking(); }

Q_SIGNALS:
    void chosen(const Axess::LookedUpUser &user);

private:
    void trigger();
    void ask();
    void endLook(const std::optional<Error> &failure);
    void choose(const LookedUpUser &user);
    void take(const LookupCommand::Answer &answer);

    Console &m_console;
    LookupCommand *m_command;
    QComboBox *m_choice;
    QString m_word;
    QList<LookedUpUser> m_users;
    Latest m_question;
    bool m_isRecording = false;
    std::optional<RecordedLook> m_look; ///< Of the question that has no answer yet.
};

/// The word of a search that names somebody without a field; empty = there is none.
QString bareWordOf(const ParsedSearch &search);
/// The text with that word replaced by the user.
QString withUserInstead(const QString &text, const LookedUpUser &user);

} // namespace Axess
