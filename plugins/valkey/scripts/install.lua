-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS 8: tombstones. ARGV: id, row, time of the call. Answers an InstallStatus, and whose it was before.
local id, row = ARGV[1], ARGV[2]
if redis.call('ZSCORE', KEYS[8], id) then return 2 end
local old = head(KEYS[7])
if old and number(old, CHANGE) >= number(row, CHANGE) then return 1 end
if old then leave(id, tenantOf(old)) end
redis.call('SET', KEYS[7], row, 'PXAT', keptUntil(number(row, IDLE), tonumber(ARGV[3])))
enter(id, tenantOf(row), number(row, CREATED), dueOf(row))
if old and userOf(old) ~= '' then return {0, tenantOf(old), userOf(old)} end
return 0
