// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeynet.h"

#include <algorithm>
#include <deque>
#include <optional>

namespace Axess {

/// One order out of many sorted sets, one of each bucket, by as few round trips as it takes.
///
/// The policy says what is asked (`ask(source, after, count)`), how an answer is read (`read(source, reply)`
/// and how many entries it has, `sizeOf(reply)`) and which entry stands first (`before`).
template<typename Policy> class ValkeyMerge
{
public:
    using Item = Policy::Item;

    ValkeyMerge(ValkeyNet &net, Policy policy, int sources, const std::optional<Item> &after,
                std::size_t wanted)
        : m_net(net)
        , m_policy(std::move(policy))
        , m_sources(std::size_t(sources), Source {.ahead = {}, .last = after, .step = wanted / 64 + 4})
    { }

    /// The next entries in order; fewer than wanted only at the end.
    Result<std::vector<Item>> next(std::size_t wanted)
    {
        std::vector<Item> items;
        while (items.size() < wanted) {
            if (const auto filled = fill(); !filled)
                return std::unexpected(filled.error());
            if (!take(items, wanted))
                break;
        }
        return items;
    }

private:
    struct Source
    {
        std::deque<Item> ahead;
        std::optional<Item> last; ///< The furthest that was fetched.
        std::size_t step;
        bool isDone = false;
        bool isOpen() const { return ahead.empty() && !isDone; }
    };

    // Sees to it that every source has an entry, or none any more.
    Result<void> fill()
    {
        for (;;) {
            std::vector<std::size_t> open;
            ValkeyCommands commands;
            for (std::size_t i = 0; i < m_sources.size(); ++i) {
                if (!m_sources[i].isOpen())
                    continue;
                open.push_back(i);
                commands.push_back(m_policy.ask(int(i), m_sources[i].last, m_sources[i].step));
            }
            if (open.empty())
                return {};
            const auto replies = m_net.ask(commands);
            if (!replies)
                return std::unexpected(replies.error());
            for (std::size_t i = 0; i < open.size(); ++i)
                refill(open[i], (*replies)[i].view());
        }
    }

    void refill(std::size_t index, ValkeyView reply)
    {
        Source &source = m_sources[index];
        source.isDone = m_policy.sizeOf(reply) < source.step;
        // Behind one that stands in the same place for the server only the names decide.
        for (Item &item : m_policy.read(int(index), reply)) {
            if (!source.last || m_policy.before(*source.last, item)) {
                source.last = item;
                source.ahead.push_back(std::move(item));
            }
        }
        source.step = std::min<std::size_t>(source.step * (source.ahead.empty() ? 4 : 2), LongestStep);
        if (source.ahead.empty() && source.step == LongestStep)
            source.step = m_policy.sizeOf(reply) * 2;
    }

    // False at the end of all sources.
    bool take(std::vector<Item> &items, std::size_t wanted)
    {
        const auto isLater = [&](std::size_t one, std::size_t other) {
            return m_policy.before(m_sources[other].ahead.front(), m_sources[one].ahead.front());
        };
        std::vector<std::size_t> heap;
        for (std::size_t i = 0; i < m_sources.size(); ++i) {
            if (!m_sources[i].ahead.empty())
                heap.push_back(i);
        }
        if (heap.empty())
            return false;
        std::ranges::make_heap(heap, isLater);
        while (!heap.empty() && items.size() < wanted) {
            std::ranges::pop_heap(heap, isLater);
            Source &source = m_sources[heap.back()];
            // Several sources may hold the same.
            if (items.empty() || m_policy.before(items.back(), source.ahead.front()))
                items.push_back(source.ahead.front());
            source.ahead.pop_front();
            if (source.isOpen())
                return true;
            if (source.ahead.empty())
                heap.pop_back();
            else
                std::ranges::push_heap(heap, isLater);
        }
        return true;
    }

    static constexpr std::size_t LongestStep = 1024;

    ValkeyNet &m_net;
    Policy m_policy;
    std::vector<Source> m_sources;
};

} // namespace Axess
