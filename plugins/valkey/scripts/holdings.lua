-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- A user's registry and how the rows begin that it names: for a server that has all slots.
-- KEYS: registry, joining, generation. ARGV: what keys of sessions begin with, last byte of a beginning, since when a
-- member is joining, how many rows at most.
-- Answers generation, members with deadlines, who is joining, and rows in the order of the members.
local members = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local hexadecimal, rows = ('%02x'):rep(16), {}
for i = 1, math.min(#members, 2 * tonumber(ARGV[4])), 2 do
    local row = ''
    if #members[i] == 16 then
        local id = hexadecimal:format(members[i]:byte(1, 16))
        row = redis.call('GETRANGE', ARGV[1] .. '{' .. id:sub(1, 2) .. '}:' .. id, 0, ARGV[2])
    end
    rows[#rows + 1] = row
end
return {redis.call('GET', KEYS[3]), members, redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[3], '+inf'), rows}
