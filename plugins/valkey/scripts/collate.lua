-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- Moves events on from the buckets, in one step: all positions are given here, so none comes below one that was read.
-- KEYS: log, last position, times, cursors, histories. ARGV: how many buckets, for each its name, the place read from
-- and the place read up to; then events. Answers 0 if another reader was first.
local buckets = tonumber(ARGV[1])
for i = 0, buckets - 1 do
    if (redis.call('HGET', KEYS[4], ARGV[3 * i + 2]) or '') ~= ARGV[3 * i + 3] then return 0 end
end
for i = 0, buckets - 1 do redis.call('HSET', KEYS[4], ARGV[3 * i + 2], ARGV[3 * i + 4]) end
local first = 3 * buckets + 2
local position = redis.call('INCRBY', KEYS[2], #ARGV - first + 1) - (#ARGV - first + 1)
for i = first, #ARGV do
    local event = ARGV[i]
    position = position + 1
    local place = string.format('0-%.0f', position)
    redis.call('XADD', KEYS[1], place, 'e', event)
    redis.call('ZADD', KEYS[3], string.format('%.0f', (struct.unpack('>i8', event))), string.format('%.0f', position))
    local history = historyOf(event, KEYS[5])
    if history then redis.call('XADD', history, place, 'e', event) end
end
return 1
