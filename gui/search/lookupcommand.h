// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <QtCore/qobject.h>

#include <expected>
#include <memory>

class QProcess;

namespace Axess {

class Pause;

/// A user as the look-up named them.
struct LookedUpUser
{
    UserId user;
    std::optional<TenantId> tenant; ///< Absent = the look-up did not say.

    bool operator==(const LookedUpUser &) const = default;
};

/// Asks a program of the operator's whom a caller means: it gets what they say, such as an e-mail address, as
/// its last argument, and prints user ids, one a line, with the tenant behind a tab where it knows it.
///
/// No shell is between. The program sees nothing of Axess's own environment, inherits no connection, and is
/// ended with what it started when its time is up. Lives in the window's thread and never blocks it.
class LookupCommand : public QObject
{
    Q_OBJECT

public:
    using Answer = std::expected<QList<LookedUpUser>, QString>; ///< Else a sentence.

    static constexpr std::chrono::seconds Deadline {5};
    static constexpr qsizetype MostBytes = 64 * 1024;
    static constexpr qsizetype MostUsers = 100;

    /// Takes the deadline over.
    explicit LookupCommand(Pause *deadline, QObject *parent = nullptr);
    ~LookupCommand() override;

    /// Program and arguments, with quotes where they hold spaces; empty = there is none.
    void setCommand(const QString &line);
    bool isConfigured() const { return !m_command.isEmpty(); }
    /// Whether the word may be handed to a program: not what it would take for an option.
    static bool canAskFor(const QString &word);

    void ask(const QString &word); ///< An earlier question is taken back.
    void stop(); ///< Nothing is answered.
    bool isAsking() const { return m_process != nullptr; }

Q_SIGNALS:
    void answered(const Axess::LookupCommand::Answer &answer);

private:
    void take();
    void finished(int exitCode, bool crashed);
    void end(const Answer &answer);
    void letGo();
    Answer read() const;

    Pause *m_deadline;
    QStringList m_command;
    QString m_word;
    QProcess *m_process = nullptr;
    QByteArray m_output;
    QByteArray m_complaint;
};

} // namespace Axess
