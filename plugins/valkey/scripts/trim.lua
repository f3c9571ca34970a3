-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS: log, times, then for each event the history of its user, or the log for a guest's. ARGV: positions.
-- Answers how many went.
local count = 0
for i, position in ipairs(ARGV) do
    local history = KEYS[2 + i]
    count = count + redis.call('ZREM', KEYS[2], position)
    redis.call('XDEL', KEYS[1], '0-' .. position)
    if history ~= KEYS[1] then
        redis.call('XDEL', history, '0-' .. position)
        if redis.call('XLEN', history) == 0 then redis.call('DEL', history) end
    end
end
return count
