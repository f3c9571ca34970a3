-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- Compares a bucket's indexes with its sessions; rows change in the same slot, so nothing is between look and repair.
-- KEYS 7 and on: sessions. ARGV: whether to repair, horizon, where they were found, then for each what was found there:
-- S the id of a session, E a member of expiry, C of created, T of the tenants' rows.
-- Answers looked at, unindexed, stale, vanished, unreadable, repaired; then of found sessions that a registry should
-- hold: id, tenant, user, absolute deadline.
local repairs, horizon, place = ARGV[1] == '1', ARGV[2], ARGV[3]
local now = number(horizon, 0)
local answer = {0, 0, 0, 0, 0, 0}
local function count(what) answer[what] = answer[what] + 1 end
local function found(what, repair)
    count(what)
    if not repairs then return end
    repair()
    count(6)
end

local function isAt(key, score, member)
    local standing = redis.call('ZSCORE', key, member)
    return standing and (not score or tonumber(standing) == score)
end
local function verifySession(id, row)
    local tenant, created, due = tenantOf(row), number(row, CREATED), dueOf(row)
    local isIndexed = isAt(KEYS[2], created, id) and isAt(KEYS[1], due, id .. tenant)
        and (tenant == '' or (isAt(KEYS[5], nil, placeOf(id, tenant, created)) and isAt(KEYS[4], nil, tenant)))
    if not isIndexed then found(2, function() enter(id, tenant, created, due) end) end
    -- What was begun less than a minute ago may be on its way still.
    if userOf(row) ~= '' and not hasEnded(row, horizon) and number(row, CREATED) <= now - 60000
        and number(row, AUTHENTICATED) <= now - 60000 then
        answer[#answer + 1] = id
        answer[#answer + 1] = tenant
        answer[#answer + 1] = userOf(row)
        answer[#answer + 1] = digits(number(row, ABSOLUTE))
    end
end

local function forget(id, tenant)
    local due = redis.call('ZSCORE', KEYS[1], id .. tenant)
    if not due then return end
    found(tonumber(due) > now and 4 or 3, function() leave(id, tenant) end)
end
-- Of a session that is gone: whether the expiry index, which tells more, has it still.
local function isKnown(id)
    if redis.call('ZSCORE', KEYS[1], id) then return true end
    for _, tenant in ipairs(redis.call('ZRANGE', KEYS[4], 0, 199)) do
        if redis.call('ZSCORE', KEYS[1], id .. tenant) then return true end
    end
    return false
end
local function dropPlace(member, tenant)
    redis.call('ZREM', KEYS[5], member)
    local left = redis.call('ZRANGEBYLEX', KEYS[5], '[' .. tenant .. '\0', '(' .. tenant .. '\1', 'LIMIT', 0, 1)
    if #left == 0 then redis.call('ZREM', KEYS[4], tenant) end
end

for i = 7, #KEYS do
    local member = ARGV[i - 3]
    local row = redis.call('GETRANGE', KEYS[i], 0, FIXED + 509)
    local isGone = row == ''
    if not isGone or place ~= 'S' then count(1) end
    if not isGone and row:byte(1) > 1 then
        isGone = false -- Of a later version: its own programs verify it.
    elseif not isGone and not isWhole(row) then
        if place == 'S' then count(5) end
    elseif place == 'S' and not isGone then
        verifySession(member, row)
    elseif place == 'E' then
        local id, tenant = member:sub(1, 16), member:sub(17)
        if isGone then
            forget(id, tenant)
        elseif tenantOf(row) ~= tenant and redis.call('ZSCORE', KEYS[1], member) then
            found(3, function() redis.call('ZREM', KEYS[1], member) end)
        end
    elseif place == 'C' then
        if isGone and redis.call('ZSCORE', KEYS[2], member) and not isKnown(member) then
            found(3, function() redis.call('ZREM', KEYS[2], member) end)
        end
    elseif place == 'T' then
        local id, tenant = member:sub(-16), member:sub(1, -26)
        local isWrong = not isGone and placeOf(id, tenantOf(row), number(row, CREATED)) ~= member
        if isWrong or (isGone and not redis.call('ZSCORE', KEYS[1], id .. tenant)) then
            if redis.call('ZSCORE', KEYS[5], member) then found(3, function() dropPlace(member, tenant) end) end
        end
    end
end
return answer
