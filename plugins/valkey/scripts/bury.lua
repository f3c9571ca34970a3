-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS 8: tombstones. ARGV: id, until. Answers whose the row was.
redis.call('ZADD', KEYS[8], 'GT', ARGV[2], ARGV[1])
local tenant, user = drop(KEYS[7], ARGV[1])
return tenant and {tenant, user} or false
