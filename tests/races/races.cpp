// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "races.h"

#include "storefixture.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr int SignIns = 64;
constexpr int Limit = 5;
constexpr int LimitEvery = 50; // A round of 64 sign-ins costs as much as many others.
const QByteArray LongGrace = "3600000";

bool isOk(const QByteArray &answer)
{
    return answer.startsWith("ok");
}

bool isUnclear(const QByteArray &answer)
{
    return answer.startsWith("Unavailable");
}

} // namespace

QString RaceTally::text() const
{
    return u"%1 rounds: %2 resurrections, %3 lost updates, %4 excess sessions, %5 keys carried over, %6 "
           u"marks undone; "
           u"%7 without a verdict"_s.arg(rounds)
               .arg(resurrections)
               .arg(lostUpdates)
               .arg(excessSessions)
               .arg(keysCarriedOver)
               .arg(undone)
               .arg(unanswered);
}

Races::Races(RaceTeam &team, std::shared_ptr<SessionStore> judge, Latecomers latecomers)
    : m_team(team)
    , m_judge(std::move(judge))
    , m_latecomers(latecomers)
{ }

void Races::run(int rounds)
{
    constexpr int small = int(Kind::SignInsAgainstTheLimit);
    for (int round = 0; round < rounds; ++round)
        race(round % LimitEvery == LimitEvery - 1 ? Kind::SignInsAgainstTheLimit : Kind(round % small));
}

void Races::run(Kind kind, int rounds)
{
    for (int round = 0; round < rounds; ++round)
        race(kind);
}

void Races::race(Kind kind)
{
    static constexpr void (Races::*kinds[])() = {
        &Races::signOutAgainstWrites,
        &Races::revokeAgainstWrites,
        &Races::signOutEverywhereAgainstSignIns,
        &Races::saveAgainstSave,
        &Races::cycleAgainstCycle,
        &Races::oldTokenAgainstSignIn,
        &Races::restoreAgainstSecondRevoke,
        &Races::signInsAgainstTheLimit,
    };
    ++m_tally.rounds;
    (this->*kinds[std::size_t(kind)])();
}

void Races::signOutAgainstWrites()
{
    const SessionRow row = aGuest();
    m_team.all("hold " + row.token.text());
    m_team.all("ticket " + nextUser());
    const QByteArrayList lines = writesBehind("remove");
    const QByteArrayList answers = m_team.act(lines);
    if (!isOk(answers[0])) {
        ++m_tally.unanswered;
        return;
    }
    expectDead(tokensOf(answers, lines) << row.token.text());
    const auto left = m_judge->find(row.id);
    m_tally.resurrections += left && *left;
}

void Races::revokeAgainstWrites()
{
    const SessionRow row = aGuest();
    m_team.all("hold " + row.token.text());
    m_team.all("ticket " + nextUser());
    const QByteArrayList lines = writesBehind("revoke 0");
    const QByteArrayList answers = m_team.act(lines);
    if (isOk(answers[0]))
        expectDead(tokensOf(answers, lines) << row.token.text());
    else
        ++m_tally.unanswered;
    (void)m_judge->remove(row.id);
}

void Races::signOutEverywhereAgainstSignIns()
{
    const QByteArray user = nextUser();
    const SessionRow mine = aSessionOf(user);
    QByteArrayList holds;
    QList<SessionRow> guests;
    QByteArrayList lines {"everywhere " + user};
    holds.append("hold " + mine.token.text());
    for (int i = 1; i < m_team.size(); ++i) {
        const bool isGuest = i % 2 == 1;
        guests.append(isGuest ? aGuest() : mine);
        holds.append("hold " + guests.constLast().token.text());
        lines.append(isGuest ? "signin" : i % 4 == 0 ? "cycle" : "save k");
    }
    m_team.act(holds);
    m_team.all("ticket " + user);
    const QByteArrayList answers = m_team.act(lines);
    if (isOk(answers[0])) {
        expectDead(tokensOf(answers, lines) << mine.token.text());
        const auto left = m_judge->findSessionsForUser(userNamed(QString::fromUtf8(user)));
        m_tally.resurrections += left ? left->size() : 0;
    } else {
        ++m_tally.unanswered;
    }
    for (const SessionRow &guest : std::as_const(guests))
        (void)m_judge->remove(guest.id);
}

void Races::saveAgainstSave()
{
    const SessionRow row = aGuest();
    m_team.all("hold " + row.token.text());
    QByteArrayList lines;
    for (int i = 0; i < m_team.size(); ++i)
        lines.append("save k" + QByteArray::number(i));
    const QByteArrayList answers = m_team.act(lines);
    const auto left = m_judge->load(row.token);
    if (std::ranges::any_of(answers, isUnclear) || (!left && left.error().code() == ErrorCode::Unavailable)) {
        ++m_tally.unanswered;
    } else {
        m_tally.lostUpdates += std::abs(std::ranges::count_if(answers, isOk) - 1);
        for (int i = 0; i < m_team.size(); ++i) {
            const bool isThere = left && *left && (*left)->data.contains(u"k%1"_s.arg(i));
            m_tally.lostUpdates += isOk(answers[i]) != isThere;
        }
    }
    (void)m_judge->remove(row.id);
}

void Races::cycleAgainstCycle()
{
    const SessionRow row = aSessionOf(nextUser());
    m_team.all("hold " + row.token.text());
    const QByteArrayList lines(m_team.size(), "cycle");
    const QByteArrayList answers = m_team.act(lines);
    const QByteArrayList tokens = tokensOf(answers, lines);
    if (std::ranges::any_of(answers, isUnclear)) {
        ++m_tally.unanswered;
    } else {
        m_tally.lostUpdates += std::abs(tokens.size() - 1);
        for (const QByteArray &token : tokens)
            m_tally.lostUpdates += !opens(token);
        expectDead({row.token.text()});
    }
    (void)m_judge->remove(row.id);
}

void Races::oldTokenAgainstSignIn()
{
    const SessionRow row = aGuest();
    m_team.all("hold " + row.token.text());
    m_team.all("ticket " + nextUser());
    QByteArrayList lines {"signin"};
    const QByteArray verb = m_latecomers == Latecomers::ById ? "put" : "save";
    for (int i = 1; i < m_team.size(); ++i)
        lines.append(verb + " planted" + QByteArray::number(i));
    const QByteArrayList answers = m_team.act(lines);
    const QByteArrayList tokens = tokensOf(answers, lines);
    if (std::ranges::any_of(answers, isUnclear)) {
        ++m_tally.unanswered;
    } else if (!tokens.isEmpty()) {
        const auto after = m_judge->load(SessionToken::fromText(tokens[0]).value_or(SessionToken()));
        const bool isThere = after && *after;
        m_tally.lostUpdates += !isThere;
        if (isThere)
            m_tally.keysCarriedOver += std::ranges::count_if(
                (*after)->data.names(), [](const QString &name) { return name.startsWith("planted"_L1); });
        expectDead({row.token.text()});
    }
    (void)m_judge->remove(row.id);
}

void Races::restoreAgainstSecondRevoke()
{
    const SessionRow row = aGuest();
    m_team.all("hold " + row.token.text());
    const auto first = m_judge->revoke(std::span(&row.id, 1), u"first"_s, std::chrono::hours(1));
    if (!first || first->done.isEmpty()) {
        ++m_tally.unanswered;
        return;
    }
    QByteArrayList lines(m_team.size(), "save k");
    lines[0] = "restore " + first->mark.toHex();
    lines[1] = "revoke " + LongGrace;
    const QByteArrayList answers = m_team.act(lines);
    if (isUnclear(answers[0]) || isUnclear(answers[1]) || !isOk(answers[1])) {
        ++m_tally.unanswered;
    } else {
        expectDead({row.token.text()});
        // Restored first: the second mark is then an only one and may be undone. Else neither may be.
        QByteArrayList finalMarks {first->mark};
        if (!isOk(answers[0]))
            finalMarks.append(QByteArray::fromHex(answers[1].sliced(3)));
        for (const QByteArray &mark : std::as_const(finalMarks)) {
            const auto restored = m_judge->restore(std::span(&row.id, 1), mark);
            m_tally.undone += restored && !restored->done.isEmpty();
        }
    }
    (void)m_judge->remove(row.id);
}

void Races::signInsAgainstTheLimit()
{
    const QByteArray user = nextUser();
    const bool denies = ++m_crowds % 2 == 0;
    const LimitPolicy policy = denies ? LimitPolicy::DenyNew : LimitPolicy::EndOldest;
    const QByteArrayList words {"create", user, QByteArray::number(Limit), QByteArray::number(int(policy)),
                                QByteArray::number(SignIns / m_team.size())};
    m_team.all(words.join(' '));
    const auto left = m_judge->findSessionsForUser(userNamed(QString::fromUtf8(user)));
    if (left)
        m_tally.excessSessions += std::max<qsizetype>(left->size() - Limit, 0);
    else
        ++m_tally.unanswered;
    (void)m_judge->signOutEverywhere(userNamed(QString::fromUtf8(user)));
}

SessionRow Races::aGuest()
{
    return m_judge->save(guestRow()).value();
}

SessionRow Races::aSessionOf(const QByteArray &user)
{
    SessionRow row = guestRow();
    row.user = userNamed(QString::fromUtf8(user));
    return m_judge->save(row, SignIn {m_judge->ticket(row.user).value(), 0, LimitPolicy::EndOldest}).value();
}

QByteArrayList Races::writesBehind(const QByteArray &first) const
{
    static const QByteArrayList writes {"save k", "cycle", "touch", "signin"};
    QByteArrayList lines {first};
    for (int i = 1; i < m_team.size(); ++i)
        lines.append(writes[(i + int(m_tally.rounds)) % writes.size()]);
    return lines;
}

bool Races::opens(const QByteArray &token)
{
    const auto loaded = m_judge->load(SessionToken::fromText(token).value_or(SessionToken()));
    return loaded && *loaded;
}

void Races::expectDead(const QByteArrayList &tokens)
{
    m_tally.resurrections
        += std::ranges::count_if(tokens, [this](const QByteArray &token) { return opens(token); });
}

QByteArrayList Races::tokensOf(const QByteArrayList &answers, const QByteArrayList &lines)
{
    QByteArrayList tokens;
    for (qsizetype i = 0; i < answers.size(); ++i) {
        if (isOk(answers[i]) && (lines[i] == "cycle" || lines[i] == "signin"))
            tokens.append(answers[i].sliced(3));
    }
    return tokens;
}

QByteArray Races::nextUser()
{
    return "user" + QByteArray::number(m_tally.rounds);
}
