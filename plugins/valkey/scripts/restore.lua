-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- ARGV: id, mark, horizon.
local row = redis.call('GET', KEYS[7])
if not row or checked(row):byte(REVOKED + 1) ~= 1 or row:sub(MARK + 1, MARK + 8) ~= ARGV[2] then return GONE end
local now, grace = number(ARGV[3], 0), number(row, GRACE)
if hasEnded(row, ARGV[3]) or now >= grace or grace <= number(row, MARK_AT) then return GONE end
remark(ARGV[1], row, 0, 0, 0, string.rep('\0', 8), '')
note(eventOf(now, 6, 0, ARGV[1], tenantOf(row), userOf(row), ''))
return STORED
