-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS: log, last position, times, cursors, histories. ARGV: before, limit. Answers how many went.
local positions = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', '(' .. ARGV[1], 'LIMIT', 0, ARGV[2])
for _, position in ipairs(positions) do
    local place = '0-' .. position
    local entries = redis.call('XRANGE', KEYS[1], place, place)
    if #entries == 1 then
        local history = historyOf(entries[1][2][2], KEYS[5])
        if history then
            redis.call('XDEL', history, place)
            if redis.call('XLEN', history) == 0 then redis.call('DEL', history) end
        end
        redis.call('XDEL', KEYS[1], place)
    end
    redis.call('ZREM', KEYS[3], position)
end
return #positions
