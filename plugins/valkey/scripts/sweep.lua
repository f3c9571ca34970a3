-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS 7 and on: sessions. ARGV: horizon, then the index member (id and, where it is known, tenant) of each session.
-- Answers how many stay in the index, then id, tenant, user and reason of each that was removed; no reason where it was
-- missing before its time.
local horizon, removed = ARGV[1], {0}
local now, storeEpoch, storeRaised = number(horizon, 0), number(horizon, 8), number(horizon, 16)
for i = 7, #KEYS do
    local member = ARGV[i - 5]
    local id = member:sub(1, 16)
    local row = redis.call('GETRANGE', KEYS[i], 0, FIXED + 1277)
    if row ~= '' and row:byte(1) > 1 then
        removed[1] = removed[1] + 1 -- Of a later version: its own programs sweep it.
    elseif row == '' or not isWhole(row) then
        -- The server took the row away, its time out or memory short; or it cannot be read.
        local due = redis.call('ZSCORE', KEYS[1], member)
        if due and tonumber(due) <= now then
            redis.call('DEL', KEYS[i])
            leave(id, member:sub(17))
            -- Too early for its time-out: it was evicted, or lost with what the server forgot.
            if row == '' and now < tonumber(due) + SLACK - 300000 then
                note(eventOf(now, 10, 0, id, member:sub(17), '', ''))
                removed[#removed + 1] = id
                removed[#removed + 1] = member:sub(17)
                removed[#removed + 1] = ''
                removed[#removed + 1] = 0
            end
        else
            removed[1] = removed[1] + 1
        end
    else
        local tenant, user, detail = tenantOf(row), userOf(row), ''
        local epoch, raised = epochOf(horizon, tenant)
        local created, isRevoked = number(row, CREATED), row:byte(REVOKED + 1) == 1
        local isOfOldStore = number(row, STORE_EPOCH) < storeEpoch
        local isOfOldTenant = number(row, TENANT_EPOCH) < epoch
        if (number(row, SWEEP) <= now and hasEnded(row, horizon)) or (isRevoked and number(row, GRACE) <= now)
            or (isOfOldStore and created <= storeRaised) or (isOfOldTenant and created <= raised) then
            local reason, at = 0, nil
            local function consider(holds, why, when)
                if holds and (not at or when < at) then reason, at = why, when end
            end
            consider(isRevoked, 6, number(row, MARK_AT))
            consider(number(row, ABSOLUTE) <= now, 4, number(row, ABSOLUTE))
            consider(number(row, IDLE) <= now, 3, number(row, IDLE))
            consider(isOfOldStore, 5, storeRaised)
            consider(isOfOldTenant, 5, raised)
            if isRevoked then
                local from = reasonFrom(row)
                detail = row:sub(from + 1, from + short(row, 11))
            end
            redis.call('DEL', KEYS[i])
            leave(id, tenant)
            note(eventOf(at or now, 7, reason, id, tenant, user, detail))
            removed[#removed + 1] = id
            removed[#removed + 1] = tenant
            removed[#removed + 1] = user
            removed[#removed + 1] = reason
        else
            removed[1] = removed[1] + 1
        end
    end
end
return removed
