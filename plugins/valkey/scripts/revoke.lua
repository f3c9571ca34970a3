-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- ARGV: id, mark, at, grace until, reason, horizon, whether replicas confirm.
local row = redis.call('GET', KEYS[7])
if not row or hasEnded(checked(row), ARGV[6]) then return GONE end
local isRevoked = row:byte(REVOKED + 1) == 1
if isRevoked and row:sub(MARK + 1, MARK + 8) == ARGV[2] then
    if ARGV[7] == '1' then stamp() end
    return STORED
end
local at, grace = tonumber(ARGV[3]), tonumber(ARGV[4])
remark(ARGV[1], row, 1, at, isRevoked and at or grace, ARGV[2], ARGV[5])
note(eventOf(number(ARGV[6], 0), 5, 0, ARGV[1], tenantOf(row), userOf(row), ARGV[5]))
return STORED
