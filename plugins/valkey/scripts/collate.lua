-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- Moves events on from the buckets, in one step: all positions are given here, so none comes below one that was read.
-- KEYS: log, last position, times, cursors, then for each event the history of its user, or the log for a guest's.
-- ARGV: how many buckets, for each its name, the place read from and the place read up to; then the events.
-- Answers 0 if another reader was first.
local buckets = tonumber(ARGV[1])
for i = 0, buckets - 1 do
    if (redis.call('HGET', KEYS[4], ARGV[3 * i + 2]) or '') ~= ARGV[3 * i + 3] then return 0 end
end
for i = 0, buckets - 1 do redis.call('HSET', KEYS[4], ARGV[3 * i + 2], ARGV[3 * i + 4]) end
local first, count = 3 * buckets + 1, #KEYS - 4
local position = redis.call('INCRBY', KEYS[2], count) - count
for i = 1, count do
    local event, history = ARGV[first + i], KEYS[4 + i]
    local at = string.format('%.0f', (struct.unpack('>i8', event)))
    local number = string.format('%.0f', position + i)
    redis.call('XADD', KEYS[1], '0-' .. number, 'e', event)
    redis.call('ZADD', KEYS[3], at, number)
    if history ~= KEYS[1] then redis.call('XADD', history, '0-' .. number, 'e', event) end
end
return 1
