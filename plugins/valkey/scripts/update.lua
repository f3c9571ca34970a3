-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- ARGV: id, row, expected revision, whether the later idle deadline is kept, horizon, time of the call, event or
-- nothing, whether the session stands in its user's registry.
local id, row = ARGV[1], ARGV[2]
local old = head(KEYS[7])
if not old or old:byte(REVOKED + 1) == 1 or hasEnded(old, ARGV[5]) then return GONE end
if old:sub(REVISION + 1, REVISION + 8) ~= ARGV[3] then return CONFLICT end

local tenant, user, oldTenant, oldUser = tenantOf(row), userOf(row), tenantOf(old), userOf(old)
local isMoved = tenant ~= oldTenant or user ~= oldUser
local absolute = number(row, ABSOLUTE)
if user ~= '' and ARGV[8] == '0' and (isMoved or absolute > number(old, ABSOLUTE)) then return UNREGISTERED end

local idle, seen, sweep = number(row, IDLE), number(row, SEEN), number(row, SWEEP)
if ARGV[4] == '1' then
    idle = math.max(idle, number(old, IDLE))
    seen = math.max(seen, number(old, SEEN))
    sweep = math.max(sweep, number(old, SWEEP))
end
idle = math.min(idle, absolute)
local created = number(old, CREATED)
redis.call('SET', KEYS[7], row:sub(1, CHANGE) .. pack(number(old, CHANGE) + 1) .. row:sub(STORE_EPOCH + 1, CREATED)
    .. pack(created) .. row:sub(AUTHENTICATED + 1, IDLE) .. pack(idle) .. pack(seen) .. pack(sweep)
    .. row:sub(MARK_AT + 1), 'PXAT', keptUntil(idle, tonumber(ARGV[6])))
if tenant ~= oldTenant then
    leave(id, oldTenant)
    enter(id, tenant, created, sweep)
elseif sweep ~= number(old, SWEEP) then
    redis.call('ZADD', KEYS[1], digits(sweep), id .. tenant)
end
if ARGV[7] ~= '' then note(ARGV[7]) end
if isMoved and oldUser ~= '' then return {STORED, oldTenant, oldUser} end
return STORED
