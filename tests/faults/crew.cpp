// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "crew.h"

#include <algorithm>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Tolerance = 100ms;
constexpr auto Beat = 5ms;

std::chrono::milliseconds since(Metronome::Time begin, Metronome::Time end)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(end - begin);
}

} // namespace

Metronome::Metronome()
    : m_thread([this](const std::stop_token &stop) {
        while (!stop.stop_requested()) {
            const auto due = std::chrono::steady_clock::now() + Beat;
            std::this_thread::sleep_until(due);
            const auto now = std::chrono::steady_clock::now();
            const std::scoped_lock lock(m_mutex);
            m_delays.emplace_back(now, since(due, now));
        }
    })
{ }

std::chrono::milliseconds Metronome::worst(Time begin, Time end) const
{
    const std::scoped_lock lock(m_mutex);
    auto worst = 0ms;
    for (const auto &[when, delay] : m_delays) {
        if (when >= begin && when - delay <= end)
            worst = std::max(worst, delay);
    }
    return worst;
}

Crew::Crew(std::shared_ptr<SessionStore> store, std::chrono::milliseconds deadline,
           QList<ErrorCode> explained)
    : m_store(std::move(store))
    , m_deadline(deadline)
    , m_explained(std::move(explained))
{
    for (int i = 0; i < Callers; ++i) {
        m_callers.push_back(std::make_unique<Caller>());
        m_threads.emplace_back(&Crew::work, this, std::ref(*m_callers.back()));
    }
}

Crew::~Crew()
{
    finish();
}

void Crew::work(Caller &caller)
{
    for (int number = 0; !m_isOver; ++number) {
        const bool isOld
            = !caller.ledgers.empty() && caller.ledgers.back()->state() >= Ledger::State::MayHaveEnded;
        if (caller.ledgers.empty() || isOld || number % 40 == 39)
            caller.ledgers.push_back(std::make_unique<Ledger>(m_store, m_explained));
        // Who got no answer waits a little, as an application does.
        if (!timed(caller, number))
            std::this_thread::sleep_for(10ms);
        caller.acknowledged = caller.verdict.acknowledged;
        caller.refused = caller.verdict.refused;
    }
}

bool Crew::timed(Caller &caller, int number)
{
    const auto begin = std::chrono::steady_clock::now();
    const bool isAnswered = caller.ledgers.back()->step(number, caller.verdict);
    const auto end = std::chrono::steady_clock::now();
    const auto excess = since(begin, end) - m_deadline * std::max(1, caller.ledgers.back()->calls());
    if (excess > Tolerance && excess - m_metronome.worst(begin, end) > Tolerance) {
        ++caller.verdict.late;
        caller.verdict.complain(
            u"A call took %1 ms, of which this machine was away %2 ms"_s.arg(since(begin, end).count())
                .arg(m_metronome.worst(begin, end).count()));
    }
    return isAnswered;
}

bool Crew::allWork()
{
    const bool allDo = std::ranges::all_of(
        m_callers, [](const auto &caller) { return caller->acknowledged > caller->seen; });
    for (const auto &caller : m_callers) {
        if (allDo)
            caller->seen = caller->acknowledged;
    }
    return allDo;
}

qint64 Crew::refused() const
{
    qint64 sum = 0;
    for (const auto &caller : m_callers)
        sum += caller->refused;
    return sum;
}

void Crew::finish()
{
    m_isOver = true;
    m_threads.clear();
}

Verdict Crew::sum() const
{
    Verdict verdict;
    for (const auto &caller : m_callers)
        verdict += caller->verdict;
    return verdict;
}

Verdict Crew::judge()
{
    Verdict verdict = sum();
    for (const auto &caller : m_callers) {
        for (const auto &ledger : caller->ledgers) {
            Verdict last;
            bool isJudged = false;
            // Connections may still be opened one after the other.
            for (int attempt = 0; attempt < 100 && !isJudged && verdict.unseen == 0; ++attempt) {
                last = {};
                isJudged = ledger->judge(last);
                if (!isJudged)
                    std::this_thread::sleep_for(100ms);
            }
            if (!isJudged) {
                ++last.unseen;
                last.complain(u"In the end a session could not be looked at: "_s + ledger->lastError());
            }
            last.unavailable = 0;
            last.refused = 0;
            verdict += last;
        }
    }
    return verdict;
}
