// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "raceteam.h"

/// What a run of races found. All but `rounds` and `unanswered` must be 0.
struct RaceTally
{
    qint64 rounds = 0;
    qint64 resurrections = 0; ///< An ended session or a dead token opens.
    qint64 lostUpdates = 0; ///< Two writes from one revision succeeded, or one that succeeded is not there.
    qint64 excessSessions = 0; ///< Live sessions above the limit.
    qint64 keysCarriedOver = 0; ///< Data of a request from before the sign-in, in the session after it.
    qint64 undone = 0; ///< A second mark, or the first one behind it, was undone.
    qint64 unanswered = 0; ///< Rounds without a verdict: the store did not answer in time.

    QString text() const;
    bool isInnocent() const
    {
        return resurrections + lostUpdates + excessSessions + keysCarriedOver + undone == 0;
    }
};

/// Lets a team race, round by round, and judges what is left.
class Races
{
public:
    /// How requests from before a sign-in write into the session.
    enum class Latecomers {
        ByToken,
        ById, ///< Wrong, and so to be found guilty.
    };

    /// `judge` prepares each round and looks at the end; it takes no part.
    Races(RaceTeam &team, std::shared_ptr<Axess::SessionStore> judge,
          Latecomers latecomers = Latecomers::ByToken);

    enum class Kind {
        SignOutAgainstWrites,
        RevokeAgainstWrites,
        SignOutEverywhereAgainstSignIns,
        SaveAgainstSave,
        CycleAgainstCycle,
        OldTokenAgainstSignIn,
        RestoreAgainstSecondRevoke,
        SignInsAgainstTheLimit,
    };

    /// Takes turns through all kinds of races.
    void run(int rounds);
    /// Of one kind only.
    void run(Kind kind, int rounds);
    const RaceTally &tally() const { return m_tally; }

private:
    void race(Kind kind);
    void signOutAgainstWrites();
    void revokeAgainstWrites();
    void signOutEverywhereAgainstSignIns();
    void saveAgainstSave();
    void cycleAgainstCycle();
    void oldTokenAgainstSignIn();
    void restoreAgainstSecondRevoke();
    void signInsAgainstTheLimit();

    Axess::SessionRow aGuest();
    Axess::SessionRow aSessionOf(const QByteArray &user);
    /// What those do who are in the way of an end, by turns.
    QByteArrayList writesBehind(const QByteArray &first) const;
    bool opens(const QByteArray &token);
    /// Counts each of these tokens that opens a session.
    void expectDead(const QByteArrayList &tokens);
    static QByteArrayList tokensOf(const QByteArrayList &answers, const QByteArrayList &lines);
    QByteArray nextUser();

    RaceTeam &m_team;
    std::shared_ptr<Axess::SessionStore> m_judge;
    const Latecomers m_latecomers;
    RaceTally m_tally;
    int m_crowds = 0;
};
