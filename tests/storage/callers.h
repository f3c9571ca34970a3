// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>
#include <thread>
#include <vector>

namespace Axess {

/// Threads that each make one call and say whether it went as the test wants.
class Callers
{
public:
    ~Callers() { join(); }

    template<typename Call> void add(Call call)
    {
        m_threads.emplace_back([this, call = std::move(call)] { m_successes += call() ? 1 : 0; });
    }
    void join()
    {
        for (std::thread &thread : m_threads) {
            if (thread.joinable())
                thread.join();
        }
    }
    std::size_t size() const { return m_threads.size(); }
    int successes() const { return m_successes; }

private:
    std::vector<std::thread> m_threads;
    std::atomic<int> m_successes = 0;
};

} // namespace Axess
