-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- What stands in front of every script that knows rows (valkeyrow.h has their layout).

local LEVEL, REVOKED, KEY, SIZE, REVISION, CHANGE, STORE_EPOCH, TENANT_EPOCH = 1, 2, 13, 17, 21, 29, 37, 45
local CREATED, AUTHENTICATED, ABSOLUTE, IDLE, SEEN, SWEEP = 53, 61, 69, 77, 85, 93
local MARK_AT, GRACE, MARK, WRITE, TOKEN, FIXED = 101, 109, 117, 125, 133, 165
local STORED, TAKEN, CONFLICT, GONE, UNREGISTERED = 0, 1, 2, 3, 9
local SLACK = 7200000

local function number(bytes, offset) return (struct.unpack('>i8', bytes, offset + 1)) end
local function pack(value) return struct.pack('>i8', value) end
local function digits(value) return string.format('%.0f', value) end
local function short(bytes, offset) return (struct.unpack('>I2', bytes, offset + 1)) end

local function isWhole(row)
    return #row >= FIXED and row:byte(1) == 1 and #row >= FIXED + row:byte(4) + row:byte(5)
end
local function checked(row)
    if #row > 0 and row:byte(1) > 1 then error(redis.error_reply('TOONEW a session of a later version')) end
    if not isWhole(row) then error(redis.error_reply('DAMAGED a session cannot be read')) end
    return row
end
-- The columns and both names.
local function head(key)
    local bytes = redis.call('GETRANGE', key, 0, FIXED + 509)
    return bytes ~= '' and checked(bytes) or nil
end
local function tenantOf(row) return row:sub(FIXED + 1, FIXED + row:byte(4)) end
local function userOf(row)
    local from = FIXED + row:byte(4)
    return row:sub(from + 1, from + row:byte(5))
end
local function tokenOf(row) return row:sub(TOKEN + 1, FIXED) end
local function reasonFrom(row)
    return FIXED + row:byte(4) + row:byte(5) + short(row, 5) + short(row, 7) + short(row, 9)
end

-- The epoch and when it was raised, of a tenant that the horizon names.
local function epochOf(horizon, tenant)
    local at = 25
    while at <= #horizon do
        local size = horizon:byte(at)
        if size == #tenant and horizon:sub(at + 1, at + size) == tenant then
            return number(horizon, at + size), number(horizon, at + size + 8)
        end
        at = at + size + 17
    end
    return 0, 0
end
local function hasEnded(row, horizon)
    local now = number(horizon, 0)
    if number(row, ABSOLUTE) <= now or number(row, IDLE) <= now then return true end
    if number(row, STORE_EPOCH) < number(horizon, 8) then return true end
    return #horizon > 24 and number(row, TENANT_EPOCH) < epochOf(horizon, tenantOf(row))
end

local function eventOf(at, kind, reason, id, tenant, user, detail)
    return pack(at) .. string.char(kind, reason) .. id .. string.char(#tenant) .. tenant .. string.char(#user)
        .. user .. struct.pack('>I2', #detail) .. detail
end

-- The indexes of a bucket: KEYS 1 expiry, 2 created, 3 event, 4 tenants, 5 their rows, 6 how many rows have no tenant,
-- 7 the session.

-- Sorts as bytes by tenant, creation and id.
local function placeOf(id, tenant, created)
    local bytes = pack(created)
    return tenant .. '\0' .. string.char(bit.bxor(bytes:byte(1), 128)) .. bytes:sub(2) .. id
end
local function enter(id, tenant, created, due)
    redis.call('ZADD', KEYS[2], digits(created), id)
    local isNew = redis.call('ZADD', KEYS[1], digits(due), id .. tenant) == 1
    if tenant ~= '' then
        redis.call('ZADD', KEYS[5], 0, placeOf(id, tenant, created))
        redis.call('ZADD', KEYS[4], 0, tenant)
    elseif isNew then
        redis.call('INCR', KEYS[6])
    end
end
local function leave(id, tenant)
    local created = redis.call('ZSCORE', KEYS[2], id)
    local wasThere = redis.call('ZREM', KEYS[1], id .. tenant) == 1
    redis.call('ZREM', KEYS[2], id)
    if tenant == '' then
        if wasThere and redis.call('DECR', KEYS[6]) <= 0 then redis.call('DEL', KEYS[6]) end
    elseif created and redis.call('ZREM', KEYS[5], placeOf(id, tenant, tonumber(created))) == 1 then
        local left = redis.call('ZRANGEBYLEX', KEYS[5], '[' .. tenant .. '\0', '(' .. tenant .. '\1', 'LIMIT', 0, 1)
        if #left == 0 then redis.call('ZREM', KEYS[4], tenant) end
    end
end
-- A row that cannot be read goes all the same; the sweep clears its indexes, which cannot be named here.
local function drop(key, id)
    local row = redis.call('GETRANGE', key, 0, FIXED + 509)
    if row == '' then return nil end
    redis.call('DEL', key)
    if not isWhole(row) then return '', '' end
    leave(id, tenantOf(row))
    return tenantOf(row), userOf(row)
end
-- A write that changes nothing, for replicas to be waited for: they confirm all that was written here before.
local function stamp()
    if redis.call('INCRBY', KEYS[6], 0) == 0 then redis.call('DEL', KEYS[6]) end
end
local function note(event) redis.call('XADD', KEYS[3], '*', 'e', event) end

-- Until when the server keeps a row that nobody sweeps.
local function keptUntil(idle, floor) return digits(math.max(idle, floor) + SLACK) end
-- When a sweep shall look at a row.
local function dueOf(row)
    if row:byte(REVOKED + 1) == 1 then return math.min(number(row, SWEEP), number(row, GRACE)) end
    return number(row, SWEEP)
end
