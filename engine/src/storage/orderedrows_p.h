// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storage/memoryrow_p.h"

#include <axess/cursor.h>

#include <algorithm>
#include <vector>

namespace Axess {

/// Rows by a key, in chunks: eleven bytes a row where a tree takes forty-eight.
///
/// `keyOf` gives a row's key, which must be unique and must not change while the row is in here.
template<auto keyOf> class OrderedRows
{
public:
    using Key = Cursor::Place;

    bool isEmpty() const { return m_chunks.empty(); }

    void insert(MemoryRow *row)
    {
        const Key key = keyOf(*row);
        if (m_chunks.empty() || (isLast(key) && m_chunks.back().size() == ChunkSize))
            m_chunks.emplace_back().reserve(ChunkSize);
        std::size_t index = chunkOf(key);
        if (m_chunks[index].size() == ChunkSize) {
            split(index);
            index = chunkOf(key);
        }
        Chunk &chunk = m_chunks[index];
        chunk.insert(std::ranges::lower_bound(chunk, key, {}, byKey), row);
    }

    void erase(MemoryRow *row)
    {
        const Key key = keyOf(*row);
        const std::size_t index = chunkOf(key);
        Chunk &chunk = m_chunks[index];
        chunk.erase(std::ranges::lower_bound(chunk, key, {}, byKey));
        if (chunk.empty())
            m_chunks.erase(m_chunks.begin() + qsizetype(index));
        else if (index + 1 < m_chunks.size() && chunk.size() + m_chunks[index + 1].size() <= ChunkSize / 2)
            merge(index);
    }

    bool contains(const MemoryRow *row) const
    {
        const Key key = keyOf(*row);
        const Chunk *chunk = isEmpty() ? nullptr : &m_chunks[chunkOf(key)];
        const auto at = chunk ? std::ranges::lower_bound(*chunk, key, {}, byKey) : Chunk::const_iterator();
        return chunk && at != chunk->end() && *at == row;
    }

    /// Visits upwards, from behind `after`, until the visitor answers false.
    void ascend(const std::optional<Key> &after, auto &&visit) const
    {
        for (std::size_t index = after ? chunkOf(*after) : 0; index < m_chunks.size(); ++index) {
            const Chunk &chunk = m_chunks[index];
            auto at = after ? std::ranges::upper_bound(chunk, *after, {}, byKey) : chunk.begin();
            for (; at != chunk.end(); ++at) {
                if (!visit(**at))
                    return;
            }
        }
    }

    /// Visits downwards, from before `before`, until the visitor answers false.
    void descend(const std::optional<Key> &before, auto &&visit) const
    {
        for (std::size_t index = before ? chunkOf(*before) + 1 : m_chunks.size(); index-- > 0;) {
            if (index >= m_chunks.size())
                continue;
            const Chunk &chunk = m_chunks[index];
            auto at = before ? std::ranges::lower_bound(chunk, *before, {}, byKey) : chunk.end();
            while (at != chunk.begin()) {
                if (!visit(**--at))
                    return;
            }
        }
    }

private:
    using Chunk = std::vector<MemoryRow *>;
    static constexpr std::size_t ChunkSize = 128;

    static Key byKey(const MemoryRow *row) { return keyOf(*row); }

    bool isLast(const Key &key) const { return byKey(m_chunks.back().back()) < key; }

    // The last chunk that does not begin beyond the key, else the first. A chunk just added may still be
    // empty.
    std::size_t chunkOf(const Key &key) const
    {
        const auto beginsBeyond = [](const Key &wanted, const Chunk &chunk) {
            return !chunk.empty() && wanted < byKey(chunk.front());
        };
        const auto beyond = std::upper_bound(m_chunks.begin(), m_chunks.end(), key, beginsBeyond);
        return beyond == m_chunks.begin() ? 0 : std::size_t(beyond - m_chunks.begin()) - 1;
    }

    void split(std::size_t index)
    {
        Chunk upper;
        upper.reserve(ChunkSize);
        Chunk &chunk = m_chunks[index];
        const auto middle = chunk.begin() + ChunkSize / 2;
        upper.assign(middle, chunk.end());
        chunk.erase(middle, chunk.end());
        m_chunks.insert(m_chunks.begin() + qsizetype(index) + 1, std::move(upper));
    }

    void merge(std::size_t index)
    {
        const Chunk &upper = m_chunks[index + 1];
        m_chunks[index].insert(m_chunks[index].end(), upper.begin(), upper.end());
        m_chunks.erase(m_chunks.begin() + qsizetype(index) + 1);
    }

    std::vector<Chunk> m_chunks;
};

inline Cursor::Place creationOf(const MemoryRow &row)
{
    return {row.created, row.id};
}

inline Cursor::Place sweepPlaceOf(const MemoryRow &row)
{
    return {row.sweepAt, row.id};
}

} // namespace Axess
