// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "measurement.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <thread>

double measure(Subject &subject, Operation operation, int callers, int milliseconds)
{
    using Clock = std::chrono::steady_clock;
    if (const auto rate = subject.measure(operation, callers, std::chrono::milliseconds(milliseconds)))
        return *rate;
    std::atomic<bool> stop {false};
    std::atomic<bool> failed {false};
    std::atomic<qint64> total {0};
    std::barrier begin(callers + 1);
    std::vector<std::jthread> threads;
    for (int index = 0; index < callers; ++index) {
        threads.emplace_back([&, index] {
            const std::unique_ptr<Caller> caller = subject.caller(index, callers);
            begin.arrive_and_wait();
            qint64 count = 0;
            while (!stop.load(std::memory_order_relaxed)) {
                if (!caller->perform(operation)) {
                    failed = true;
                    break;
                }
                ++count;
            }
            total += count;
        });
    }
    begin.arrive_and_wait();
    const auto begun = Clock::now();
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    stop = true;
    threads.clear();
    const std::chrono::duration<double> seconds = Clock::now() - begun;
    return failed ? 0 : double(total.load()) / seconds.count();
}

QList<double> interleavedMedians(std::span<Subject *const> subjects, Operation operation, int callers,
                                 int rounds, int milliseconds)
{
    std::vector<std::vector<double>> results(subjects.size());
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < subjects.size(); ++i) {
            if (subjects[i]->can(operation))
                results[i].push_back(measure(*subjects[i], operation, callers, milliseconds));
        }
    }
    QList<double> medians;
    for (std::vector<double> &result : results)
        medians.append(median(std::move(result)));
    return medians;
}

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}
