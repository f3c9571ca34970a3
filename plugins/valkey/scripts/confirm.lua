-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS: registry, joining, users, names, generation. ARGV: id, the ticket's generation, that as 8 bytes, then who is
-- displaced and not confirmed yet: without a row nobody waits for it any more.
-- Answers 1 while all stands, 0 if the generation is another one, -1 if the session has left the registry.
if (redis.call('GET', KEYS[5]) or '0') ~= ARGV[2] then return 0 end
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return -1 end
redis.call('ZREM', KEYS[2], ARGV[1] .. ARGV[3])
if #ARGV > 3 then redis.call('ZREM', KEYS[2], unpack(ARGV, 4)) end
return 1
