-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- ARGV: id, idle deadline, last seen, sweep column, horizon, time of the call.
local old = head(KEYS[7])
if not old or old:byte(REVOKED + 1) == 1 or hasEnded(old, ARGV[5]) then return GONE end
local idle, seen, sweep = number(old, IDLE), number(old, SEEN), number(old, SWEEP)
local newIdle = math.max(idle, math.min(tonumber(ARGV[2]), number(old, ABSOLUTE)))
local newSeen, newSweep = math.max(seen, tonumber(ARGV[3])), math.max(sweep, tonumber(ARGV[4]))
if newIdle == idle and newSeen == seen and newSweep == sweep then return STORED end
redis.call('SETRANGE', KEYS[7], CHANGE, pack(number(old, CHANGE) + 1) .. old:sub(STORE_EPOCH + 1, IDLE)
    .. pack(newIdle) .. pack(newSeen) .. pack(newSweep))
redis.call('PEXPIREAT', KEYS[7], keptUntil(newIdle, tonumber(ARGV[6])), 'GT')
if newSweep ~= sweep then redis.call('ZADD', KEYS[1], digits(newSweep), ARGV[1] .. tenantOf(old)) end
return STORED
