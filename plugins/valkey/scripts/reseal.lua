-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- ARGV: expected revision, expected write id, key id, payload.
local old = redis.call('GET', KEYS[7])
if not old then return GONE end
checked(old)
if old:sub(REVISION + 1, REVISION + 8) ~= ARGV[1] or old:sub(WRITE + 1, WRITE + 8) ~= ARGV[2] then return CONFLICT end
redis.call('SET', KEYS[7], old:sub(1, KEY) .. ARGV[3] .. struct.pack('>I4', #ARGV[4]) .. old:sub(REVISION + 1, CHANGE)
    .. pack(number(old, CHANGE) + 1) .. old:sub(STORE_EPOCH + 1, reasonFrom(old) + short(old, 11)) .. ARGV[4], 'KEEPTTL')
return STORED
