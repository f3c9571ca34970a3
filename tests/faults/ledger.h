// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

/// What must not happen, counted, with the first few cases in words.
struct Verdict
{
    qint64 acknowledged = 0; ///< Writes that answered success.
    qint64 unavailable = 0; ///< Calls that the outage ended.
    qint64 lost = 0; ///< A session that nobody ended is not there.
    qint64 stale = 0; ///< An acknowledged value is not there, but an older one.
    qint64 resurrected = 0; ///< A session whose end was acknowledged, or a dead token, opens.
    qint64 unexplained = 0; ///< Gone, Conflict or Superseded, and nobody did it.
    qint64 strange = 0; ///< A code that an outage does not explain.
    qint64 unseen = 0; ///< Sessions of which the store did not say what became of them.
    qint64 late = 0; ///< Calls that ended too long behind their deadline.
    qint64 refused = 0; ///< Calls that ended as the harm explains.
    QMap<Axess::ErrorCode, QStringList> sentences; ///< What failures said, each sentence once.
    QStringList complaints;

    bool isInnocent() const
    {
        return lost + stale + resurrected + unexplained + strange + unseen + late == 0;
    }
    void complain(const QString &what);
    void hear(const Axess::Error &error);
    /// Whether a failure of this code had these words.
    bool said(Axess::ErrorCode code, const QString &words) const;
    Verdict &operator+=(const Verdict &other);
    QString text() const;
};

/// One session, and what a caller knows of it: values that were acknowledged, and those that may be there.
///
/// One call a step: `step` draws the next and writes down what came of it. One thread at a time.
class Ledger
{
public:
    /// `explained` are the codes that the harm may cause, besides those of an outage.
    explicit Ledger(std::shared_ptr<Axess::SessionStore> store, QList<Axess::ErrorCode> explained = {})
        : m_store(std::move(store))
        , m_explained(std::move(explained))
    { }

    enum class State { New, Lives, MayHaveEnded, Ended };

    /// One call; `number` decides which. False if the store did not answer.
    bool step(int number, Verdict &verdict);
    /// Looks at the session once the store answers: false if it still does not.
    bool judge(Verdict &verdict);
    State state() const { return m_state; }
    /// Why the store did not answer, the last time that it did not.
    const QString &lastError() const { return m_lastError; }
    /// How many calls to the store the last step made.
    int calls() const { return m_calls; }

private:
    enum class Answer { Done, NotDone, Unknown, Overtaken };

    bool create(Verdict &verdict);
    bool save(Verdict &verdict);
    bool cycle(Verdict &verdict);
    bool touch(Verdict &verdict);
    bool end(Verdict &verdict);
    bool load(Verdict &verdict);
    Axess::Result<std::optional<Axess::SessionRow>> ask(const Axess::SessionToken &token);
    bool adopt(const Axess::SessionRow &row, Verdict &verdict);
    Answer answerOf(const Axess::Error &error, const QString &verb, Verdict &verdict);
    void note(const QString &what);
    void acknowledge(const Axess::SessionRow &row, Verdict &verdict);
    QString name() const { return m_row.id.text(); }

    std::shared_ptr<Axess::SessionStore> m_store;
    QList<Axess::ErrorCode> m_explained;
    State m_state = State::New;
    Axess::SessionRow m_row;
    qint64 m_value = 0; ///< The last one acknowledged.
    qint64 m_drawn = 0;
    QList<qint64> m_possible; ///< Written with unknown outcome since then.
    QList<Axess::SessionToken> m_tokens; ///< The newest last; all but one of them are of unknown cycles.
    QList<Axess::SessionToken> m_dead; ///< Of acknowledged cycles.
    QStringList m_history; ///< The last calls and what came of them.
    QString m_lastError;
    int m_calls = 0;
    bool m_mustLoad = false; ///< Before the next write: the last one may have happened.
};
