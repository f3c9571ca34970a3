// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ledger.h"

#include <atomic>
#include <mutex>
#include <thread>

/// How late this machine wakes a thread that only sleeps: what no call can be blamed for.
class Metronome
{
public:
    using Time = std::chrono::steady_clock::time_point;

    Metronome();
    /// The longest delay between these moments.
    std::chrono::milliseconds worst(Time begin, Time end) const;

private:
    mutable std::mutex m_mutex;
    std::vector<std::pair<Time, std::chrono::milliseconds>> m_delays;
    std::jthread m_thread;
};

/// Callers who work on sessions of their own, whatever happens to the server meanwhile.
class Crew
{
public:
    static constexpr int Callers = 16;

    /// Calls must end within the store's deadline; `deadline` is that. The harm may cause errors of the
    /// codes in `explained`.
    Crew(std::shared_ptr<Axess::SessionStore> store, std::chrono::milliseconds deadline,
         QList<Axess::ErrorCode> explained = {});
    ~Crew();

    /// Whether each caller has had a write acknowledged since the last time that this was asked.
    bool allWork();
    /// How many calls ended as the harm explains, so far.
    qint64 refused() const;
    /// Ends the work. To be called before `judge`.
    void finish();
    /// What the callers met, when they have finished.
    Verdict sum() const;
    /// That, and everything that was acknowledged looked at once more.
    Verdict judge();

private:
    struct Caller
    {
        std::vector<std::unique_ptr<Ledger>> ledgers;
        Verdict verdict;
        std::atomic<qint64> acknowledged = 0;
        std::atomic<qint64> refused = 0;
        qint64 seen = 0;
    };

    void work(Caller &caller);
    bool timed(Caller &caller, int number);

    std::shared_ptr<Axess::SessionStore> m_store;
    std::chrono::milliseconds m_deadline;
    QList<Axess::ErrorCode> m_explained;
    Metronome m_metronome;
    std::atomic<bool> m_isOver = false;
    std::vector<std::unique_ptr<Caller>> m_callers;
    std::vector<std::jthread> m_threads;
};
