-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- The tenants of a bucket against their rows, and the number of rows without one, where it is soon counted.
-- KEYS: expiry, tenants, their rows, how many rows have no tenant. ARGV: whether to repair.
-- Answers how many of them were wrong.
local repairs, wrong = ARGV[1] == '1', 0
for _, tenant in ipairs(redis.call('ZRANGE', KEYS[2], 0, 999)) do
    local left = redis.call('ZRANGEBYLEX', KEYS[3], '[' .. tenant .. '\0', '(' .. tenant .. '\1', 'LIMIT', 0, 1)
    if #left == 0 then
        wrong = wrong + 1
        if repairs then redis.call('ZREM', KEYS[2], tenant) end
    end
end
if redis.call('ZCARD', KEYS[1]) <= 20000 then
    local count = 0
    for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
        if #member == 16 then count = count + 1 end
    end
    if (tonumber(redis.call('GET', KEYS[4]) or '0')) ~= count then
        wrong = wrong + 1
        if repairs and count > 0 then redis.call('SET', KEYS[4], count) end
        if repairs and count == 0 then redis.call('DEL', KEYS[4]) end
    end
end
return wrong
