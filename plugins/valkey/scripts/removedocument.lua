-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS: document, index. ARGV: name, expected revision (8 bytes). Answers 0 for a conflict.
local standing = redis.call('GETRANGE', KEYS[1], 0, 7)
if standing == '' then return 1 end
if standing ~= ARGV[2] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return 1
