-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- What a write and its repetition share.
local function replace(id, row, old, keepsLater, floor)
    local idle, seen, sweep = number(row, IDLE), number(row, SEEN), number(row, SWEEP)
    if keepsLater then
        idle = math.max(idle, number(old, IDLE))
        seen = math.max(seen, number(old, SEEN))
        sweep = math.max(sweep, number(old, SWEEP))
    end
    idle = math.min(idle, number(row, ABSOLUTE))
    local tenant, oldTenant, created = tenantOf(row), tenantOf(old), number(old, CREATED)
    redis.call('SET', KEYS[7], row:sub(1, CHANGE) .. pack(number(old, CHANGE) + 1) .. row:sub(STORE_EPOCH + 1, CREATED)
        .. pack(created) .. row:sub(AUTHENTICATED + 1, IDLE) .. pack(idle) .. pack(seen) .. pack(sweep)
        .. row:sub(MARK_AT + 1), 'PXAT', keptUntil(idle, floor))
    if tenant ~= oldTenant then
        leave(id, oldTenant)
        enter(id, tenant, created, sweep)
    elseif sweep ~= number(old, SWEEP) then
        redis.call('ZADD', KEYS[1], digits(sweep), id .. tenant)
    end
end
