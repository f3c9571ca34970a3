-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- A session enters its user's registry, before its row is there.
-- KEYS: registry, joining, users, names, generation. ARGV: id, absolute deadline, time of the call, user's name, the
-- ticket's generation or nothing, that as 8 bytes, digest of the registry as it was read or nothing, then marks of who
-- leaves for it (32 bytes), and who is joining and has to give way (shorter).
-- Answers 1 if it is new, 0 if it stood there, -1 if the generation is another one, -2 if the registry is.
if ARGV[5] ~= '' and (redis.call('GET', KEYS[5]) or '0') ~= ARGV[5] then return -1 end
if ARGV[7] ~= '' then
    local members = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
    if redis.sha1hex(table.concat(members, ',')) ~= ARGV[7] then return -2 end
end
for i = 8, #ARGV do
    -- Confirmed meanwhile: then it has a row, and its place in the order.
    if #ARGV[i] < 32 and not redis.call('ZSCORE', KEYS[2], ARGV[i]) then return -2 end
end
local now = tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - 86400000))
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now - 60000))
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1] .. ARGV[6])
for i = 8, #ARGV do
    if #ARGV[i] == 32 then
        redis.call('ZADD', KEYS[2], ARGV[3], ARGV[i])
    else
        redis.call('ZREM', KEYS[2], ARGV[i])
        redis.call('ZREM', KEYS[1], ARGV[i]:sub(1, 16))
    end
end
redis.call('ZADD', KEYS[3], 'GT', ARGV[2], ARGV[4])
redis.call('ZADD', KEYS[4], 0, ARGV[4])
if redis.call('ZADD', KEYS[1], 'NX', ARGV[2], ARGV[1]) == 1 then return 1 end
redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[1])
return 0
