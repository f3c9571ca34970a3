-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- A cycle once more, where a failover may have brought the old token back. Nothing newer is written over.
-- ARGV: id, row, token hash that it replaced or nothing, time of the call. Answers STORED, or a list if the session went
-- on under the old token and had to end.
local id, row, was = ARGV[1], ARGV[2], ARGV[3]
local old = head(KEYS[7])
if not old or old:byte(REVOKED + 1) == 1 then return GONE end
local token = tokenOf(old)
if token == tokenOf(row) then return TAKEN end
if number(old, REVISION) < number(row, REVISION) then
    replace(id, row, old, true, tonumber(ARGV[4]))
    return STORED
end
if token ~= was then return CONFLICT end
local tenant, user = drop(KEYS[7], id)
note(eventOf(tonumber(ARGV[4]), 7, 8, id, tenant, user, ''))
return {tenant, user}
