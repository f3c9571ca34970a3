-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- ARGV: id, reason, at, detail, whether replicas confirm. Answers tenant and user.
local tenant, user = drop(KEYS[7], ARGV[1])
if not tenant then
    -- Gone before, perhaps by a call whose answer was lost.
    if ARGV[5] == '1' then stamp() end
    return false
end
note(eventOf(tonumber(ARGV[3]), 7, tonumber(ARGV[2]), ARGV[1], tenant, user, ARGV[4]))
return {tenant, user}
