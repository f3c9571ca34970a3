-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS: registry, joining, users, names. ARGV: user's name, members that go at this time or before (or nothing), ids.
if #ARGV > 2 then redis.call('ZREM', KEYS[1], unpack(ARGV, 3)) end
if ARGV[2] ~= '' then redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2]) end
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
if #last == 0 then
    redis.call('ZREM', KEYS[3], ARGV[1])
    redis.call('ZREM', KEYS[4], ARGV[1])
elseif ARGV[2] ~= '' then
    redis.call('ZADD', KEYS[3], last[2], ARGV[1])
end
return 1
