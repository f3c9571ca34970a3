-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- A session that stands enters its user's registry.
-- KEYS: registry, users, names. ARGV: id, absolute deadline, user's name.
if redis.call('ZADD', KEYS[1], 'NX', ARGV[2], ARGV[1]) == 0 then redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[1]) end
redis.call('ZADD', KEYS[2], 'GT', ARGV[2], ARGV[3])
redis.call('ZADD', KEYS[3], 0, ARGV[3])
return 1
