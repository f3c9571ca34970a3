-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS: document, index. ARGV: name, expected revision, next revision (8 bytes each), bytes. Answers 0 for a conflict.
local standing = redis.call('GETRANGE', KEYS[1], 0, 7)
if standing == '' then standing = string.rep('\0', 8) end
if standing ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[3] .. ARGV[4])
redis.call('ZADD', KEYS[2], 0, ARGV[1])
return 1
