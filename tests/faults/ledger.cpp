// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger.h"

#include "storefixture.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr int Examples = 8;
constexpr qsizetype Remembered = 8;
const QString Value = u"value"_s;

} // namespace

void Verdict::complain(const QString &what)
{
    if (complaints.size() < Examples)
        complaints.append(what);
}

void Verdict::hear(const Error &error)
{
    QStringList &known = sentences[error.code()];
    if (known.size() < Examples && !known.contains(error.message()))
        known.append(error.message());
}

bool Verdict::said(ErrorCode code, const QString &words) const
{
    return sentences.value(code).join(u'\n').contains(words);
}

Verdict &Verdict::operator+=(const Verdict &other)
{
    acknowledged += other.acknowledged;
    unavailable += other.unavailable;
    lost += other.lost;
    stale += other.stale;
    resurrected += other.resurrected;
    unexplained += other.unexplained;
    strange += other.strange;
    unseen += other.unseen;
    late += other.late;
    refused += other.refused;
    for (const auto &[code, heard] : other.sentences.asKeyValueRange()) {
        for (const QString &sentence : heard) {
            if (!sentences[code].contains(sentence))
                sentences[code].append(sentence);
        }
    }
    for (const QString &complaint : other.complaints)
        complain(complaint);
    return *this;
}

QString Verdict::text() const
{
    return u"%1 writes acknowledged, %2 calls ended by the outage, %3 lost, %4 stale, %5 resurrected, %6 "
           u"unexplained, %7 strange, %8 unseen, %9 late, %10 refused%11"_s.arg(acknowledged)
               .arg(unavailable)
               .arg(lost)
               .arg(stale)
               .arg(resurrected)
               .arg(unexplained)
               .arg(strange)
               .arg(unseen)
               .arg(late)
               .arg(refused)
               .arg(complaints.isEmpty() ? QString() : u"\n  "_s + complaints.join(u"\n  "_s));
}

bool Ledger::step(int number, Verdict &verdict)
{
    m_calls = 0;
    if (m_mustLoad)
        return load(verdict);
    ++m_calls;
    if (m_state == State::New)
        return create(verdict);
    switch (number % 8) {
    case 0:
    case 3:
        m_calls = 0;
        return load(verdict);
    case 1:
    case 4:
        return save(verdict);
    case 2:
        return touch(verdict);
    case 5:
        return cycle(verdict);
    case 6:
        return number % 3 == 0 ? end(verdict) : save(verdict);
    default:
        return save(verdict);
    }
}

void Ledger::note(const QString &what)
{
    m_history.append(what);
    if (m_history.size() > Remembered)
        m_history.removeFirst();
}

// What an outage explains: no answer in time, or a write of ours that was thought lost and came first.
Ledger::Answer Ledger::answerOf(const Error &error, const QString &verb, Verdict &verdict)
{
    m_lastError = error.message();
    const QString outcome = error.outcome() == Outcome::Unknown ? u"unknown"_s : u"not applied"_s;
    note(u"%1: %2, %3 (%4)"_s.arg(verb, errorCodeName(error.code()), outcome, error.message()));
    verdict.hear(error);
    if (m_explained.contains(error.code())) {
        ++verdict.refused;
        return error.outcome() == Outcome::Unknown ? Answer::Unknown : Answer::NotDone;
    }
    switch (error.code()) {
    case ErrorCode::Unavailable:
    case ErrorCode::Full:
        ++verdict.unavailable;
        return error.outcome() == Outcome::Unknown ? Answer::Unknown : Answer::NotDone;
    case ErrorCode::Conflict:
    case ErrorCode::Superseded:
    case ErrorCode::Gone:
        if (error.code() != ErrorCode::Gone && (!m_possible.isEmpty() || m_tokens.size() > 1))
            return Answer::Overtaken;
        ++verdict.unexplained;
        break;
    default:
        ++verdict.strange;
        break;
    }
    verdict.complain(u"%1 of %2: %3 (%4)"_s.arg(verb, name(), errorCodeName(error.code()), error.message()));
    return Answer::Unknown;
}

void Ledger::acknowledge(const SessionRow &row, Verdict &verdict)
{
    ++verdict.acknowledged;
    note(u"revision %1 acknowledged"_s.arg(row.revision));
    m_row = row;
    m_value = m_drawn;
    m_state = State::Lives;
    // Nothing that was based on an older revision can still happen.
    m_possible.clear();
    m_tokens = {row.token};
}

bool Ledger::create(Verdict &verdict)
{
    SessionRow row = guestRow();
    row.data.insert(Value, ++m_drawn);
    const auto saved = m_store->save(row);
    if (saved)
        acknowledge(*saved, verdict);
    // Of one with unknown outcome nobody holds the secret.
    return saved || answerOf(saved.error(), u"create"_s, verdict) == Answer::Overtaken;
}

bool Ledger::save(Verdict &verdict)
{
    SessionRow row = m_row;
    row.data.insert(Value, ++m_drawn);
    const auto saved = m_store->save(row);
    if (saved) {
        acknowledge(*saved, verdict);
        return true;
    }
    const Answer answer = answerOf(saved.error(), u"save"_s, verdict);
    m_mustLoad = answer != Answer::NotDone;
    if (answer == Answer::Unknown)
        m_possible.append(m_drawn);
    return answer == Answer::Overtaken;
}

bool Ledger::cycle(Verdict &verdict)
{
    const auto to = m_store->renewed(m_row.token);
    if (!to)
        return answerOf(to.error(), u"renewed"_s, verdict) == Answer::Overtaken;
    SessionRow row = m_row;
    row.data.insert(Value, ++m_drawn);
    const SessionToken from = m_row.token;
    const auto cycled = m_store->cycle(from, *to, row);
    if (cycled) {
        acknowledge(*cycled, verdict);
        m_dead.append(from);
        return true;
    }
    const Answer answer = answerOf(cycled.error(), u"cycle"_s, verdict);
    m_mustLoad = answer != Answer::NotDone;
    if (answer == Answer::Unknown) {
        m_possible.append(m_drawn);
        m_tokens.append(*to);
    }
    return answer == Answer::Overtaken;
}

bool Ledger::touch(Verdict &verdict)
{
    const auto touched = m_store->touch(m_row);
    return touched || answerOf(touched.error(), u"touch"_s, verdict) == Answer::Overtaken;
}

bool Ledger::end(Verdict &verdict)
{
    const auto removed = m_store->remove(m_row.id);
    if (removed) {
        ++verdict.acknowledged;
        m_state = State::Ended;
        return true;
    }
    if (answerOf(removed.error(), u"remove"_s, verdict) == Answer::Unknown)
        m_state = State::MayHaveEnded;
    return false;
}

Result<std::optional<SessionRow>> Ledger::ask(const SessionToken &token)
{
    ++m_calls;
    return m_store->load(token);
}

// The newest token first. What is absent although nobody ended it is lost: a browser would be logged out.
bool Ledger::load(Verdict &verdict)
{
    for (qsizetype i = m_tokens.size() - 1; i >= 0; --i) {
        const auto loaded = ask(m_tokens[i]);
        if (loaded && *loaded)
            return adopt(**loaded, verdict);
        if (!loaded && loaded.error().code() != ErrorCode::Superseded)
            return answerOf(loaded.error(), u"load"_s, verdict) == Answer::Overtaken;
    }
    if (m_state == State::MayHaveEnded) {
        m_state = State::Ended;
        return true;
    }
    // A cycle may have happened between the questions: the newest token answers then.
    if (m_tokens.size() > 1) {
        const auto loaded = ask(m_tokens.constLast());
        if (!loaded || *loaded)
            return loaded && adopt(**loaded, verdict);
    }
    ++verdict.lost;
    verdict.complain(u"%1 is absent, value %2 was acknowledged. Calls: %3"_s.arg(name()).arg(m_value).arg(
        m_history.join(u"; "_s)));
    m_state = State::Ended;
    m_dead.clear();
    return true;
}

bool Ledger::adopt(const SessionRow &row, Verdict &verdict)
{
    const qint64 value = row.data.value(Value).toInteger();
    if (value != m_value && !m_possible.contains(value)) {
        ++verdict.stale;
        verdict.complain(u"%1 has value %2, acknowledged was %3"_s.arg(name()).arg(value).arg(m_value));
    }
    // What was found is there; what was not may still come, as long as nothing newer was acknowledged.
    if (value != m_value)
        m_possible.append(m_value);
    m_value = value;
    m_row = row;
    m_mustLoad = false;
    return true;
}

bool Ledger::judge(Verdict &verdict)
{
    if (m_state == State::New)
        return true;
    if (m_state != State::Ended && !load(verdict))
        return false;
    if (m_state == State::Ended)
        m_dead += m_tokens;
    for (const SessionToken &token : std::as_const(m_dead)) {
        const auto loaded = m_store->load(token);
        if (!loaded && loaded.error().code() == ErrorCode::Unavailable) {
            m_lastError = loaded.error().message();
            return false;
        }
        if (loaded && *loaded) {
            ++verdict.resurrected;
            verdict.complain(u"%1 opens by a dead token"_s.arg(name()));
        }
    }
    return true;
}
