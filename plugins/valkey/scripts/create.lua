-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- ARGV: id, row, time of the call, event.
local id, row = ARGV[1], ARGV[2]
local created = number(row, CREATED)
-- The index remembers also what the server has evicted: no id comes twice.
if redis.call('ZSCORE', KEYS[2], id) then return TAKEN end
local kept = keptUntil(number(row, IDLE), tonumber(ARGV[3]))
if not redis.call('SET', KEYS[7], row, 'NX', 'PXAT', kept) then return TAKEN end
enter(id, tenantOf(row), created, number(row, SWEEP))
note(ARGV[4])
return STORED
