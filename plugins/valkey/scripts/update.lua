-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- ARGV: id, row, expected revision, whether the later idle deadline is kept, horizon, time of the call, event or
-- nothing, whether the session stands in its user's registry. Answers whose it was before, and of a cycle the token hash.
local id, row = ARGV[1], ARGV[2]
local old = head(KEYS[7])
if not old or old:byte(REVOKED + 1) == 1 or hasEnded(old, ARGV[5]) then return GONE end
if old:sub(REVISION + 1, REVISION + 8) ~= ARGV[3] then return CONFLICT end

local user, oldTenant, oldUser = userOf(row), tenantOf(old), userOf(old)
local isMoved = tenantOf(row) ~= oldTenant or user ~= oldUser
if user ~= '' and ARGV[8] == '0' and (isMoved or number(row, ABSOLUTE) > number(old, ABSOLUTE)) then
    return UNREGISTERED
end
replace(id, row, old, ARGV[4] == '1', tonumber(ARGV[6]))
if ARGV[7] ~= '' then
    note(ARGV[7])
    return {STORED, isMoved and oldTenant or '', isMoved and oldUser or '', tokenOf(old)}
end
if isMoved and oldUser ~= '' then return {STORED, oldTenant, oldUser} end
return STORED
